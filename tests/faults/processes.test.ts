import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import type { StudyResults } from '../../src/runner/results';
import { decodeRecord, type RunRecord } from '../../src/runner/runRecord';
import { ended, lab, startLab } from '../cli/labCommand';
import { freshFolder } from '../runner/toyStudy';
import { figure, times } from './figures';

const study = ['run', path.join(__dirname, 'tinyStudy.js'), '--tier', 'quick', '--json'];
const runs = 12;

/** Whatever a run computed, times and places left out: its id, metrics, hashes of its weights, its files' checksums. */
function computed(home: string): Map<string, object> {
  const folder = path.join(home, 'runs', 'tiny');
  const names = fs.existsSync(folder)
    ? fs.readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
    : [];
  return new Map(
    names.sort().map((name) => {
      const id = name.slice(0, 64);
      const record = decodeRecord(fs.readFileSync(path.join(folder, name), 'utf8'), id) as RunRecord;
      expect(typeof record, `record ${id}`).toBe('object');
      const { metrics, facts } = record.result!;
      return [id, { state: record.state, metrics, facts, files: record.files }];
    }),
  );
}

const home = freshFolder();
let undisturbed: Map<string, object>;
let milliseconds: number;
beforeAll(async () => {
  const started = performance.now();
  const run = await lab(home, study);
  milliseconds = performance.now() - started;
  expect(run.status, run.stderr).toBe(0);
  undisturbed = computed(home);
  expect(undisturbed.size).toBe(runs);
  const { trials } = JSON.parse(run.stdout)[0].results as StudyResults;
  // Different runs have different weights: equal hashes below are no accident.
  expect(new Set(trials.map((trial) => trial.facts.weights)).size).toBe(trials.length);
});

it('the same study in three fresh processes gives identical ids, numbers and weights', async () => {
  for (let process = 2; process <= 3; process++) {
    const folder = freshFolder();
    expect((await lab(folder, study)).status).toBe(0);
    expect(computed(folder)).toEqual(undisturbed);
  }
  figure('The same study in fresh processes', {
    tried: `3 processes, ${runs} runs each, with training`,
    seen: `identical run ids, metrics, SHA-256 of all weights and of all files`,
  });
});

const kills = times(20, 2);
it(`a study of ${runs} runs killed at ${kills} random moments loses, doubles and halves none`, async () => {
  const random = seededRandom('kills of the tiny study');
  let [killed, studies, resumed] = [0, 0, 0];
  while (killed < kills) {
    const folder = freshFolder();
    studies++;
    let known = new Map<string, object>();
    while (known.size < runs && killed < kills) {
      const child = startLab(folder, study);
      const end = ended(child);
      const done = await Promise.race([
        end.then(() => true),
        sleep(random.uniform() * milliseconds).then(() => false),
      ]);
      if (!done) child.kill('SIGKILL');
      if ((await end).status === null) killed++;
      const toy = path.join(folder, 'runs', 'tiny');
      if (fs.existsSync(toy) && fs.readdirSync(toy).some((name) => name.endsWith('.resume'))) resumed++;
      const now = computed(folder);
      for (const [id, run] of known) expect(now.get(id)).toEqual(run);
      known = now;
    }
    const last = await lab(folder, study);
    expect(last.status, last.stderr).toBe(0);
    expect(computed(folder)).toEqual(undisturbed);
    const left = fs.readdirSync(path.join(folder, 'runs', 'tiny'));
    expect(left.filter((name) => /partial|lock|resume/.test(name))).toEqual([]);
  }
  figure(`kill -9 of a study with ${runs} runs`, {
    tried: `${killed} at random moments of ${studies} studies, ${resumed} with a pretraining under way that was resumed`,
    seen: `0 runs lost, doubled or half recorded; all ${runs} equal to an undisturbed study's, weights included; nothing left over`,
  });
});
