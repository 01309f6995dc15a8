/** What set-up installed, compared with the list that it wrote (scripts/setup/installed.cjs). */
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { LabError } from './errors';
import { projectRoot } from './paths';

interface InstalledList {
  installationFaults(root: string): string[];
}

/**
 * What is not as set-up installed it: the native library, the engine's addon, the lab's own kernels, the code of npm
 * packages. Everything is read and hashed, which takes some seconds.
 * @param root the project's folder
 * @returns a sentence with the remedy for each; none where all is as it was
 */
export function installationFaults(root: string = projectRoot): string[] {
  const file = path.join(projectRoot, 'scripts/setup/installed.cjs');
  return (createRequire(__filename)(file) as InstalledList).installationFaults(root);
}

/** @throws LabError where something installed was changed, since numbers could come from that */
export function requireInstallation(): void {
  const faults = installationFaults();
  if (faults.length > 0) throw new LabError(faults.join('\n'));
}
