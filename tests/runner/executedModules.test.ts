import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { withoutInfluence } from '../../src/runner/code/codeVersion';
import { studies } from '../../src/studies';
import { freshFolder } from './toyStudy';

interface Executed {
  readonly study: string;
  readonly part: 'stage' | 'arm';
  readonly name: string;
  readonly state: string;
  /** Modules of which a function was called while the recipe ran, as V8 counted. */
  readonly executed: readonly string[] | null;
  /** Modules that the run's id covers. */
  readonly covered: readonly string[];
}

/** Every stage and arm of the studies, run once at the quick tier in a process of its own. */
async function executedBy(ids: readonly string[]): Promise<Executed[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [path.join(__dirname, 'executedModules.cjs'), freshFolder(), ids.join()],
    { maxBuffer: 2 ** 28 },
  );
  return JSON.parse(stdout) as Executed[];
}

describe('the modules that a run executes', () => {
  let runs: Executed[];

  beforeAll(async () => {
    runs = await executedBy(studies.map(({ id }) => id));
  }, 900_000);

  it('are known of every stage and arm of every study', () => {
    const expected = studies.flatMap(({ id, stages, arms }) => [
      ...Object.keys(stages).map((name) => `${id} stage ${name}`),
      ...Object.keys(arms).map((name) => `${id} arm ${name}`),
    ]);
    expect(runs.map(({ study, part, name }) => `${study} ${part} ${name}`).sort()).toEqual(expected.sort());
    for (const { state, executed } of runs) {
      expect(state).toBe('finished');
      expect(executed!.some((name) => name.startsWith('recipes/'))).toBe(true);
    }
  });

  it('are among those that its id covers, whatever the data and its settings bring along', () => {
    const uncovered = runs.flatMap(({ study, name, executed, covered }) => {
      const known = new Set(covered);
      const outside = executed!.filter((module) => !known.has(module) && !withoutInfluence.test(module));
      return outside.map((module) => `${study}, ${name}: ${module}`);
    });
    expect(uncovered).toEqual([]);
  });
});
