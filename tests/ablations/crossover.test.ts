import { describe, expect, it } from 'vitest';
import { crossover } from '../../src/ablations/crossover';
import { pairedDifference } from '../../src/ablations/pairedDifference';

const budgets = [2, 8, 32, 128];

describe('crossover', () => {
  /** Paired differences around the given means, +- 0.01. */
  function differences(means: (number | undefined)[]) {
    const observations = means.flatMap((centre, k) =>
      centre === undefined
        ? []
        : [-0.01, 0, 0.01].flatMap((offset, seed) => [
            { arm: 'p', labelsPerClass: budgets[k], seed, value: centre + offset },
            { arm: 's', labelsPerClass: budgets[k], seed, value: 0 },
          ]),
    );
    return means.map((_, k) =>
      pairedDifference(observations, { treatment: 'p', reference: 's', labelsPerClass: budgets[k] }),
    );
  }

  it('says from which budget on nothing is gained, with estimates between the budgets', () => {
    const found = crossover(differences([0.2, 0.1, 0.01, -0.01]), { title: 'Pretraining' });
    expect([found.kind, found.at, found.harms]).toEqual(['stops', 32, []]);
    expect(found.estimate).toBeGreaterThan(8);
    expect(found.estimate).toBeLessThan(32);
    expect(found.signChange).toBeCloseTo(64, 6);
    expect(found.sentence).toMatch(
      /^Pretraining stops helping at 32 labels per class .* changes sign near 64\)\.$/,
    );
  });

  it('tells harm, help throughout, none at all, and too few trials apart', () => {
    expect(crossover(differences([0.2, 0.1, 0.01, -0.2])).harms).toEqual([128]);
    expect(crossover(differences([0.01, 0.1, 0.2, 0.1])).kind).toBe('throughout');
    expect(crossover(differences([0.01, 0, -0.2, 0.01]))).toMatchObject({ kind: 'never', harms: [32] });
    expect(crossover(differences([undefined, undefined])).kind).toBe('unknown');
  });

  it('judges as a verdict does: what only an uncorrected interval shows is neither help nor harm', () => {
    // One budget of three pairs, p = 0.035: significant alone, not among four.
    const weak = [-0.01, 0, 0.01].map((offset) => -0.03 + offset);
    const at = (labelsPerClass: number, values: readonly number[]) =>
      pairedDifference(
        values.flatMap((value, seed) => [
          { arm: 'p', labelsPerClass, seed, value },
          { arm: 's', labelsPerClass, seed, value: 0 },
        ]),
        { treatment: 'p', reference: 's', labelsPerClass },
      );
    expect(crossover([at(32, weak)]).harms).toEqual([32]);
    const none = [-0.01, 0, 0.01];
    const four = crossover([at(2, none), at(8, none), at(32, weak), at(128, none)]);
    expect([four.kind, four.harms]).toEqual(['never', []]);
  });

  it('turns round where less is better', () => {
    const found = crossover(differences([-0.2, -0.1, 0, 0.2]), { higherIsBetter: false });
    expect([found.kind, found.at, found.harms]).toEqual(['stops', 32, [128]]);
  });
});
