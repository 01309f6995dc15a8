import { beforeAll, describe, expect, it } from 'vitest';
import { compareResults } from '../../src/ablations/comparison';
import type { StudyResults, TrialOutcome } from '../../src/ablations/results';
import { study } from '../../src/ablations/study';
import { freshFolder, toyAblation } from './toyStudy';

let recorded: StudyResults;
beforeAll(async () => {
  recorded = (await study(toyAblation(), { store: freshFolder() })).data;
});

const shifted = (by: (trial: TrialOutcome) => number, elsewhere: boolean): StudyResults => ({
  ...recorded,
  trials: recorded.trials.map((trial) => ({
    ...trial,
    metrics: { ...trial.metrics, accuracy: trial.metrics.accuracy! + by(trial) },
  })),
  environments: elsewhere ? [{ ...recorded.environments[0]!, hash: 'elsewhere' }] : recorded.environments,
});
const firstOnly = (size: number) => (trial: TrialOutcome) =>
  trial.arm === 'still' && trial.labelsPerClass === 8 && trial.seed === 1 ? size : 0;

describe('recorded against recomputed numbers', () => {
  it('agree with themselves, all of them compared', () => {
    const comparison = compareResults(recorded, recorded);
    expect(comparison).toMatchObject({ sameEnvironment: true, passed: true, notCompared: 0 });
    // A trial has state, two metrics, two facts, four curve points and three ledger entries; a stage state and ledger.
    expect(comparison.numbers).toHaveLength(20 * (1 + 2 + 2 + 4 + 3) + 2 * (1 + 3));
  });

  it('say nothing of speed: rates per second are not compared', () => {
    const faster: StudyResults = {
      ...recorded,
      trials: recorded.trials.map((trial, index) => ({
        ...trial,
        facts: { ...trial.facts, tokensPerSecond: 1000 + index },
      })),
    };
    expect(compareResults(recorded, faster).passed).toBe(true);
  });

  it('must agree to the last bit in the same environment', () => {
    const comparison = compareResults(recorded, shifted(firstOnly(1e-15), false));
    const wrong = comparison.numbers.filter((number) => !number.agrees);
    expect(wrong).toMatchObject([{ place: 'still, 8 labels, seed 1', quantity: 'accuracy', tolerance: 0 }]);
    expect(comparison.passed).toBe(false);
  });

  it('may differ within the seed spread in another environment, not beyond', () => {
    expect(compareResults(recorded, shifted(firstOnly(0.002), true))).toMatchObject({
      sameEnvironment: false,
      passed: true,
    });
    const far = compareResults(recorded, shifted(firstOnly(0.2), true));
    expect(far.passed).toBe(false);
    expect(far.numbers.find((number) => !number.agrees)!.place).toBe('still, 8 labels, seed 1');
  });

  it('may take other iterations in another environment where a linear model was fitted until it converged', () => {
    const longer = (kind: 'frozen' | 'baseline', elsewhere: boolean): StudyResults => ({
      ...shifted(() => 0, elsewhere),
      trials: recorded.trials.map((trial, index) => {
        const again = { ...trial, determinants: { ...trial.determinants, kind } };
        return index === 0 && trial.ledger
          ? { ...again, ledger: { ...trial.ledger, steps: trial.ledger.steps + 1 } }
          : again;
      }),
    });
    const fitted = (kind: 'frozen' | 'baseline'): StudyResults => ({
      ...recorded,
      trials: recorded.trials.map((trial) => ({ ...trial, determinants: { ...trial.determinants, kind } })),
    });
    expect(compareResults(fitted('frozen'), longer('frozen', true)).passed).toBe(true);
    expect(compareResults(fitted('frozen'), longer('frozen', false)).passed).toBe(false);
    expect(compareResults(fitted('baseline'), longer('baseline', true)).passed).toBe(false);
  });

  it('may not all drift one way by as much as one number may', () => {
    const tolerance = compareResults(
      recorded,
      shifted(() => 0, true),
    ).numbers.find(
      ({ place, quantity }) => place === 'still, 8 labels, seed 1' && quantity === 'accuracy',
    )!.tolerance;
    const drifted = compareResults(
      recorded,
      shifted((trial) => (trial.arm === 'still' ? 0.9 * tolerance : 0), true),
    );
    const wrong = drifted.numbers.filter((number) => !number.agrees).map(({ place }) => place);
    expect(wrong).toContain('still, 8 labels, mean of 3 seeds');
    expect(wrong.every((place) => place.includes('mean'))).toBe(true);
  });

  it('do not agree where a trial failed that had finished', () => {
    const { metrics: _metrics, ledger: _ledger, ...rest } = recorded.trials[0]!;
    const failed: TrialOutcome = { ...rest, state: 'failed', metrics: {}, curves: {}, facts: {} };
    const comparison = compareResults(recorded, {
      ...recorded,
      trials: [failed, ...recorded.trials.slice(1)],
    });
    expect(comparison.numbers.find(({ quantity, agrees }) => quantity === 'state' && !agrees)).toMatchObject({
      recorded: 'finished',
      recomputed: 'failed',
    });
  });
});
