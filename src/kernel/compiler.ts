/** Compiles cells with tslab's TypeScript converter, so that they share variables and know where each line came from. */
import { SourceMap, type SourceMapPayload } from 'node:module';
import type { Converter, Diagnostic, SideOutput } from 'tslab/dist/converter';
import { cellScript } from './cellScript';
import { missingDeclarations } from './declarations';
import { withoutExports } from './exportKeywords';
import { signatureAt } from './signature';
import { cellPrefix, mapIn, tslabTypeScript, withoutMap } from './tslabTypeScript';

/** Maps a position (zero-based) in compiled code to one in the cell (zero-based), or undefined. */
export type MapPosition = (line: number, column: number) => { line: number; column: number } | undefined;

export interface CompiledCell {
  readonly diagnostics: readonly Diagnostic[];
  /** The body of a function; undefined if there are diagnostics. */
  readonly code?: string;
  /** The function must be an async one. */
  readonly awaits: boolean;
  /** Names that the cell declares. */
  readonly declared: ReadonlySet<string>;
  /** What the cells up to this one declare, for the next. */
  readonly declarations: string;
  /** Local modules that the cell imports, compiled. */
  readonly modules: readonly SideOutput[];
  readonly mapPosition?: MapPosition;
}

export interface Compiler {
  readonly typescriptVersion: string;
  /**
   * @param declarations what earlier cells declared, as the last result says
   * @param names the names that they declared
   */
  compile(declarations: string, names: ReadonlySet<string>, code: string): CompiledCell;
  /** What could be written at a position (UTF-16) of a cell that is being edited. */
  complete(declarations: string, code: string, position: number): ReturnType<Converter['complete']>;
  /** Type and documentation of the name at a position (UTF-16), then the call around it; undefined for neither. */
  inspect(declarations: string, code: string, position: number): string | undefined;
  /** Makes a file that cells can import, as tslab's '@module' comment asks. Gives what is wrong with it. */
  addModule(...module: Parameters<Converter['addModule']>): readonly Diagnostic[];
}

function chain(scriptMap: string, moduleMap: SourceMapPayload): MapPosition {
  // Built on the first error only: most cells never need it.
  let maps: readonly SourceMap[] | undefined;
  const linesBeforeCell = cellPrefix.split('\n').length - 1;
  return (line, column) => {
    maps ??= [JSON.parse(scriptMap) as SourceMapPayload, moduleMap].map((map) => new SourceMap(map));
    let position = { line, column };
    for (const map of maps) {
      const entry = map.findEntry(position.line, position.column);
      if (!('originalLine' in entry)) return undefined;
      position = { line: entry.originalLine, column: entry.originalColumn };
    }
    const cellLine = position.line - linesBeforeCell;
    return cellLine < 0 ? undefined : { line: cellLine, column: position.column };
  };
}

/** Reads the type declarations of Node and of the installed packages; takes one to two seconds. */
export function createCompiler(): Compiler {
  const typescript = tslabTypeScript();
  const { api, checked } = typescript;
  const { createConverter } = require('tslab/dist/converter') as typeof import('tslab/dist/converter');
  const { printQuickInfo } = require('tslab/dist/inspect') as typeof import('tslab/dist/inspect');
  const converter = createConverter({ isJS: false, isBrowser: false });
  return {
    typescriptVersion: api.version,
    addModule: (...module) => converter.addModule(...module),
    complete: (...edited) => checked(() => converter.complete(...edited)),
    inspect(declarations, code, position) {
      const info = checked(() => converter.inspect(declarations, code, position));
      const signature = signatureAt(api, ...typescript.cell(), position + cellPrefix.length);
      const parts = [info && printQuickInfo(info), signature].filter(Boolean);
      return parts.length > 0 ? parts.join('\n\n') : undefined;
    },
    compile(declarations, names, code) {
      const result = checked(() => converter.convert(declarations, withoutExports(api, code)));
      const { diagnostics, output, declOutput = '', sideOutputs = [] } = result;
      if (output === undefined) {
        return { diagnostics, awaits: false, declared: new Set(), declarations, modules: [] };
      }
      const script = cellScript(api, withoutMap(output), names);
      return {
        diagnostics,
        code: script.code,
        awaits: script.awaits,
        declared: script.declared,
        declarations:
          declOutput +
          missingDeclarations(api, declarations, declOutput, script.declared, ...typescript.cell()),
        modules: sideOutputs,
        mapPosition: chain(script.sourceMap, mapIn(output)!),
      };
    },
  };
}
