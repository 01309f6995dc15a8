import { beforeAll, describe, expect, it } from 'vitest';
import { settingAxis } from '../../src/form/axis';
import { compareResults, differences } from '../../src/runner/comparison';
import { planStudy } from '../../src/runner/plan';
import type { StudyResults, TrialOutcome } from '../../src/runner/results';
import { inventedResults } from './inventedResults';
import { freshFolder, toyOver, toyStudy } from './toyStudy';

let recorded: StudyResults;
beforeAll(async () => {
  recorded = inventedResults(await planStudy(toyStudy(), {}, freshFolder()));
});

/** The results with one trial changed: 'still' at 8 labels, seed 1. */
const changed = (change: (trial: TrialOutcome) => TrialOutcome): StudyResults => ({
  ...recorded,
  trials: recorded.trials.map((trial) =>
    trial.arm === 'still' && trial.level === 8 && trial.seed === 1 ? change(trial) : trial,
  ),
});
const wrong = (again: StudyResults) =>
  compareResults(recorded, again).numbers.filter(({ agrees }) => !agrees);

describe('recorded against recomputed numbers', () => {
  it('agree with themselves, all of them compared', () => {
    const comparison = compareResults(recorded, recorded);
    expect(comparison).toMatchObject({ onlyRecorded: [], onlyRecomputed: [] });
    expect(comparison.numbers.every(({ agrees }) => agrees)).toBe(true);
    // A trial has state, two metrics, three facts, six curve points and three ledger entries; a stage one metric and fact.
    expect(comparison.numbers).toHaveLength(20 * (1 + 2 + 3 + 6 + 3) + 2 * (1 + 1 + 1 + 6 + 3));
  });

  it.each<[string, (trial: TrialOutcome) => TrialOutcome]>([
    ['accuracy', (t) => ({ ...t, metrics: { ...t.metrics, accuracy: nextAfter(t.metrics.accuracy!) } })],
    [
      'fact chanceLevel of accuracy',
      (t) => ({ ...t, facts: { ...t.facts, 'chanceLevel of accuracy': nextAfter(0.1) } }),
    ],
    ['fact note', (t) => ({ ...t, facts: { ...t.facts, note: 'as planned ' } })],
    [
      'curve validationLoss at 80',
      (t) => ({
        ...t,
        curves: {
          validationLoss: t.curves.validationLoss!.map(({ step, value }) => ({
            ...{ step, value: step === 80 ? nextAfter(value) : value },
          })),
        },
      }),
    ],
    ['trainableParameters', (t) => ({ ...t, ledger: { ...t.ledger!, trainableParameters: 1_600_001 } })],
    [
      'trainingFlops',
      (t) => ({ ...t, ledger: { ...t.ledger!, trainingFlops: t.ledger!.trainingFlops + 1 } }),
    ],
    ['steps', (t) => ({ ...t, ledger: { ...t.ledger!, steps: 201 } })],
  ])('must agree to the last bit: %s', (quantity, change) => {
    expect(wrong(changed(change))).toMatchObject([{ place: 'still, 8, seed 1', quantity }]);
  });

  it('say nothing of time: seconds, rates per second, memory, place and commit are not compared', () => {
    const elsewhere = changed((trial) => ({
      ...trial,
      ...{
        seconds: 1,
        startedAt: '2030-01-01T00:00:00.000Z',
        peakMemoryBytes: 1,
        environment: 'x',
        commit: 'y',
      },
      facts: { ...trial.facts, tokensPerSecond: 1000 },
      ledger: { ...trial.ledger!, seconds: 1 },
    }));
    expect(wrong(elsewhere)).toEqual([]);
  });

  it('do not agree where one side has a number that the other lacks', () => {
    const { accuracy: _, ...metrics } = recorded.trials[0]!.metrics;
    expect(wrong(changed((trial) => ({ ...trial, metrics })))).toMatchObject([
      { quantity: 'accuracy', recomputed: null },
      { quantity: 'macroF1' },
    ]);
    expect(wrong(changed((trial) => ({ ...trial, metrics: { ...trial.metrics, loss: 0 } })))).toMatchObject([
      { quantity: 'loss', recorded: null, recomputed: 0 },
    ]);
    const shorter = changed((trial) => ({
      ...trial,
      curves: { validationLoss: trial.curves.validationLoss!.slice(1) },
    }));
    expect(wrong(shorter)).toMatchObject([{ quantity: 'curve validationLoss at 0', recomputed: null }]);
  });

  it('do not agree where a trial failed that had finished', () => {
    const failed = changed(({ ledger: _, ...trial }) => ({
      ...{ ...trial, state: 'failed', metrics: {}, curves: {}, facts: {} },
    }));
    expect(wrong(failed)[0]).toMatchObject({ quantity: 'state', recorded: 'finished', recomputed: 'failed' });
    expect(wrong(failed)).toHaveLength(1 + 2 + 3 + 6 + 3);
  });

  it('name the runs that one side lacks, a stage too', () => {
    const fewer = {
      ...recorded,
      pretraining: recorded.pretraining.slice(1),
      trials: recorded.trials.slice(2),
    };
    const places = ['stage wind, seed 1', 'still, 2, seed 1', 'wound, 2, seed 1'];
    expect(compareResults(recorded, fewer).onlyRecorded).toEqual(places);
    expect(compareResults(fewer, recorded).onlyRecomputed).toEqual(places);
    expect(compareResults(fewer, recorded).numbers.every(({ agrees }) => agrees)).toBe(true);
  });

  it('tell stages of different levels apart by their settings', async () => {
    const width = settingAxis({
      ...{ name: 'width', title: 'encoder width', scale: 'log' },
      set: (level) => ({ encoder: { width: level } }),
    });
    const results = inventedResults(await planStudy(toyOver(width, [4, 8]), { seeds: 1 }, freshFolder()));
    expect(compareResults(results, results).numbers.every(({ agrees }) => agrees)).toBe(true);
    const [first] = results.pretraining;
    const edited = { ...first!, metrics: { generalLoss: 1 + first!.metrics.generalLoss! } };
    const again = { ...results, pretraining: [edited, ...results.pretraining.slice(1)] };
    const found = compareResults(results, again).numbers.filter(({ agrees }) => !agrees);
    expect(found).toMatchObject([{ quantity: 'generalLoss', recordedRun: first!.run }]);
  });

  it('are listed by the size of their difference, what has no size first', () => {
    const shifted = {
      ...recorded,
      trials: recorded.trials.map((trial, k) => ({
        ...trial,
        ...(k < 3 && {
          metrics: { ...trial.metrics, accuracy: trial.metrics.accuracy! + [0.1, 0.3, 0.2][k]! },
        }),
        ...(k === 5 && { facts: { ...trial.facts, note: 'otherwise' } }),
      })),
    };
    const places = differences(compareResults(recorded, shifted).numbers).map(({ quantity, recordedRun }) => [
      quantity,
      recorded.trials.findIndex(({ run }) => run === recordedRun),
    ]);
    expect(places).toEqual([
      ['fact note', 5],
      ['accuracy', 1],
      ['accuracy', 2],
      ['accuracy', 0],
    ]);
  });
});

/** The next larger number that there is. */
function nextAfter(value: number): number {
  const bits = new BigUint64Array(Float64Array.of(value).buffer);
  bits[0]!++;
  return new Float64Array(bits.buffer)[0]!;
}
