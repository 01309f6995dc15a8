/**
 * TypeScript as tslab gets it. tslab compiles a cell in two steps (types away, then import to require), keeps variables
 * that later cells change apart from those that functions of the cell see, asks for no source map, and ends for good
 * when a file changes beside the notebook. Its TypeScript is replaced, before tslab loads it, by a copy that makes the
 * first step plain, with a map, and leaves the second to cellScript.
 */
import { createRequire, type SourceMapPayload } from 'node:module';
import * as path from 'node:path';
import type ts from 'typescript';
import { projectRoot } from '../paths';
import type { TypeScriptApi } from './cellSyntax';

const fromTslab = createRequire(require.resolve('tslab'));

const inlineMap = /\n?\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/;

/** What tslab calls the compiled cell and its source, and how it begins every cell. */
const cellFile = '__tslab__.js';
const cellSource = '__tslab__.ts';
export const cellPrefix = 'export {};\n';

/** Whether `import 'pretraining-lab'` finds a package from `folder` by Node's rules. */
export function labResolvesFrom(folder: string): boolean {
  try {
    createRequire(path.join(folder, 'cell.js')).resolve('pretraining-lab');
    return true;
  } catch {
    return false;
  }
}

type WatchHost = { afterProgramCreate?: (builder: ts.BuilderProgram) => void };

/** The part of TypeScript's view of the machine that is replaced. */
interface WatchSystem {
  setTimeout(callback: () => void, delay: number): unknown;
  clearTimeout(timer: unknown): void;
}

export interface TslabTypeScript {
  readonly api: TypeScriptApi;
  /** The program that tslab's converter built last, with the cell in it. */
  cell(): [ts.Program, ts.SourceFile];
  /** Runs a call of the converter. @throws what TypeScript threw in it, which tslab would never recover from */
  checked<T>(call: () => T): T;
}

/** Call it once, before anything loads tslab's converter. */
export function tslabTypeScript(): TslabTypeScript {
  const file = fromTslab.resolve('@tslab/typescript-for-tslab');
  const original = fromTslab(file) as TypeScriptApi;
  const patched = Object.defineProperties(
    {} as TypeScriptApi,
    Object.fromEntries(
      Object.entries(Object.getOwnPropertyDescriptors(original)).map(([name, descriptor]) => [
        name,
        { ...descriptor, configurable: true },
      ]),
    ),
  );
  const replace = (name: string, value: unknown) =>
    Object.defineProperty(patched, name, { enumerable: true, configurable: true, value });
  let program: ts.Program | undefined;
  const failures: unknown[] = [];
  const createHost = original.createWatchCompilerHost as (...given: unknown[]) => WatchHost;
  replace(
    'createWatchCompilerHost',
    (
      files: string[],
      options: Record<string, unknown>,
      system: WatchSystem,
      ...rest: unknown[]
    ): WatchHost => {
      const withMap = { ...options, inlineSourceMap: true, ...pathsOfLab() };
      const host = createHost(
        files,
        withMap,
        patientSystem(system, (error) => failures.push(error)),
        ...rest,
      );
      let tslabs: WatchHost['afterProgramCreate'];
      return Object.defineProperty(host, 'afterProgramCreate', {
        get: () => (builder: ts.BuilderProgram) => {
          program = builder.getProgram();
          const emit = builder.emit.bind(builder);
          builder.emit = (source, write, token, only, transformers) =>
            // Of tslab's transformers only that of the declarations; the code is left as TypeScript makes it.
            emit(
              source,
              write,
              token,
              only,
              transformers && { afterDeclarations: transformers.afterDeclarations },
            );
          tslabs?.(builder);
        },
        set: (callback) => {
          tslabs = callback;
        },
      });
    },
  );
  replace('transpileModule', ((code, options) => {
    const map = mapIn(code);
    if (!map) return original.transpileModule(code, options);
    if (map.file === cellFile) return { outputText: code };
    return original.transpileModule(withoutMap(code), options);
  }) satisfies TypeScriptApi['transpileModule']);
  require.cache[file]!.exports = patched;
  const isCell = ({ fileName }: ts.SourceFile) => path.basename(fileName) === cellSource;
  return {
    api: original,
    cell: () => [program!, program!.getSourceFiles().find(isCell)!],
    checked(call) {
      try {
        return call();
      } finally {
        const [failure] = failures.splice(0);
        // biome-ignore lint/correctness/noUnsafeFinally: what tslab makes of a program that was not built means nothing
        if (failure) throw failure;
      }
    },
  };
}

/** Inside the repository the name resolves by itself; a notebook elsewhere gets this kernel's own lab. */
function pathsOfLab(): { paths?: Record<string, string[]> } {
  if (labResolvesFrom(process.cwd())) return {};
  return { paths: { 'pretraining-lab': [path.join(projectRoot, 'dist', 'index.d.ts')] } };
}

/** The source map at the end of what TypeScript compiled. */
export function mapIn(code: string): (SourceMapPayload & { file: string }) | undefined {
  const encoded = inlineMap.exec(code)?.[1];
  return encoded ? JSON.parse(Buffer.from(encoded, 'base64').toString()) : undefined;
}

export function withoutMap(code: string): string {
  return code.replace(inlineMap, '\n');
}

/** The callback with which TypeScript builds the program anew. */
const rebuild = 'updateProgramWithWatchStatus';

/**
 * tslab has room for one timer, that of the rebuild, and holds every other for a mistake: TypeScript sets one whenever a
 * file comes or goes in a folder where it looked for a module. A rebuild that throws would leave tslab's timer set.
 */
function patientSystem(system: WatchSystem, failed: (error: unknown) => void): WatchSystem {
  const others = new Set<unknown>();
  return Object.assign(Object.create(system) as WatchSystem, {
    setTimeout(callback: () => void, delay: number): unknown {
      if (callback.name === rebuild) {
        const whole = () => {
          try {
            callback();
          } catch (error) {
            failed(error);
          }
        };
        return system.setTimeout(whole, delay);
      }
      const timer = setTimeout(() => {
        others.delete(timer);
        callback();
      }, delay).unref();
      others.add(timer);
      return timer;
    },
    clearTimeout(timer: unknown): void {
      if (others.delete(timer)) clearTimeout(timer as NodeJS.Timeout);
      else system.clearTimeout(timer);
    },
  });
}
