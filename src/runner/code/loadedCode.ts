/**
 * Remembers the text of each module of the program as it was loaded, so that numbers are never booked to code that was
 * written since. Import it early: what was loaded before is read again then.
 */
import * as fs from 'node:fs';
import { Module } from 'node:module';
import * as path from 'node:path';
import { projectRoot } from '../../paths';

/** dist/ when compiled, src/ under the test runner: the code that really runs. */
export const programFolder = path.resolve(__dirname, '../..');

/** Where the C++ of the lab's own kernels lies. */
export const nativeFolder = path.join(projectRoot, 'src/engine/native');

/** The module that loads the kernels compiled from {@link nativeFolder}; no module imports their sources. */
export const kernelLibrary = 'engine/kernelLibrary';

const loaded = new Map<string, string>();

/** Notes what a file said when this process loaded it. */
export function rememberLoaded(file: string, text: string): void {
  loaded.set(file, text);
  if (file === path.join(programFolder, `${kernelLibrary}.js`)) rememberFolder(nativeFolder);
}

/** What a file said when this process loaded it; undefined for files that it did not load. */
export function loadedText(file: string): string | undefined {
  return loaded.get(file);
}

/** Files outside the program that this process loaded: those of own studies. */
export function loadedOwnFiles(): string[] {
  const inside = [programFolder, nativeFolder].map((folder) => folder + path.sep);
  return [...loaded.keys()].filter((file) => !inside.some((folder) => file.startsWith(folder)));
}

function rememberFolder(folder: string): void {
  if (!fs.existsSync(folder)) return;
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name);
    loaded.set(file, fs.readFileSync(file, 'utf8'));
  }
}

interface Compiling {
  _compile(text: string, file: string, ...rest: unknown[]): unknown;
}

function watchLoading(): void {
  const inside = programFolder + path.sep;
  const prototype = Module.prototype as unknown as Compiling;
  const compile = prototype._compile;
  prototype._compile = function (this: unknown, text, file, ...rest) {
    // Node keeps the text anyway, for functions that it compiles later.
    if (file.startsWith(inside)) rememberLoaded(file, text);
    return compile.call(this, text, file, ...rest);
  };
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(inside) && fs.existsSync(file)) rememberLoaded(file, fs.readFileSync(file, 'utf8'));
  }
}

watchLoading();
