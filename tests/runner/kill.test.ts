import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { decodeRecord, type RunRecord } from '../../src/runner/runRecord';
import { ended, lab, startLab, toyModule } from '../cli/labCommand';
import { times } from '../faults/figures';
import { freshFolder } from './toyStudy';

// 2 pretraining stages and 2 arms by 5 seeds: twelve runs.
const study = ['run', toyModule, '--tier', 'quick', '--json'];
const runs = 12;
const kills = times(20, 4);
const slow = { TOY_MILLISECONDS: '60' };

function recordsIn(home: string): Map<string, string> {
  const folder = path.join(home, 'runs', 'toy');
  const names = fs.existsSync(folder)
    ? fs.readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
    : [];
  return new Map(names.map((name) => [name.slice(0, 64), fs.readFileSync(path.join(folder, name), 'utf8')]));
}

function leftovers(home: string): string[] {
  return fs.readdirSync(path.join(home, 'runs', 'toy')).filter((name) => /partial|lock/.test(name));
}

async function untilRunning(log: string): Promise<void> {
  const before = fs.existsSync(log) ? fs.statSync(log).size : 0;
  const deadline = Date.now() + 60_000;
  while ((!fs.existsSync(log) || fs.statSync(log).size === before) && Date.now() < deadline) await sleep(5);
}

function expectWhole(home: string): void {
  const final = recordsIn(home);
  expect(final.size).toBe(runs);
  for (const [id, text] of final) {
    const record = decodeRecord(text, id) as RunRecord;
    expect(record.state).toBe('finished');
    for (const file of record.files) {
      expect(fs.statSync(path.join(home, 'runs', 'toy', id, file.path)).size).toBe(file.bytes);
    }
  }
  expect(leftovers(home)).toEqual([]);
}

const numbers = (json: string) =>
  JSON.parse(json)[0].results.trials.map((trial: { run: string; metrics: object }) => [
    trial.run,
    trial.metrics,
  ]);

it(
  `after ${kills} kill -9, no run of ${runs} is lost, doubled or half recorded`,
  async () => {
    const random = seededRandom('kills');
    const undisturbed = numbers((await lab(freshFolder(), study, slow)).stdout);
    let killed = 0;
    while (killed < kills) {
      const home = freshFolder();
      const log = path.join(home, 'log');
      let known = new Map<string, string>();
      while (known.size < runs && killed < kills) {
        const child = startLab(home, study, { ...slow, TOY_LOG: log });
        const end = ended(child);
        const finished = await Promise.race([end.then(() => true), untilRunning(log).then(() => false)]);
        if (finished) break;
        // From within the first run to within the third: while computing, publishing files, writing the record.
        await sleep(random.uniform() * 180);
        child.kill('SIGKILL');
        killed += (await end).status === null ? 1 : 0;
        const now = recordsIn(home);
        for (const [id, text] of now) expect(typeof decodeRecord(text, id)).toBe('object');
        for (const [id, text] of known) expect(now.get(id)).toBe(text);
        known = now;
      }
      const last = await lab(home, study, slow);
      expect(last.status).toBe(0);
      for (const [id, text] of known) expect(recordsIn(home).get(id)).toBe(text);
      expectWhole(home);
      expect(numbers(last.stdout)).toEqual(undisturbed);
    }
  },
  60_000 + kills * 20_000,
);

it('two processes share the work and compute no run twice', async () => {
  const home = freshFolder();
  const log = path.join(home, 'log');
  const both = await Promise.all(
    [1, 2].map(() => lab(home, study, { TOY_MILLISECONDS: '150', TOY_LOG: log })),
  );
  expect(both.map((end) => end.status)).toEqual([0, 0]);
  const lines = fs
    .readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('begin'));
  expect(lines.length).toBe(runs);
  expect(new Set(lines).size).toBe(runs);
  const [first, second] = both.map((end) => JSON.parse(end.stdout)[0].results.trials);
  expect(first).toEqual(second);
  expect(leftovers(home)).toEqual([]);
});

it('SIGINT stops at the next safe point, says how to go on, and keeps what is finished', async () => {
  const home = freshFolder();
  const log = path.join(home, 'log');
  const child = startLab(home, study, { TOY_MILLISECONDS: '100', TOY_LOG: log });
  const end = ended(child);
  await untilRunning(log);
  await sleep(250);
  child.kill('SIGINT');
  const { status, stderr } = await end;
  expect(status).toBe(130);
  expect(stderr).toMatch(/Stopping at the next safe point/);
  expect(stderr).toMatch(/Stopped on request; the same command goes on from here/);
  const kept = recordsIn(home);
  expect(kept.size).toBeGreaterThan(0);
  expect(kept.size).toBeLessThan(runs);
  expect(leftovers(home)).toEqual([]);
});
