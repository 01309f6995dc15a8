import * as path from 'node:path';

/** The repository's root: the folder of package.json. Works from src/ (tests) and dist/ (commands, notebooks). */
export const projectRoot = path.resolve(__dirname, '..');

/**
 * Folder of everything that is computed or fetched (runs, caches, datasets, reports): LAB_HOME where that is set and not
 * blank, else .lab; never committed.
 */
export function labFolder(...parts: string[]): string {
  const chosen = process.env.LAB_HOME?.trim();
  return path.join(chosen ? path.resolve(chosen) : installationFolder(), ...parts);
}

/** Folder of what set-up installs (Python environment, native library, kernels): the checkout's, whatever LAB_HOME says. */
export function installationFolder(...parts: string[]): string {
  return path.join(projectRoot, '.lab', ...parts);
}

/**
 * Makes a LAB_HOME that is relative absolute, so that processes started from here in other folders (Jupyter, its kernels)
 * mean the same folder.
 */
export function settleLabHome(): void {
  const chosen = process.env.LAB_HOME?.trim();
  if (chosen) process.env.LAB_HOME = path.resolve(chosen);
}

/** Folder of the dataset cards that come with the repository. */
export const cardFolder = path.join(projectRoot, 'datasets');
