import * as fs from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type PlannedRun, planStudy } from '../../src/runner/plan';
import { recordFile, recordResults } from '../../src/runner/recordFile';
import { recordedSeconds, TimeLeft } from '../../src/runner/timeLeft';
import { inventedResults } from './inventedResults';
import { freshFolder, toyStudy } from './toyStudy';

let now = 0;
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const run = (name: string) => ({ determinants: { part: 'arm', name }, level: 2 }) as unknown as PlannedRun;
const [quick, slow, other] = [run('quick'), run('slow'), run('other')];
const recorded = new Map([
  ['arm quick 2', 10],
  ['arm slow 2', 100],
]);

/** A run that takes so many seconds. */
function took(left: TimeLeft, pending: Set<PlannedRun>, one: PlannedRun, seconds: number): void {
  left.begin();
  now += 1000 * seconds;
  left.end(one);
  pending.delete(one);
  left.begin();
}

it('is what the record says, until this machine shows its own pace', () => {
  const pending = new Set([quick, slow]);
  const left = new TimeLeft(pending, recorded);
  expect(left.seconds()).toBe(110);
  // Twice as slow here: so will the other kind be.
  took(left, pending, quick, 20);
  expect(left.seconds()).toBe(200);
  now += 50_000;
  expect(left.seconds()).toBe(150);
  now += 500_000;
  expect(left.seconds()).toBe(0);
});

it('is the usual time for a kind that is not recorded, and unknown while nothing is known', () => {
  const pending = new Set([quick, other]);
  expect(new TimeLeft(pending, new Map()).seconds()).toBeUndefined();
  const left = new TimeLeft(pending, recorded);
  expect(left.seconds()).toBeUndefined();
  took(left, pending, quick, 30);
  expect(left.seconds()).toBe(30);
});

it('reads mean seconds by kind from a record, and none from one that cannot be read', async () => {
  vi.restoreAllMocks();
  const folder = freshFolder();
  expect(recordedSeconds('toy', 'laptop', folder).size).toBe(0);
  const results = inventedResults(await planStudy(toyStudy(), {}, freshFolder()));
  recordResults(results, folder);
  const seconds = recordedSeconds('toy', 'laptop', folder);
  const still = results.trials.filter(({ arm, level }) => arm === 'still' && level === 2);
  const mean = still.reduce((sum, trial) => sum + trial.seconds!, 0) / still.length;
  expect(seconds.get('arm still 2')).toBeCloseTo(mean, 6);
  fs.writeFileSync(recordFile('toy', { tier: 'laptop', folder }), '{');
  expect(recordedSeconds('toy', 'laptop', folder).size).toBe(0);
  expect(recordedSeconds('toy', undefined, folder).size).toBe(0);
});
