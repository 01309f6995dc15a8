/** What git knows of the commits that receipts name. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from '../paths';
import { clockTolerance } from './recordPlausibility';
import type { StudyResults } from './results';

/** Whether a file is no longer the one that was last added to the repository; false outside git. */
export function changedSinceCommitted(file: string): boolean {
  const name = nameInRepository(file);
  try {
    const added = git('log', '-1', '--diff-filter=A', '--format=%H', '--', name).trim();
    return added !== '' && git('show', `${added}:${name}`) !== fs.readFileSync(file, 'utf8');
  } catch {
    return false;
  }
}

/** Whether a commit holds a file as it is now; undefined where git does not know the commit. */
export function commitHolds(commit: string | null, file: string): boolean | undefined {
  const id = commit?.replace(/\+$/, '');
  if (!id || !/^[0-9a-f]{40}$/.test(id)) return undefined;
  try {
    git('cat-file', '-e', `${id}^{commit}`);
  } catch {
    return undefined;
  }
  try {
    return git('show', `${id}:${nameInRepository(file)}`) === fs.readFileSync(file, 'utf8');
  } catch {
    return false;
  }
}

const nameInRepository = (file: string) => path.relative(projectRoot, file).split(path.sep).join('/');

function git(...words: string[]): string {
  return execFileSync('git', words, { cwd: projectRoot, encoding: 'utf8', stdio: 'pipe' });
}

/**
 * Commits that receipts name and that were made after a run of theirs had started: another commit was put in its place. One
 * clause each; commits that git does not know say nothing.
 */
export function laterCommits({ pretraining, trials }: StudyResults): string[] {
  const firstStart = new Map<string, number>();
  for (const { commit, startedAt } of [...pretraining, ...trials]) {
    const id = commit?.replace(/\+$/, '');
    if (!id || startedAt === undefined) continue;
    firstStart.set(
      id,
      Math.min(firstStart.get(id) ?? Number.POSITIVE_INFINITY, Date.parse(startedAt) / 1000),
    );
  }
  return [...firstStart].flatMap(([commit, start]) => {
    if (!/^[0-9a-f]{40}$/.test(commit)) return [`its receipts name '${commit}', which is no commit`];
    try {
      const made = Number(git('show', '--no-patch', '--format=%ct', commit));
      return made > start + clockTolerance
        ? [`its receipts name the commit ${commit.slice(0, 10)}, which was made after they were`]
        : [];
    } catch {
      return [];
    }
  });
}
