import * as path from 'node:path';

/** The repository's root: the folder of package.json. Works from src/ (tests) and dist/ (commands, notebooks). */
export const projectRoot = path.resolve(__dirname, '..');

/** Folder of everything generated (Python environment, native library, data cache, runs); never committed. */
export function labFolder(...parts: string[]): string {
  return path.join(process.env.LAB_HOME ?? path.join(projectRoot, '.lab'), ...parts);
}

/** Folder of the dataset cards that come with the repository. */
export const cardFolder = path.join(projectRoot, 'datasets');
