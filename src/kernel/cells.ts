/** Compiles and runs cells, one after another, in the kernel's own context. */
import { createRequire, Module } from 'node:module';
import * as path from 'node:path';
import * as vm from 'node:vm';
import type { Diagnostic } from 'tslab/dist/converter';
import { Interrupted, TypeScriptError } from './cellErrors';
import { type Compiler, labResolvesFrom, type MapPosition } from './compiler';

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

type Exports = Record<string | symbol, unknown>;

export class Cells {
  private declarations = '';
  private readonly ran = new Map<string, RanCell>();
  private readonly exports: Exports;
  private readonly require: NodeJS.Require;
  /** Compiled text of modules that belong to the notebook: files beside it and cells marked '@module NAME'. */
  private readonly localSources = new Map<string, string>();
  private readonly localModules = new Map<string, Module>();

  constructor(
    readonly compiler: Compiler,
    folder: string,
  ) {
    this.exports = rewritableExports();
    this.require = this.requireFrom(createRequire(path.join(folder, 'cell.js')), folder);
  }

  /**
   * Runs one cell and gives the value of its last expression.
   * @param name what stack traces call the cell, unique in this kernel: 'cell 3'
   * @throws TypeScriptError if the cell does not compile; otherwise whatever the cell throws
   */
  async run(name: string, source: string): Promise<unknown> {
    if (this.addedAsModule(source)) return undefined;
    const compiled = this.compiler.compile(this.declarations, source);
    if (compiled.diagnostics.length > 0) throw typeScriptError(compiled.diagnostics, source);
    for (const module of compiled.sideOutputs ?? []) {
      this.localSources.set(module.path, module.data);
      this.localModules.delete(module.path);
    }
    this.declarations = compiled.declOutput ?? '';
    if (!compiled.output) return undefined;

    const prefix = `(${compiled.hasToplevelAwait ? 'async ' : ''}function (exports, require) { `;
    this.ran.set(name, {
      source,
      mapPosition: compiled.mapPosition,
      prefixLength: prefix.length,
      compiledLines: compiled.output.split('\n').length,
    });
    const scope = '__pretrainingLab__';
    Object.defineProperty(globalThis, scope, {
      value: { exports: this.exports, require: this.require },
      configurable: true,
    });
    try {
      // An interrupt ends even a loop that never awaits. A cell that awaits must be left to its safe points: Node
      // would report an end at its first await while the cell goes on.
      await vm.runInThisContext(`${prefix}${compiled.output}\n})(${scope}.exports, ${scope}.require)`, {
        filename: name,
        breakOnSigint: !compiled.hasToplevelAwait,
      });
    } catch (error) {
      if ((error as { code?: string } | null)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') {
        throw new Interrupted('The cell was interrupted.');
      }
      throw error;
    }
    const last = compiled.lastExpressionVar;
    if (!last) return undefined;
    const value = this.exports[last];
    delete this.exports[last];
    return value;
  }

  /** What could be written at a position (UTF-16) of a cell that is being edited. */
  complete(code: string, position: number): { start: number; end: number; candidates: string[] } {
    return this.compiler.converter.complete(this.declarations, code, position);
  }

  /** Type and documentation of the name at a position (UTF-16), or undefined. */
  inspect(code: string, position: number): string | undefined {
    const { printQuickInfo } = require('tslab/dist/inspect') as typeof import('tslab/dist/inspect');
    const info = this.compiler.converter.inspect(this.declarations, code, position);
    return info ? printQuickInfo(info) : undefined;
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

  /** Cells that begin with a comment '@module NAME' are not run but can be imported as './NAME'. */
  private addedAsModule(source: string): boolean {
    const { getCodeMetadata } = require('tslab/dist/metadata') as typeof import('tslab/dist/metadata');
    const metadata = getCodeMetadata(source);
    if (!metadata.module) return false;
    const diagnostics = this.compiler.converter.addModule(metadata.module, source, metadata);
    if (diagnostics.length > 0) throw typeScriptError(diagnostics, source);
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

/** Compiled cells define what they import as getters; here a later cell may assign to the same name. */
function rewritableExports(): Exports {
  return new Proxy<Exports>(
    {},
    {
      defineProperty(target, property, { get, value }) {
        if (property !== '__esModule') target[property] = get ? get() : value;
        return true;
      },
    },
  );
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
