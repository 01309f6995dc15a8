import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { type AgreementOptions, agreementOf, type ExecutedDifference } from '../../src/statistics/agreement';
import { mean } from '../../src/statistics/mean';

const axis = { title: 'labels per class' };

/** Paired differences of seeds 1, 2, … at one level; the seeds share the runs that are named. */
function executed(
  level: number,
  differences: readonly number[],
  runs: readonly string[] = differences.map((_, k) => `run ${k}`),
): ExecutedDifference {
  return {
    level,
    seeds: differences.map((_, k) => k + 1),
    differences,
    pretrainingRuns: runs.map((run) => [run]),
    ...(differences.length > 0 && { mean: mean(differences) }),
  };
}

interface Design {
  /** The recorded difference at each level. */
  readonly effects: readonly number[];
  readonly seeds: number;
  /** Standard deviation over seeds of a recorded difference, and of what another machine changes in it. */
  readonly spread: number;
  readonly noise: number;
}

/** A record and its execution on another machine, on which every difference is off by the shift. */
function executedTwice({ effects, seeds, spread, noise }: Design, shift: number, name: string) {
  const random = seededRandom(name);
  const records = effects.map((effect) =>
    Array.from({ length: seeds }, () => effect + spread * random.normal()),
  );
  return agreementOf(
    records.map((values, level) => executed(level, values)),
    records.map((values, level) =>
      executed(
        level,
        values.map((value) => value + shift + noise * random.normal()),
      ),
    ),
  );
}

const records: Design[] = [2, 3, 5, 10].flatMap((seeds) => [
  { effects: [0.2], seeds, spread: 0.014, noise: 0.005 },
  { effects: [0.2, 0.22, 0.19, 0.11], seeds, spread: 0.014, noise: 0.014 },
  { effects: [0.05, 0.04], seeds, spread: 0.01, noise: 0.01 },
]);

describe('shifts of every size', () => {
  it.each(records)('%o: none beyond the stated noticeable one passes, and large ones are found', (design) => {
    const effect = Math.max(...design.effects);
    const studies = 40;
    let [passedBeyond, beyond] = [0, 0];
    for (let step = 0; step <= 16; step++) {
      const shift = (step / 8) * effect;
      for (let study = 0; study < studies; study++) {
        const found = executedTwice(design, shift, `shifts/${step}/${study}`);
        for (const { agreement, noticeable, shift: seen, largestAllowed } of found.levels) {
          if (agreement !== 'agrees') continue;
          // What was seen to shift is never beyond what is said to be noticed, nor beyond half of the recorded difference.
          expect(Math.abs(seen!)).toBeLessThan(noticeable!);
          expect(noticeable!).toBeLessThanOrEqual(largestAllowed);
        }
        if (found.noticeable === undefined || shift <= found.noticeable) continue;
        beyond++;
        if (found.agreement === 'agrees') passedBeyond++;
        // A shift of half of every recorded difference never passes.
        if (shift >= effect / 2) expect(found.agreement).not.toBe('agrees');
      }
    }
    // 90 % power: of shifts just beyond the stated one, one in ten may pass; of all these hardly any.
    // Two seeds can hardly notice anything.
    if (design.seeds > 2) expect(beyond).toBeGreaterThan(100);
    expect(passedBeyond).toBeLessThan(Math.max(1, 0.02 * beyond));
  });

  it('just as large as stated pass in at most one of ten executions', () => {
    const design = { effects: [0.2], seeds: 5, spread: 0.014, noise: 0.01 };
    let passed = 0;
    for (let study = 0; study < 600; study++) {
      const name = `stated/${study}`;
      const { noticeable } = executedTwice(design, 0, name);
      if (executedTwice(design, noticeable! * 1.0001, name).agreement === 'agrees') passed++;
    }
    // Three standard errors of a share of 600 at 0.1 are 0.037.
    expect(passed / 600).toBeLessThan(0.1 + 0.037);
  });

  it('of a tenth on every difference of a two-seed record do not pass, nor does no shift at all', () => {
    for (const shift of [0, 0.1]) {
      for (let study = 0; study < 50; study++) {
        const design = { effects: [0.2, 0.2], seeds: 2, spread: 0.014, noise: 0.014 };
        expect(executedTwice(design, shift, `two/${shift}/${study}`).agreement).not.toBe('agrees');
      }
    }
    expect(
      executedTwice({ effects: [0.2], seeds: 2, spread: 0.014, noise: 1e-9 }, 0, 'rounding').agreement,
    ).toBe('cannot tell');
  });
});

describe('no shift', () => {
  it.each([3, 5, 10])('but rounding agrees at %i seeds, every time', (seeds) => {
    for (let study = 0; study < 100; study++) {
      for (const noise of [1e-12, 1e-7, 1e-4]) {
        const design = { effects: [0.2, 0.15], seeds, spread: 0.014, noise };
        const found = executedTwice(design, 0, `rounding/${study}`);
        expect(found.agreement).toBe('agrees');
        expect(found.noticeable).toBeLessThan(0.01);
      }
    }
    // A regular shift of rounding size as well.
    const record = [0.2, 0.21, 0.19, 0.2];
    const again = record.map((value) => value + 1e-6);
    const regular = agreementOf([executed(8, record)], [executed(8, again)]);
    expect(regular.agreement).toBe('agrees');
    // No more is promised than that shifts above rounding are noticed: 1 % of what was recorded.
    expect(regular.noticeable).toBeCloseTo(0.002, 12);
  });

  it('is found to be one in about 5 % of executions, over all levels', () => {
    const design = { effects: [0.2, 0.2, 0.2], seeds: 5, spread: 0.014, noise: 0.01 };
    let disagrees = 0;
    for (let study = 0; study < 600; study++)
      if (executedTwice(design, 0, `none/${study}`).agreement === 'disagrees') disagrees++;
    // Three standard errors of a share of 600 at 0.05 are 0.0267.
    expect(disagrees / 600).toBeLessThan(0.05 + 0.0267);
    expect(disagrees).toBeGreaterThan(5);
  });

  it('bit for bit agrees at any number of seeds', () => {
    const found = agreementOf([executed(8, [0.2, 0.1])], [executed(8, [0.2, 0.1])]);
    expect(found).toMatchObject({
      agreement: 'agrees',
      sentence: 'agrees; every recomputed difference equals the recorded one',
    });
    expect(found.noticeable).toBeUndefined();
    expect(agreementOf([executed(8, [0.2])], [executed(8, [0.2])]).agreement).toBe('cannot tell');
  });
});

describe('agreementOf', () => {
  const record = [0.2, 0.21, 0.19, 0.2, 0.22];
  const near = [0.201, 0.207, 0.192, 0.203, 0.217];
  const of = (again: readonly number[], options: AgreementOptions = {}) =>
    agreementOf([executed(8, record)], [executed(8, again)], { axis, ...options });

  it('says in a sentence what would have been noticed', () => {
    expect(of(near).sentence).toMatch(
      /^agrees; a shift of 0\.00\d+ would have been noticed with 90 % power$/,
    );
    expect(of(record.map((value) => value - 0.1)).sentence).toMatch(
      /^disagrees; at 8 labels per class the difference shifted by -0\.1000 \(95 % interval -0\.1000 to -0\.1000\)$/,
    );
    expect(of([0.1, 0.3, 0.12, 0.29, 0.2]).sentence).toMatch(
      /^cannot tell; at 8 labels per class 5 seeds would have shown a shift of 0\.\d+, the shift is .* and at most 0\.1020 is allowed$/,
    );
  });

  it('does not agree on a shift that was not found and could still be too large', () => {
    // Mean 2.7 standard errors from 0, where 2.78 are needed to be found; the largest allowed is 4.6 of them.
    const error = 0.01;
    const shape = [-1.2, -0.6, 0, 0.6, 1.2].map((x) => (x / Math.sqrt(0.9)) * error * Math.sqrt(5));
    const effect = 2 * 4.6 * error;
    const at = (errors: number) =>
      agreementOf(
        [
          executed(
            8,
            shape.map(() => effect),
          ),
        ],
        [
          executed(
            8,
            shape.map((x) => effect + x + errors * error),
          ),
        ],
      );
    expect(at(0).levels[0].noticeable).toBeLessThan(effect / 2);
    expect([0, 2.7, 2.9].map((errors) => at(errors).agreement)).toEqual([
      'agrees',
      'cannot tell',
      'disagrees',
    ]);
  });

  it('disagrees if any level does, and cannot tell if one cannot', () => {
    const [recorded, levels] = [[2, 8].map((level) => executed(level, record)), [2, 8]];
    const outcome = (...again: (readonly number[])[]) =>
      agreementOf(
        recorded,
        again.map((values, k) => executed(levels[k], values)),
      ).agreement;
    expect(outcome(near, near)).toBe('agrees');
    expect(
      outcome(
        near,
        record.map((value) => value + 0.1),
      ),
    ).toBe('disagrees');
    expect(outcome(near, [0.1, 0.3, 0.12, 0.29, 0.2])).toBe('cannot tell');
    expect(outcome(near)).toBe('cannot tell');
    expect(agreementOf([], []).agreement).toBe('cannot tell');
  });

  it('compares the seeds that were recomputed, and says how many', () => {
    const found = of(near.slice(0, 3));
    expect([found.levels[0].seeds, found.levels[0].notRecomputed]).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(found.sentence).toMatch(/^agrees on the 3 of 5 recorded pairs that were recomputed; /);
  });

  it('cannot agree on a difference of nothing, unless it is said what does not matter', () => {
    const none = [0.004, -0.003, 0.002, -0.004, 0.001];
    const again = none.map((value, k) => value + [0.001, -0.001, 0.0005, 0, -0.0007][k]);
    const at = (options: AgreementOptions) =>
      agreementOf([executed(8, none)], [executed(8, again)], options).agreement;
    expect(at({})).toBe('cannot tell');
    expect(at({ smallestThatMatters: 0.01 })).toBe('agrees');
    expect(() => at({ smallestThatMatters: -1 })).toThrow(/smallest shift that matters is -1/);
  });

  it('takes a shift of all trials of one pretraining run for its luck', () => {
    const oneRun = record.map(() => 'the run');
    const shifted = record.map((value, k) => value - 0.05 + 0.001 * k);
    const found = agreementOf([executed(8, record, oneRun)], [executed(8, shifted, oneRun)], { axis });
    expect(found.agreement).toBe('cannot tell');
    expect(found.sentence).toContain('all seeds start from one pretraining run');
    // With several seeds a run, runs are what is counted.
    const pairs = ['a', 'a', 'b', 'b', 'c', 'c'];
    const six = [...record, 0.2];
    const twoRuns = agreementOf(
      [executed(8, six, pairs)],
      [executed(8, [0.23, 0.24, 0.17, 0.18, 0.21, 0.19], pairs)],
    );
    expect(twoRuns.levels[0].agreement).toBe('cannot tell');
  });

  it('refuses levels and seeds that were never recorded', () => {
    expect(() => agreementOf([executed(8, record)], [executed(2, near)])).toThrow(/level 2 was recomputed/);
    expect(() => of([...near, 0.2])).toThrow(/Seed 6 at level 8 was recomputed and has no recorded pair/);
  });

  it('finds the same of a record and its recomputation exchanged, but for the recorded difference', () => {
    const values = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(values, (again) => {
        const there = of(again).levels[0];
        const back = agreementOf([executed(8, again)], [executed(8, record)]).levels[0];
        expect(there.shift).toBeCloseTo(-back.shift!, 12);
        expect(there.agreement === 'disagrees').toBe(back.agreement === 'disagrees');
      }),
    );
  });
});
