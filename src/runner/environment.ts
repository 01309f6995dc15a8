/** Where a run happened, as far as it can change numbers or times, and at which commit. */
import { execFileSync } from 'node:child_process';
import type { Json } from '../form/json';
import { projectRoot } from '../paths';

export interface Environment {
  /** Runs with equal hashes are expected to agree bit for bit. */
  readonly hash: string;
  readonly facts: { readonly [name: string]: Json };
}

/** The environment of this process. Loads the native engine on the first call. */
export async function currentEnvironment(): Promise<Environment> {
  const { environmentFingerprint } = await import('../engine/fingerprint.js');
  const { hash, gitCommit: _commit, ...facts } = environmentFingerprint();
  return { hash, facts: { ...facts } };
}

let known: { readonly commit: string | null } | undefined;

/**
 * The commit of the checkout when this process first asked, with a '+' where tracked files differ from it; null outside
 * git. Runs of one process carry one commit: their code was loaded at its start.
 */
export function currentCommit(): string | null {
  known ??= { commit: read() };
  return known.commit;
}

function read(): string | null {
  const git = (...words: string[]) =>
    execFileSync('git', words, { cwd: projectRoot, encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    // A checkout of something else may lie around a copy of this project without its own history.
    if (git('rev-parse', '--show-prefix') !== '') return null;
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', 'HEAD')}${changed ? '+' : ''}`;
  } catch {
    return null;
  }
}
