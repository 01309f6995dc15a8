/** Break-even of a study's results, worked by hand. */
import { describe, expect, it } from 'vitest';
import { BreakEven } from '../../src/report/breakEven';
import { computeShares } from '../../src/report/computeShares';
import type { StudyOutcome } from '../../src/report/studyOutcome';
import { balances } from '../../src/runner/breakEven';
import type { RunOutcome, StudyResults } from '../../src/runner/results';

const seeds = [1, 2];
type Given = {
  readonly score: number;
  readonly flops: number;
  readonly seconds: number;
  readonly stage?: boolean;
};
const trial = (arm: string, level: number, seed: number, { score, flops, seconds, stage }: Given) => ({
  ...{ run: `${arm} ${level} ${seed}`, arm, level, seed, state: 'finished', curves: {}, seconds },
  // The seeds' scores lie apart, but every arm's by as much: paired differences are equal.
  metrics: { accuracy: score + 0.01 * seed, macroF1: score },
  facts: { 'chanceLevel of macroF1': 0.25 },
  determinants: { parents: stage ? { views: `views ${seed}` } : {} },
  ledger: { trainingFlops: flops, seconds, steps: 1, trainableParameters: 1 },
});
const stage = (name: string, seed: number, parents: object, flops: number, seconds: number) =>
  ({
    ...{ run: `${name} ${seed}`, state: 'finished', metrics: {}, facts: {}, curves: {}, seconds },
    determinants: { parents },
    ledger: { trainingFlops: flops, seconds, steps: 1, trainableParameters: 1 },
  }) as unknown as RunOutcome;

/** At 1 label scratch catches up with 4 times the labels or 4 times the operations; at 16 it is ahead as it is. */
const results = {
  ...{ id: 'toy', title: 'Toy', levels: [1, 4, 16], seeds: 2, limits: [], environments: [] },
  task: { kind: 'classification', metrics: ['accuracy'], evaluateOn: 'test' },
  axis: { kind: 'counted', name: 'labelsPerClass', title: 'labels per class', scale: 'log' },
  verdict: { treatment: 'tuned', reference: 'scratch', expects: 'better' },
  arms: {
    scratch: { title: 'Scratch', kind: 'baseline' },
    longer: { title: 'Scratch, longer', kind: 'control', matches: 'views' },
    tuned: { title: 'Tuned', kind: 'pretrained', from: 'views' },
  },
  stages: { words: { title: 'Words' }, views: { title: 'Views', from: 'words' } },
  pretraining: seeds.flatMap((seed) => [
    stage('words', seed, {}, 20, 2),
    stage('views', seed, { words: `words ${seed}` }, 80, 8),
    stage('never used', seed, {}, 1000, 1000),
  ]),
  trials: seeds.flatMap((seed) => [
    trial('scratch', 1, seed, { score: 0.4, flops: 10, seconds: 1 }),
    trial('scratch', 4, seed, { score: 0.6, flops: 10, seconds: 1 }),
    trial('scratch', 16, seed, { score: 0.9, flops: 10, seconds: 1 }),
    trial('longer', 1, seed, { score: 0.8, flops: 160, seconds: 16 }),
    trial('tuned', 1, seed, { score: 0.6, flops: 10, seconds: 1, stage: true }),
    trial('tuned', 16, seed, { score: 0.8, flops: 10, seconds: 1, stage: true }),
  ]),
} as unknown as StudyResults;
const find = (level: number, by: string, unit: string, prices = {}) =>
  balances(results, prices).find((one) => one.level === level && one.by === by && one.unit === unit)!;

describe('break-even of results', () => {
  it('counts the stages that an arm starts from, once a seed, and no other', () => {
    expect(find(1, 'more compute', 'operations').once).toBe(100);
    expect(find(1, 'more compute', 'operations').runs).toEqual(
      expect.arrayContaining(['words 1', 'views 2']),
    );
  });

  it('reads off how much compute scratch needs with the same labels', () => {
    // Half of the way from 0.4 to 0.8, over log2 from 10 to 160: 40 operations, which save 30 a task.
    const found = find(1, 'more compute', 'operations');
    expect(found.scratch.value).toBeCloseTo(40, 9);
    expect(found.repaid).toMatchObject({ kind: 'from', value: { bound: 'exact' } });
    expect(found.repaid).toHaveProperty('value.value', expect.closeTo(100 / 30, 9));
    // A tenth of a second an operation on both sides; 3600 W make a second a watt-hour.
    expect(find(1, 'more compute', 'seconds').scratch.value).toBeCloseTo(4, 9);
    expect(find(1, 'more compute', 'watt-hours', { watts: 3600 }).once).toBeCloseTo(10, 9);
    expect(find(1, 'more compute', 'money', { perHour: 3600 }).once).toBeCloseTo(10, 9);
    expect(find(1, 'more compute', 'money', { perKilowattHour: 1000, watts: 3600 }).once).toBeCloseTo(10, 9);
  });

  it('weighs labels of all classes against compute by money', () => {
    // 4 classes: 4 labels against 16, at 0.5 each; a task computes for 1 second both ways, pretraining for 10.
    const found = find(1, 'more labels', 'money', { perHour: 3600, perLabel: 0.5, tasks: 2 });
    expect([found.pretrained, found.scratch.value]).toEqual([3, 9]);
    expect(found.repaid).toHaveProperty('value.value', expect.closeTo(10 / 6, 9));
    // 5 a task for pretraining, over 12 labels saved.
    expect(found.labelPrice).toHaveProperty('value.value', expect.closeTo(5 / 12, 9));
  });

  it('is never where scratch is ahead as it is', () => {
    expect(find(16, 'more compute', 'operations')).toMatchObject({
      ...{ scratch: { value: 10, bound: 'atMost' }, repaid: { kind: 'never' } },
    });
  });

  it('refuses prices that are none, and arms that do not fit', () => {
    expect(() => balances(results, { perLabel: -1 })).toThrow("The price 'perLabel' is -1");
    expect(() => balances(results, { tasks: 1.5 })).toThrow("'tasks' is 1.5; give a whole number");
    expect(() => balances(results, {}, { treatment: 'scratch' })).toThrow('starts from no pretraining');
    expect(() => balances(results, {}, { scratch: ['tuned'] })).toThrow(
      "'tuned' is no arm of 'toy' that trains from scratch",
    );
    expect(() => balances(results, {}, { scratch: [] })).toThrow('none with scratch');
  });

  it('is told in a sentence, a table and a chart', () => {
    const outcome = { data: results } as unknown as StudyOutcome;
    const prices = { perHour: 3600, perLabel: 0.5, tasks: 4, currency: 'EUR' };
    const shown = new BreakEven(outcome, prices, balances(results, prices));
    expect(shown.sentences[0]).toContain('cheaper at 1 label per class; dearer at 16 labels per class');
    expect(shown.table.toText()).toContain('from 4 tasks on');
    const { series, lines } = shown.figure(1).specification;
    expect(series.map(({ points }) => points[0]!.y)).toEqual([11, 4, 7].map((y) => expect.closeTo(y, 9)));
    expect(lines).toHaveLength(2);
    expect(() => shown.figure(2)).toThrow("There is nothing to weigh at '2'");
    const free = new BreakEven(outcome, { perLabel: 1 }, balances(results, { perLabel: 1 }));
    expect(() => free.figure(1)).toThrow('At these prices computing costs nothing');
    const [at1] = computeShares(outcome, ['scratch', 'tuned']).specification.series;
    expect(at1!.points.map(({ x }) => x)).toEqual([0, expect.closeTo((100 * 100) / 110, 9)]);
  });
});
