import { expect, it } from 'vitest';
import { stageChanges } from '../../src/report/stageFigures';
import type { RunOutcome, StudyResults } from '../../src/runner/results';

const run = (name: string, seed: number, generalLoss: number): RunOutcome => ({
  run: `${name}${seed}`,
  determinants: { name, seed } as RunOutcome['determinants'],
  state: 'finished',
  metrics: { generalLoss },
  facts: {},
  curves: {},
});
const results = {
  stages: { general: { title: 'General' }, domain: { title: 'Then domain' }, vectors: { title: 'Vectors' } },
  pretraining: [
    run('general', 1, 4),
    run('general', 2, 5),
    run('domain', 1, 4.5),
    run('domain', 2, 5.7),
    run('domain', 3, 9),
    { ...run('vectors', 1, 0), metrics: {} },
  ],
} as unknown as StudyResults;
const options = { metric: 'generalLoss', before: 'general', quantity: 'rise (nats)', title: 'Forgetting' };

it('pairs each stage with the one it started from by seed, and carries the receipts', () => {
  const figure = stageChanges(results, options)!;
  const [dots, interval] = figure.specification.series;
  expect(figure.specification.y.labels).toEqual(['Then domain']);
  expect(dots!.points.map(({ x }) => Number(x.toFixed(9)))).toEqual([0.5, 0.7]);
  expect(interval!.points[0]!.x).toBeCloseTo(0.6, 12);
  // Two values apart by 0.2: half the interval is t(0.975, 1) times 0.1.
  expect(interval!.points[0]!.high! - interval!.points[0]!.x).toBeCloseTo(1.2706, 3);
  expect(figure.runs()).toEqual(['general1', 'domain1', 'general2', 'domain2']);
});

it('has no figure of what was not measured', () => {
  expect(stageChanges(results, { ...options, metric: 'other' })).toBeUndefined();
});
