import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { type Level, settingAxis } from '../../src/form/axis';
import type { Study } from '../../src/form/study';
import { compareOtherMachine } from '../../src/runner/otherMachine';
import { type PlanOptions, planOutline, type StudyPlan } from '../../src/runner/plan';
import type { StudyResults } from '../../src/runner/results';
import { inventedResults } from './inventedResults';
import { toyOver, toyStudy } from './toyStudy';

type Accuracy = (arm: string, seed: number, level: Level) => number;

/** The treatment leads by 0.2; seeds move both arms alike by 0.05, and each arm by 0.01. */
const here: Accuracy = (arm, seed, level) =>
  0.5 +
  (arm === 'wound' ? 0.2 : 0) +
  0.05 * seededRandom(`${seed}/${level}`).normal() +
  0.01 * seededRandom(`${arm}/${seed}/${level}`).normal();
/** What another machine's rounding makes of a trial: a few answers of hundreds come out otherwise. */
const rounded =
  (size: number, shift: Accuracy = () => 0): Accuracy =>
  (arm, seed, level) =>
    here(arm, seed, level) +
    size * seededRandom(`there/${arm}/${seed}/${level}`).normal() +
    shift(arm, seed, level);

/** Every seed pretrains anew, so that seeds are independent of each other. */
const perSeed = (changes: Partial<Study> = {}) => {
  // The quick tier leaves an arm out, which a rule that judges gains needs.
  const tiers = Object.entries(toyStudy().tiers).map(([name, { omits: _, ...tier }]) => [
    name,
    name === 'full' ? { ...tier, seeds: 10 } : tier,
  ]);
  return toyStudy({ tiers: Object.fromEntries(tiers), ...changes });
};
const usual = perSeed();
const plans = new Map<string, StudyPlan>();

/** The plan at the full tier; the usual one is made once. */
function planOf(study: Study, options: PlanOptions): StudyPlan {
  if (study !== usual) return planOutline(study, { tier: 'full', ...options });
  const key = JSON.stringify(options);
  const plan = plans.get(key) ?? planOutline(study, { tier: 'full', ...options });
  plans.set(key, plan);
  return plan;
}

function agreement(
  there: Accuracy,
  study = usual,
  options: PlanOptions = {},
  keep: (results: StudyResults) => StudyResults = (results) => results,
) {
  const plan = planOf(study, options);
  const found = compareOtherMachine(inventedResults(plan, here), keep(inventedResults(plan, there)));
  return Object.fromEntries(found.map(({ reference, agreement: one }) => [reference, one]));
}

describe('a study that was computed on another machine', () => {
  it('agrees with itself, and says what would have been noticed where only rounding differs', () => {
    expect(agreement(here).still).toMatchObject({
      agreement: 'agrees',
      sentence: 'agrees; every recomputed difference equals the recorded one',
    });
    const { still } = agreement(rounded(0.005));
    expect(still).toMatchObject({ agreement: 'agrees', levels: [{ level: 2 }, { level: 8 }, { level: 32 }] });
    expect(still!.noticeable).toBeGreaterThan(0.005);
    expect(still!.noticeable).toBeLessThan(0.1);
    expect(still!.sentence).toMatch(/^agrees; a shift of 0\.0\d+ would have been noticed/);
  });

  it.each([0.02, 0.05, 0.1, 0.2, 0.4, -0.02, -0.1, -0.4])(
    'disagrees where the treatment shifted by %s at every level',
    (size) => {
      const { still } = agreement(rounded(0.005, (arm) => (arm === 'wound' ? size : 0)));
      expect(still!.agreement).toBe('disagrees');
      for (const level of still!.levels) {
        expect(level.agreement).toBe('disagrees');
        expect(Math.abs(level.shift! - size)).toBeLessThan(0.01);
      }
    },
  );

  it('finds a shift at one level alone, and names it', () => {
    const { still } = agreement(
      rounded(0.005, (arm, _, level) => (arm === 'wound' && level === 8 ? -0.1 : 0)),
    );
    expect(still!.levels.map((one) => one.agreement)).toEqual(['agrees', 'disagrees', 'agrees']);
    expect(still!.sentence).toMatch(/^disagrees; at 8 labels per class the difference shifted by -0\.1/);
  });

  it('finds a shift of the reference, and of any other arm, in the comparison with that arm', () => {
    const shifted = (which: string) => agreement(rounded(0.002, (arm) => (arm === which ? 0.1 : 0)));
    const said = (which: string) =>
      Object.entries(shifted(which)).map(([reference, { agreement: one }]) => [reference, one]);
    expect(said('still')).toEqual([
      ['still', 'disagrees'],
      ['pushed', 'agrees'],
    ]);
    expect(said('pushed')).toEqual([
      ['still', 'agrees'],
      ['pushed', 'disagrees'],
    ]);
    expect(said('wound')).toEqual([
      ['still', 'disagrees'],
      ['pushed', 'disagrees'],
    ]);
  });

  it('is not moved by what moves all arms alike', () => {
    expect(agreement(rounded(0.005, () => 0.3)).still!.agreement).toBe('agrees');
  });

  it('has an alarm where nothing is wrong in at most a few of forty', () => {
    let alarms = 0;
    for (let k = 0; k < 40; k++) {
      const there: Accuracy = (arm, seed, level) =>
        here(arm, seed, level) + 0.01 * seededRandom(`alarm ${k}/${arm}/${seed}/${level}`).normal();
      if (Object.values(agreement(there)).some((one) => one.agreement === 'disagrees')) alarms++;
    }
    // 5 % over all comparisons: more than 7 of 40 has a chance below one in a thousand.
    expect(alarms).toBeLessThanOrEqual(7);
  });

  it('cannot tell where rounding is as large as half of the difference', () => {
    const { still } = agreement(rounded(0.15));
    expect(still!.agreement).toBe('cannot tell');
    expect(still!.sentence).toMatch(
      /^cannot tell; at \d+ labels per class 10 seeds would have shown a shift of /,
    );
  });
});

describe('too little to tell', () => {
  it.each([1, 2])('%s seeds cannot tell, however near their numbers are', (seeds) => {
    const near = agreement(rounded(1e-4), usual, { seeds });
    for (const { agreement: one } of Object.values(near)) expect(one).toBe('cannot tell');
  });

  it('two seeds that equal the recorded ones to the last bit agree', () => {
    expect(agreement(here, usual, { seeds: 2 }).still!.agreement).toBe('agrees');
  });

  it('two seeds never say agreed of a fault, of any size', () => {
    for (const size of [0.01, 0.1, 0.3])
      expect(
        agreement(
          rounded(0.005, (arm) => (arm === 'wound' ? size : 0)),
          usual,
          { seeds: 2 },
        ).still!.agreement,
      ).not.toBe('agrees');
  });

  it('ten seeds of one pretraining run cannot tell its luck from a fault', () => {
    const { tiers } = toyStudy();
    const shared = toyStudy({
      tiers: { ...tiers, full: { ...tiers.full, seeds: 10, pretraining: 'shared' } },
    });
    const { still } = agreement(
      rounded(0.005, (arm) => (arm === 'wound' ? 0.1 : 0)),
      shared,
    );
    expect(still!.agreement).toBe('cannot tell');
    expect(still!.levels.every(({ conditional }) => conditional)).toBe(true);
    expect(still!.sentence).toContain('all seeds start from one pretraining run');
  });

  it('what was not recomputed is told, and cannot agree where it is all of a level', () => {
    const part = agreement(rounded(0.005), usual, {}, (results) => ({
      ...results,
      trials: results.trials.filter(({ seed }) => seed <= 8),
    }));
    expect(part.still!.levels[0]!.notRecomputed).toEqual([9, 10]);
    expect(part.still!.sentence).toContain('on the 24 of 30 recorded pairs that were recomputed');
    const level = agreement(rounded(0.005), usual, {}, (results) => ({
      ...results,
      trials: results.trials.filter((trial) => trial.level !== 8),
    }));
    expect(level.still!.agreement).toBe('cannot tell');
    expect(level.still!.sentence).toContain('at 8 labels per class no recorded seed was recomputed');
    const nothing = agreement(rounded(0.005), usual, {}, (results) => ({ ...results, trials: [] }));
    expect(nothing.still!.agreement).toBe('cannot tell');
  });

  it('what the record lacks is not compared, nor what failed when it was recorded', () => {
    const plan = planOf(usual, {});
    const whole = inventedResults(plan, here);
    const lacking = { ...whole, trials: whole.trials.filter(({ seed, level }) => seed > 2 && level !== 32) };
    const [still] = compareOtherMachine(lacking, whole);
    expect(still!.agreement.agreement).toBe('agrees');
    expect(still!.agreement.levels.map(({ level, seeds }) => [level, seeds.length])).toEqual([
      [2, 8],
      [8, 8],
    ]);
    const trials = whole.trials.map((trial) =>
      trial.seed === 3 ? { ...trial, state: 'failed' as const, metrics: {} } : trial,
    );
    const [failed] = compareOtherMachine({ ...whole, trials }, whole);
    expect(failed!.agreement.levels.every(({ seeds }) => seeds.length === 9)).toBe(true);
  });

  it('trials that failed there are left out, not counted as equal', () => {
    const failed = agreement(rounded(0.005), usual, {}, (results) => ({
      ...results,
      trials: results.trials.map((trial) =>
        trial.arm === 'wound' ? { ...trial, state: 'failed' as const, metrics: {} } : trial,
      ),
    }));
    for (const { agreement: one } of Object.values(failed)) expect(one).toBe('cannot tell');
  });
});

describe('what is compared', () => {
  it('is the gain that the verdict is about, too, where it compares gains', () => {
    const verdict = {
      ...{ treatment: 'wound', reference: 'still', expects: 'better' as const },
      moreThan: { treatment: 'pushed', reference: 'still' },
    } as const;
    const found = agreement(
      rounded(0.002, (arm) => (arm === 'pushed' ? 0.1 : 0)),
      perSeed({ verdict }),
    );
    expect(Object.keys(found)).toEqual(['the gain of the verdict', 'still', 'pushed']);
    expect(found['the gain of the verdict']!.agreement).toBe('disagrees');
    expect(found.still!.agreement).toBe('agrees');
  });

  it('allows what the study says does not matter', () => {
    const none: Accuracy = (arm, seed, level) =>
      rounded(0.005)(arm, seed, level) - (arm === 'wound' ? 0.2 : 0);
    const of = (smallestDifferenceThatMatters?: number) => {
      const verdict = {
        ...{ treatment: 'wound', reference: 'still', expects: 'better' as const },
        ...(smallestDifferenceThatMatters !== undefined && { smallestDifferenceThatMatters }),
      };
      const plan = planOutline(perSeed({ verdict }), { tier: 'full' });
      const nothing: Accuracy = (arm, seed, level) => here(arm, seed, level) - (arm === 'wound' ? 0.2 : 0);
      const [still] = compareOtherMachine(inventedResults(plan, nothing), inventedResults(plan, none));
      return still!.agreement;
    };
    // Where nothing was seen, half of it is next to nothing; the study says what it would have called something.
    expect(of().agreement).toBe('cannot tell');
    expect(of(0.05).agreement).toBe('agrees');
    expect(of(0.05).levels.every(({ largestAllowed }) => largestAllowed === 0.05)).toBe(true);
  });

  it('is said in the words of the axis', () => {
    const width = settingAxis({
      ...{ name: 'width', title: 'encoder width', scale: 'log' },
      set: (level) => ({ encoder: { width: level } }),
    });
    const study = toyOver(width, [4, 8]);
    const { still } = agreement(
      rounded(0.005, (arm) => (arm === 'wound' ? 0.1 : 0)),
      study,
    );
    expect(still!.sentence).toMatch(/^disagrees; at .*4.*the difference shifted by/);
  });
});
