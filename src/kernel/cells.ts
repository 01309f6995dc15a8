/** Compiles and runs cells, one after another, in the kernel's own context. */
import * as fs from 'node:fs';
import { createRequire, Module } from 'node:module';
import * as path from 'node:path';
import * as vm from 'node:vm';
import type { Diagnostic } from 'tslab/dist/converter';
import { rememberCell, rememberCellModule } from '../runner/code/cellSources';
import { rememberLoaded } from '../runner/code/loadedCode';
import { moduleFile } from '../runner/code/modulePaths';
import { Interrupted, TypeScriptError } from './cellErrors';
import type { CompiledCell, Compiler, MapPosition } from './compiler';
import { NotebookNames } from './notebookNames';
import { bindImport, followStatement, namesParameter } from './sharedBindings';
import { labResolvesFrom } from './tslabTypeScript';

interface RanCell {
  readonly source: string;
  readonly mapPosition?: MapPosition;
  /** Characters before the compiled code on the script's first line. */
  readonly prefixLength: number;
  /** Lines of compiled code; what follows is the call that starts it. */
  readonly compiledLines: number;
}

/** A place in a cell: line and column count from one. */
export interface CellPosition {
  readonly line: number;
  readonly column: number;
  /** The cell's lines, for an excerpt. */
  readonly lines: readonly string[];
}

export class Cells {
  private declarations = '';
  private readonly names = new NotebookNames();
  /** Names that cells declared, also those that got no value because the cell failed. */
  private readonly declared = new Set<string>();
  private readonly ran = new Map<string, RanCell>();
  private readonly require: NodeJS.Require;
  /** Compiled text of modules that belong to the notebook: files beside it and cells marked '@module NAME'. */
  private readonly localSources = new Map<string, string>();
  private readonly localModules = new Map<string, Module>();

  constructor(
    readonly compiler: Compiler,
    private readonly folder: string,
    /** Gets each promise that a statement of a cell makes and lets go of, with the statement's line. */
    private readonly letGo: (promise: Promise<unknown>, line: number | undefined) => void = () => {},
  ) {
    this.require = this.requireFrom(createRequire(path.join(folder, 'cell.js')), folder);
  }

  /**
   * Runs one cell and gives the value of its last expression.
   * @param name what stack traces call the cell, unique in this kernel: 'cell 3'
   * @throws TypeScriptError if the cell does not compile; otherwise whatever the cell throws
   */
  async run(name: string, source: string): Promise<unknown> {
    if (this.addedAsModule(source)) return undefined;
    const compiled = this.compiler.compile(this.declarations, this.declared, source);
    if (compiled.diagnostics.length > 0) throw typeScriptError(compiled.diagnostics, source);
    rememberCell({ name, source, folder: this.folder });
    this.declarations = compiled.declarations;
    for (const one of compiled.declared) this.declared.add(one);
    return this.execute(name, source, compiled);
  }

  /**
   * The value of an expression; it declares nothing.
   * @throws as {@link run}
   */
  async evaluate(name: string, expression: string): Promise<unknown> {
    const source = `(${expression}\n)`;
    const compiled = this.compiler.compile(this.declarations, this.declared, source);
    if (compiled.diagnostics.length > 0) throw typeScriptError(compiled.diagnostics, source);
    return this.execute(name, source, compiled);
  }

  /** What could be written at a position (UTF-16) of a cell that is being edited. */
  complete(code: string, position: number): { start: number; end: number; candidates: string[] } {
    return this.compiler.complete(this.declarations, code, position);
  }

  /** Type and documentation of the name at a position (UTF-16) and of the call around it, or undefined. */
  inspect(code: string, position: number): string | undefined {
    return this.compiler.inspect(this.declarations, code, position);
  }

  /** Where line and column (from one, as in a stack trace) of a cell's compiled code lie in the cell. */
  position(name: string, line: number, column: number): CellPosition | undefined {
    const cell = this.ran.get(name);
    if (!cell || line > cell.compiledLines) return undefined;
    const compiledColumn = column - 1 - (line === 1 ? cell.prefixLength : 0);
    const place = cell.mapPosition?.(line - 1, Math.max(0, compiledColumn));
    if (!place) return undefined;
    return { line: place.line + 1, column: place.column + 1, lines: cell.source.split('\n') };
  }

  private async execute(name: string, source: string, compiled: CompiledCell): Promise<unknown> {
    const { code = '', awaits, modules, mapPosition } = compiled;
    for (const module of modules) {
      this.localSources.set(module.path, module.data);
      this.localModules.delete(module.path);
      const file = moduleFile(module.path.replace(/\.js$/, ''));
      if (file) rememberLoaded(file, fs.readFileSync(file, 'utf8'));
    }
    const parameters = ['exports', 'require', namesParameter, bindImport, followStatement].join(', ');
    const prefix = `(${awaits ? 'async ' : ''}function (${parameters}) { `;
    const compiledLines = code.split('\n').length;
    this.ran.set(name, { source, mapPosition, prefixLength: prefix.length, compiledLines });
    const follow = (value: unknown) => {
      if (value instanceof Promise) this.letGo(value, this.lineOfCaller(name));
    };
    const given = '__pretrainingLab__';
    Object.defineProperty(globalThis, given, {
      value: [{}, this.require, this.names.values, this.names.bindImport, follow],
      configurable: true,
    });
    try {
      // An interrupt ends even a loop that never awaits. A cell that awaits must be left to its safe points: Node
      // would report an end at its first await while the cell goes on.
      return await vm.runInThisContext(`${prefix}${code}\n})(...${given})`, {
        filename: name,
        breakOnSigint: !awaits,
      });
    } catch (error) {
      if ((error as { code?: string } | null)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') {
        throw new Interrupted('The cell was interrupted.');
      }
      throw error;
    }
  }

  /** The line of a cell that called what calls this. */
  private lineOfCaller(name: string): number | undefined {
    const frames = String(new Error().stack).split('\n');
    const frame = frames.find((one) => one.includes(`${name}:`)) ?? '';
    const [, row, column] = /:(\d+):(\d+)\)?$/.exec(frame) ?? [];
    return this.position(name, Number(row), Number(column))?.line;
  }

  /** Cells that begin with a comment '@module NAME' are not run but can be imported as './NAME'. */
  private addedAsModule(source: string): boolean {
    const { getCodeMetadata } = require('tslab/dist/metadata') as typeof import('tslab/dist/metadata');
    const metadata = getCodeMetadata(source);
    if (!metadata.module) return false;
    const diagnostics = this.compiler.addModule(metadata.module, source, metadata);
    if (diagnostics.length > 0) throw typeScriptError(diagnostics, source);
    rememberCellModule(path.join(this.folder, metadata.module), source);
    return true;
  }

  private requireFrom(nodeRequire: NodeJS.Require, folder: string): NodeJS.Require {
    const load = (id: string): unknown => {
      if (id === 'tslab') return require('tslab');
      // A notebook outside the repository gets the lab of this kernel.
      if (/^pretraining-lab(\/|$)/.test(id) && !labResolvesFrom(folder)) return require(id);
      return this.loadLocal(path.join(folder, id)) ?? nodeRequire(id);
    };
    return Object.assign(load, nodeRequire) as NodeJS.Require;
  }

  private loadLocal(file: string): unknown {
    const name = path.extname(file) === '' ? `${file}.js` : file;
    const loaded = this.localModules.get(name);
    if (loaded) return loaded.exports;
    const source = this.localSources.get(name);
    if (source === undefined) return undefined;
    const module = new Module(name) as Module & { _compile(source: string, file: string): void };
    module.filename = name;
    module.require = this.requireFrom(createRequire(name), path.dirname(name));
    this.localModules.set(name, module);
    module._compile(source, name);
    return module.exports;
  }
}

function typeScriptError(diagnostics: readonly Diagnostic[], source: string): TypeScriptError {
  const lines = source.split('\n');
  const seen = new Map<string, Diagnostic[]>();
  // TypeScript explains one problem in several messages at one place.
  for (const diagnostic of diagnostics) {
    const place = `${diagnostic.fileName ?? ''}:${diagnostic.start.offset}`;
    seen.set(place, [...(seen.get(place) ?? []), diagnostic]);
  }
  const report = [...seen.values()].flatMap(([first, ...details]) => {
    const { fileName, start, end, code, messageText } = first!;
    const where = `${fileName ? `${fileName}, ` : ''}line ${start.line + 1}, column ${start.character + 1}`;
    const text = fileName ? undefined : lines[start.line];
    const width = end.line === start.line ? Math.max(1, end.character - start.character) : 1;
    return [
      `${where}: ${messageText} (TS${code})`,
      ...details.map((detail) => `  ${detail.messageText}`),
      ...(text === undefined
        ? []
        : [`    ${text}`, `    ${' '.repeat(start.character)}${'^'.repeat(width)}`]),
    ];
  });
  const more = seen.size > 1 ? ` (and ${seen.size - 1} more)` : '';
  return new TypeScriptError(`${report[0]!}${more}`, report);
}
