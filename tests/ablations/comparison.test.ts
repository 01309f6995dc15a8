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

  const first = (change: (trial: TrialOutcome) => TrialOutcome, results: StudyResults): StudyResults => ({
    ...results,
    trials: results.trials.map((trial, index) => (index === 0 ? change(trial) : trial)),
  });

  it('may take other iterations in another environment where a linear model was fitted until it converged', () => {
    const linear = {
      ...recorded,
      trials: recorded.trials.map((trial) => ({ ...trial, facts: { ...trial.facts, l2: 1 } })),
    };
    const longer = (results: StudyResults, elsewhere: boolean) =>
      first(
        (trial) => ({ ...trial, ledger: { ...trial.ledger!, steps: trial.ledger!.steps + 1 } }),
        elsewhere
          ? { ...results, environments: [{ ...recorded.environments[0]!, hash: 'elsewhere' }] }
          : results,
      );
    expect(compareResults(linear, longer(linear, true)).passed).toBe(true);
    expect(compareResults(linear, longer(linear, false)).passed).toBe(false);
    expect(compareResults(recorded, longer(recorded, true)).passed).toBe(false);
  });

  it('of an arm with one seed may differ within the spread of all arms together', () => {
    const single = {
      ...recorded,
      trials: recorded.trials.filter(({ arm, seed }) => arm !== 'still' || seed === 1),
    };
    const moved = (by: number): StudyResults => ({
      ...shifted(firstOnly(by), true),
      trials: shifted(firstOnly(by), true).trials.filter(({ arm, seed }) => arm !== 'still' || seed === 1),
    });
    expect(compareResults(single, moved(0.002)).passed).toBe(true);
    expect(compareResults(single, moved(0.9)).passed).toBe(false);
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

  it('allow a mean more where all its trials start from one pretraining run', () => {
    const toleranceOf = (results: StudyResults, mean: string, matched?: ReadonlySet<string>) =>
      compareResults(
        results,
        shifted(() => 0, true),
        matched,
      ).numbers.find(({ place, quantity }) => place.includes(mean) && quantity === 'accuracy')!.tolerance;
    const withParents = (parentOf: (trial: TrialOutcome) => Record<string, string>): StudyResults => ({
      ...recorded,
      trials: recorded.trials.map((trial) => ({
        ...trial,
        determinants: { ...trial.determinants, parents: parentOf(trial) },
      })),
    });
    const mean = 'still, 8 labels, mean of 3 seeds';
    const alone = toleranceOf(
      withParents(() => ({})),
      mean,
    );
    expect(
      toleranceOf(
        withParents(({ seed }) => ({ stage: `run${seed}` })),
        mean,
      ),
    ).toBeCloseTo(alone, 12);
    expect(
      toleranceOf(
        withParents(() => ({ stage: 'run' })),
        mean,
      ),
    ).toBeCloseTo(alone * Math.sqrt(3), 12);
    // A control that is only given that run's compute has nothing of its weights.
    expect(
      toleranceOf(
        withParents(() => ({ stage: 'run' })),
        mean,
        new Set(['still']),
      ),
    ).toBeCloseTo(alone, 12);
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
