/** From the name of a module, as a program text writes it, to its file. */
import * as fs from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import * as path from 'node:path';

/** TypeScript first, as its compiler does it. */
const endings = ['.ts', '.js', '.cts', '.cjs', '.mts', '.mjs', '.json'];

/** TypeScript that imports './other.js' may mean the source of it. */
const sourceOf: Readonly<Record<string, string>> = { '.js': '.ts', '.cjs': '.cts', '.mjs': '.mts' };

/**
 * The file that a path without or with its ending stands for, by the rules of Node and TypeScript: the file itself, with
 * an ending, as a folder with an index, or the TypeScript source of a compiled name. Undefined where there is none.
 */
export function moduleFile(location: string): string | undefined {
  const { dir, name, ext } = path.parse(location);
  const source = sourceOf[ext];
  const candidates = [
    location,
    ...endings.map((ending) => location + ending),
    ...(source ? [path.join(dir, name + source)] : []),
    ...endings.map((ending) => path.join(location, `index${ending}`)),
  ];
  return candidates.find((candidate) => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile());
}

/** Whether a module is named by its place: './other', '../shared', '/elsewhere/x'. */
export function isPath(specifier: string): boolean {
  return /^\.{1,2}(?:\/|$)/.test(specifier) || path.isAbsolute(specifier);
}

export { isBuiltin };

/** 'name' of 'name/part', '@scope/name' of '@scope/name/part'. */
export function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** The package.json of an installed package as a file sees it; undefined where it is not installed. */
export function packageManifest(specifier: string, file: string): string | undefined {
  const name = packageName(specifier);
  const folders = createRequire(file).resolve.paths(name) ?? [];
  return folders
    .map((folder) => path.join(folder, name, 'package.json'))
    .find((manifest) => fs.existsSync(manifest));
}
