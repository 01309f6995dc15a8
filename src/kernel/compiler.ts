/** tslab's TypeScript converter, taught to remember where each compiled line came from. */
import { createRequire, SourceMap, type SourceMapPayload } from 'node:module';
import * as path from 'node:path';
import type { Converter, ConvertResult } from 'tslab/dist/converter';
import { projectRoot } from '../paths';
import { type Parser, writeOutShorthand } from './shorthand';

const fromTslab = createRequire(require.resolve('tslab'));

/** Maps a position (zero-based) in compiled code to one in the cell (zero-based), or undefined. */
export type MapPosition = (line: number, column: number) => { line: number; column: number } | undefined;

export interface CompiledCell extends ConvertResult {
  readonly mapPosition?: MapPosition;
}

interface TypeScript extends Parser {
  readonly version: string;
  createWatchCompilerHost(files: string[], options: Record<string, unknown>, ...rest: unknown[]): unknown;
  transpileModule(
    code: string,
    options: { fileName?: string; compilerOptions: Record<string, unknown> },
  ): { outputText: string; sourceMapText?: string };
}

const inlineMap = /\n?\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/;
const mapComment = /\n?\/\/# sourceMappingURL=\S+\s*$/;

/** From the compiled text to its two maps (module code to cell, script to module code). */
const mapsOf = new Map<string, MapPosition>();

/** Whether `import 'pretraining-lab'` finds a package from `folder` by Node's rules. */
export function labResolvesFrom(folder: string): boolean {
  try {
    createRequire(path.join(folder, 'cell.js')).resolve('pretraining-lab');
    return true;
  } catch {
    return false;
  }
}

/**
 * tslab compiles a cell twice (types away, then import to require) and asks for no source map. Its TypeScript is
 * replaced, before tslab loads it, by a copy whose two entry points ask for one and keep it.
 */
function typescriptWithMaps(): TypeScript {
  const file = fromTslab.resolve('@tslab/typescript-for-tslab');
  const original = fromTslab(file) as TypeScript;
  const patched = Object.defineProperties(
    {} as TypeScript,
    Object.fromEntries(
      Object.entries(Object.getOwnPropertyDescriptors(original)).map(([name, descriptor]) => [
        name,
        { ...descriptor, configurable: true },
      ]),
    ),
  );
  Object.defineProperty(patched, 'createWatchCompilerHost', {
    enumerable: true,
    configurable: true,
    value: (files: string[], options: Record<string, unknown>, ...rest: unknown[]) =>
      original.createWatchCompilerHost(
        files,
        {
          ...options,
          inlineSourceMap: true,
          // Inside the repository the name resolves by itself; a notebook elsewhere gets this kernel's own lab.
          ...(labResolvesFrom(process.cwd())
            ? {}
            : { paths: { 'pretraining-lab': [path.join(projectRoot, 'dist', 'index.d.ts')] } }),
        },
        ...rest,
      ),
  });
  Object.defineProperty(patched, 'transpileModule', {
    enumerable: true,
    configurable: true,
    value: ((code, options) => {
      const encoded = inlineMap.exec(code)?.[1];
      if (!encoded) return original.transpileModule(code, options);
      const result = original.transpileModule(code.replace(inlineMap, '\n'), {
        ...options,
        compilerOptions: { ...options.compilerOptions, sourceMap: true },
      });
      const outputText = result.outputText.replace(mapComment, '\n');
      mapsOf.set(outputText, chain(result.sourceMapText!, Buffer.from(encoded, 'base64').toString()));
      return { ...result, outputText };
    }) satisfies TypeScript['transpileModule'],
  });
  require.cache[file]!.exports = patched;
  return patched;
}

/** tslab puts one line ('export {};') before every cell. */
const linesBeforeCell = 1;

function chain(scriptMap: string, moduleMap: string): MapPosition {
  // Built on the first error only: most cells never need it.
  let maps: readonly SourceMap[] | undefined;
  return (line, column) => {
    maps ??= [scriptMap, moduleMap].map((text) => new SourceMap(JSON.parse(text) as SourceMapPayload));
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

export interface Compiler {
  readonly typescriptVersion: string;
  readonly converter: Converter;
  /** @param declarations what earlier cells declared, as the last result's declOutput says */
  compile(declarations: string, code: string): CompiledCell;
}

/** Reads the type declarations of Node and of the installed packages; takes one to two seconds. */
export function createCompiler(): Compiler {
  const typescript = typescriptWithMaps();
  const { createConverter } = require('tslab/dist/converter') as typeof import('tslab/dist/converter');
  const converter = createConverter({ isJS: false, isBrowser: false });
  return {
    typescriptVersion: typescript.version,
    converter,
    compile(declarations, code) {
      const result = converter.convert(declarations, writeOutShorthand(typescript, code));
      const mapPosition = mapsOf.get(result.output ?? '');
      mapsOf.clear();
      return { ...result, mapPosition };
    },
  };
}
