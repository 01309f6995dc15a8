import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { categoryAxis, settingAxis } from '../../src/form/axis';
import { noAxis, onlyLevel, type Study } from '../../src/form/study';
import { currentEnvironment } from '../../src/runner/environment';
import { knownPlan, type PlanOptions, planOutline, planStudy, type StudyPlan } from '../../src/runner/plan';
import { type CandidateScore, writeTuning } from '../../src/runner/tuningRecord';
import { freshFolder, recipes, toyOver, toyStudy } from './toyStudy';

const { stage, arm } = recipes;
const plan = (study: Study, options: PlanOptions = {}) => planStudy(study, options, freshFolder());
const named = ({ stages, trials }: StudyPlan, name: string) =>
  [...stages, ...trials].filter(({ determinants }) => determinants.name === name);
const different = (values: readonly unknown[]) => new Set(values.map((value) => JSON.stringify(value))).size;

const width = settingAxis({
  ...{ name: 'width', title: 'encoder width', scale: 'log' },
  set: (level) => ({ encoder: { width: level } }),
});
const slope = settingAxis({
  ...{ name: 'slope', title: 'slope', scale: 'linear' },
  set: (level) => ({ head: { slope: level } }),
});

describe('the plan of a study that counts labels', () => {
  it('has every stage once, and every arm, level and seed but what the tier leaves out', async () => {
    const { stages, trials, ...rest } = await plan(toyStudy());
    expect(rest).toMatchObject({ tier: 'laptop', levels: [2, 8, 32], seeds: 3, firstSeed: 1 });
    expect(stages.map(({ determinants }) => [determinants.name, determinants.seed])).toEqual([
      ['wind', 1],
      ['oil', 1],
    ]);
    const places = trials.map(({ determinants, level }) => [determinants.name, level, determinants.seed]);
    const expected = [1, 2, 3].flatMap((seed) =>
      [2, 8, 32].flatMap((level) => [
        ['still', level, seed],
        ['wound', level, seed],
        ...(level === 8 && seed <= 2 ? [['pushed', level, seed]] : []),
      ]),
    );
    expect(places).toEqual(expected);
    expect(trials.every(({ determinants, level }) => determinants.amount === level)).toBe(true);
    const quick = await plan(toyStudy(), { tier: 'quick' });
    expect(quick.arms).toEqual(['still', 'wound']);
    expect(named(quick, 'pushed')).toEqual([]);
  });

  it('runs an arm that the tier gives less at all levels and seeds where that is asked for', async () => {
    const found = await plan(toyStudy(), { everywhere: true, arms: ['pushed'] });
    expect(found.trials.map(({ level, determinants }) => [determinants.seed, level])).toEqual(
      [1, 2, 3].flatMap((seed) => [2, 8, 32].map((level) => [seed, level])),
    );
    // What the tier leaves out stays out unless it is named.
    expect((await plan(toyStudy(), { tier: 'quick', everywhere: true })).arms).toEqual(['still', 'wound']);
  });

  it('pretrains for every seed where the tier does not say', async () => {
    const { tiers } = toyStudy();
    const { pretraining: _, ...laptop } = tiers.laptop;
    const found = await plan(toyStudy({ tiers: { ...tiers, laptop } }));
    expect(found.stages.map(({ determinants }) => determinants.seed)).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it('lets trials start from what they name, or be given its compute, and from nothing else', async () => {
    const found = await plan(toyStudy());
    const [wind, oil] = found.stages;
    expect(wind!.determinants.parents).toEqual({});
    expect(oil!.determinants.parents).toEqual({ wind: wind!.id });
    for (const { determinants } of named(found, 'still')) expect(determinants.parents).toEqual({});
    for (const name of ['wound', 'pushed'])
      for (const { determinants } of named(found, name))
        expect(determinants.parents).toEqual({ oil: oil!.id });
  });

  it('pretrains once from the first seed on, or for every seed', async () => {
    const shared = await plan(toyStudy(), { firstSeed: 7 });
    expect(shared.stages.map(({ determinants }) => determinants.seed)).toEqual([7, 7]);
    const full = await plan(toyStudy(), { tier: 'full', seeds: 2, firstSeed: 7 });
    expect(full.stages.map(({ determinants }) => determinants.seed)).toEqual([7, 7, 8, 8]);
    for (const { determinants } of named(full, 'wound')) {
      const { oil } = determinants.parents;
      expect(full.stages.find(({ id }) => id === oil)!.determinants.seed).toBe(determinants.seed);
    }
  });

  it('holds only what an arm declares: its sections of the settings and its options', async () => {
    const found = await plan(toyStudy());
    const [still] = named(found, 'still');
    expect(Object.keys(still!.determinants.settings)).toEqual(['head', 'toy']);
    expect(still!.determinants).toMatchObject({ recipe: 'running', options: { named: 'still' } });
    expect(found.stages[0]!.determinants).toMatchObject({ recipe: 'winding', options: { named: 'wind' } });
    expect(found.stages[0]!.determinants.amount).toBeUndefined();
    expect(found.stages[0]!.determinants.task).toBeUndefined();
  });

  it('takes other levels and arms where they are asked for', async () => {
    const found = await plan(toyStudy(), { levels: [4, 4, 16], arms: ['wound', 'still'], seeds: 1 });
    expect(found.arms).toEqual(['still', 'wound']);
    expect(found.trials.map(({ level }) => level)).toEqual([4, 4, 16, 16]);
  });
});

describe('the plan of a study over a setting', () => {
  it('has stages of their own at each level, and every trial starts from those of its level', async () => {
    const found = await plan(toyOver(width, [4, 8, 16]), { seeds: 2 });
    const widthOf = (id: string) =>
      found.stages.find((one) => one.id === id)!.determinants.settings.encoder as { width: number };
    expect(found.stages.map(({ id, determinants }) => [determinants.name, widthOf(id).width])).toEqual([
      ['wind', 4],
      ['oil', 4],
      ['wind', 8],
      ['oil', 8],
      ['wind', 16],
      ['oil', 16],
    ]);
    for (const { determinants, level } of named(found, 'wound')) {
      expect(widthOf(determinants.parents.oil!).width).toBe(level);
      expect(determinants.amount).toBe(10);
    }
    for (const { determinants, id } of named(found, 'oil'))
      expect(widthOf(determinants.parents.wind!)).toEqual(widthOf(id));
    // Seed by seed, level by level.
    expect(named(found, 'wound').map(({ level, determinants }) => [determinants.seed, level])).toEqual(
      [1, 2].flatMap((seed) => [4, 8, 16].map((level) => [seed, level])),
    );
  });

  it('shares a run between levels that leave its settings as they are', async () => {
    const found = await plan(toyOver(width, [4, 8]), { seeds: 1 });
    // 'still' does not read the encoder's settings: one run stands at both levels.
    const still = named(found, 'still');
    expect(still.map(({ level }) => level)).toEqual([4, 8]);
    expect(different(still.map(({ id }) => id))).toBe(1);
    expect(different(named(found, 'wound').map(({ id }) => id))).toBe(2);

    const ofHead = await plan(toyOver(slope, [0, 0.5]), { seeds: 1 });
    expect(ofHead.stages).toHaveLength(2);
    expect(different(named(ofHead, 'still').map(({ id }) => id))).toBe(2);

    const capped = settingAxis({ ...width, set: (level) => ({ encoder: { width: Math.min(level, 8) } }) });
    const equal = await plan(toyOver(capped, [4, 8, 16]), { seeds: 1 });
    expect(equal.stages).toHaveLength(4);
    expect(different(named(equal, 'wound').map(({ id }) => id))).toBe(2);
  });

  it('may cross zero where it is linear, and not where it is logarithmic', async () => {
    const options = { levels: [-1, 0] };
    expect((await plan(toyOver(slope, [0, 0.5]), options)).levels).toEqual([-1, 0]);
    await expect(plan(toyOver(width, [4]), options)).rejects.toThrow(
      "'-1' is no level of 'toy': its axis is encoder width, with 4 in its tiers.",
    );
  });

  it('is refused at a level that changes a setting which does not exist', async () => {
    const misspelt = settingAxis({
      ...width,
      set: (level) => ({ encoder: { [level > 8 ? 'widht' : 'width']: level } }),
    });
    await expect(plan(toyOver(misspelt, [4]), { levels: [16] })).rejects.toThrow(
      "The axis 'width' at 16 changes the setting 'encoder.widht', which does not exist; did you mean 'width'?",
    );
  });
});

describe('the plan of a study over a category', () => {
  const directions: Record<string, number> = { forwards: 0.05, backwards: -0.05 };
  const direction = categoryAxis({
    ...{ name: 'direction', title: 'direction' },
    set: (level) => ({ head: { slope: directions[level]! } }),
  });

  it('changes the settings to what each name stands for', async () => {
    const found = await plan(toyOver(direction, ['forwards', 'backwards']), { seeds: 1 });
    expect(
      named(found, 'wound').map(({ level, determinants }) => [level, determinants.settings.head]),
    ).toEqual([
      ['forwards', { slope: 0.05 }],
      ['backwards', { slope: -0.05 }],
    ]);
    expect(found.stages).toHaveLength(2);
  });

  it('has the levels of its tiers and no others', async () => {
    const study = toyOver(direction, ['forwards', 'backwards']);
    expect((await plan(study, { levels: ['backwards'] })).levels).toEqual(['backwards']);
    await expect(plan(study, { levels: ['sideways'] })).rejects.toThrow(
      "'sideways' is no level of 'toy': its axis is direction, with forwards, backwards in its tiers.",
    );
    await expect(plan(study, { levels: [1] })).rejects.toThrow("'1' is no level of 'toy'");
    await expect(plan(study, { levels: [] })).rejects.toThrow("Name at least one level of 'toy'.");
  });
});

describe('the plan of a study that varies nothing', () => {
  it('has one level, whose settings are the tier’s', async () => {
    const found = await plan(toyOver(noAxis, [onlyLevel]), { seeds: 2 });
    expect(found.levels).toEqual([onlyLevel]);
    expect(found.trials).toHaveLength(2 * 3);
    expect(found.stages).toHaveLength(2);
    expect(found.trials[0]!.determinants).toMatchObject({ amount: 10, settings: { head: { slope: 0.05 } } });
  });
});

describe('what a stage or an arm has of its own', () => {
  const { arms, stages } = toyStudy();

  it('changes its settings by with, and no other’s', async () => {
    const study = toyStudy({
      stages: {
        ...stages,
        oil: stage({ title: 'Oiling', from: 'wind', named: 'oil', with: { encoder: { width: 9 } } }),
      },
      arms: {
        ...arms,
        wound: arm({
          ...{ title: 'Wound up', kind: 'pretrained', from: 'oil', named: 'wound' },
          with: { head: { slope: 0.5 } },
        }),
      },
    });
    const [before, after] = [await plan(toyStudy()), await plan(study)];
    const settings = (found: StudyPlan, name: string) => named(found, name)[0]!.determinants.settings;
    expect(settings(after, 'wind')).toEqual(settings(before, 'wind'));
    expect(settings(after, 'still')).toEqual(settings(before, 'still'));
    expect(settings(after, 'oil')).toMatchObject({ encoder: { width: 9 } });
    expect(settings(after, 'wound')).toMatchObject({ head: { slope: 0.5 } });
    expect(after.stages[1]!.determinants.parents.wind).toBe(before.stages[0]!.id);
  });

  it('wins over the axis, which wins over the tier', async () => {
    const own = arm({ ...{ title: 'Not wound', named: 'still' }, with: { head: { slope: 0.7 } } });
    const found = await plan(toyOver(slope, [0.2, 0.3], { arms: { ...arms, still: own } }), { seeds: 1 });
    const slopes = (name: string) => named(found, name).map(({ determinants }) => determinants.settings.head);
    expect(slopes('still')).toEqual([{ slope: 0.7 }, { slope: 0.7 }]);
    expect(slopes('wound')).toEqual([{ slope: 0.2 }, { slope: 0.3 }]);
  });

  it('draws what it says, whatever the level', async () => {
    const draws = (amount: number | 'all') =>
      arm({ ...{ title: 'Not wound', named: 'still' }, draws: amount });
    for (const amount of ['all', 100] as const) {
      const found = await plan(toyStudy({ arms: { ...arms, still: draws(amount) } }), { seeds: 1 });
      const still = named(found, 'still');
      expect(still.map(({ level, determinants }) => [level, determinants.amount])).toEqual(
        [2, 8, 32].map((level) => [level, amount]),
      );
      expect(different(still.map(({ id }) => id))).toBe(1);
      expect(named(found, 'wound').map(({ determinants }) => determinants.amount)).toEqual([2, 8, 32]);
    }
  });

  it('is computed in a precision of its own', async () => {
    const own = arm({ ...{ title: 'Not wound', named: 'still' }, precision: 'mixed-bfloat16' });
    const found = await plan(toyStudy({ arms: { ...arms, still: own } }));
    const precisions = (name: string) =>
      new Set(named(found, name).map(({ determinants }) => determinants.precision));
    expect(precisions('still')).toEqual(new Set(['mixed-bfloat16']));
    expect(precisions('wound')).toEqual(new Set(['float32']));
  });
});

describe('tuned settings', () => {
  const tuning = {
    ...{ arms: ['still', 'wound'], seeds: [101], section: 'head' },
    grid: { slope: { values: [0.01, 0.02], within: [0.01, 0.1] as const, because: 'this is a toy' } },
  };
  const { arms, tiers } = toyStudy();
  const tuned = (changes: Partial<Study> = {}) =>
    toyStudy({ tuning, tiers: { ...tiers, laptop: { ...tiers.laptop, tuned: true } }, ...changes });

  /** Records that these slopes were chosen: arm to level to slope. */
  async function record(chosen: Record<string, Record<number, number>>): Promise<string> {
    const records = freshFolder();
    const scores = Object.entries(chosen).flatMap(([name, levels]) =>
      Object.entries(levels).flatMap(([level, best]): CandidateScore[] =>
        [best, 0.99].map((value) => ({
          ...{ arm: name, level: Number(level), candidate: { slope: value }, seed: 101 },
          ...{ value: value === best ? 0.9 : 0.1, run: '0'.repeat(64), seconds: 1 },
        })),
      ),
    );
    writeTuning(
      {
        ...{ format: 2, study: 'toy', tier: 'laptop', metric: 'accuracy', higherIsBetter: true },
        ...{ seeds: [101], section: 'head', grid: tuning.grid, scores },
        environment: await currentEnvironment(),
      },
      records,
    );
    return records;
  }
  const slopes = (found: StudyPlan, name: string) =>
    Object.fromEntries(
      named(found, name).map(({ level, determinants }) => [
        level,
        (determinants.settings.head as { slope: number }).slope,
      ]),
    );

  it('are taken for each arm at each level, at the nearest level that was tuned', async () => {
    const records = await record({ still: { 2: 0.02, 32: 0.32 }, wound: { 8: 0.08 } });
    const found = await plan(tuned(), { records, seeds: 1, levels: [1, 2, 4, 8, 9, 32, 500] });
    expect(found.chosen.source).toBe('tuned');
    // Near as a logarithmic axis has it: 8 lies as far from 2 as from 32, and takes the smaller one's.
    expect(slopes(found, 'still')).toEqual({
      ...{ 1: 0.02, 2: 0.02, 4: 0.02, 8: 0.02, 9: 0.32, 32: 0.32, 500: 0.32 },
    });
    expect(new Set(Object.values(slopes(found, 'wound')))).toEqual(new Set([0.08]));
  });

  it('are near as the axis has it: on a linear one by their difference', async () => {
    const records = await record({ still: { 2: 0.02, 32: 0.32 }, wound: {} });
    const angle = settingAxis({ ...width, scale: 'linear' });
    const { tiers: own } = toyOver(angle, [2, 16, 18, 32]);
    const study = tuned({ axis: angle, tiers: { ...own, laptop: { ...own.laptop, tuned: true } } });
    const found = await plan(study, { records, seeds: 1 });
    expect(slopes(found, 'still')).toEqual({ 2: 0.02, 16: 0.02, 18: 0.32, 32: 0.32 });
  });

  it('are another arm’s for one that is tuned as it, and what an arm says itself wins', async () => {
    const records = await record({ still: { 8: 0.02 }, wound: { 8: 0.08 } });
    const like = (more: object) =>
      arm({ title: 'Pushed', kind: 'control', named: 'pushed', tunedAs: 'wound', ...more });
    const of = (pushed: Study['arms'][string]) =>
      plan(tuned({ arms: { ...arms, pushed } }), { records, seeds: 1, levels: [8] });
    expect(slopes(await of(like({})), 'pushed')).toEqual({ 8: 0.08 });
    expect(slopes(await of(like({ with: { head: { slope: 0.5 } } })), 'pushed')).toEqual({ 8: 0.5 });
    expect(slopes(await of(arms.pushed!), 'pushed')).toEqual({ 8: 0.05 });
  });

  it('are not there before tuning, and not asked for where a tier is not tuned', async () => {
    const empty = freshFolder();
    const before = await plan(tuned(), { records: empty });
    expect(before.chosen.source).toBe('not tuned');
    expect(new Set(Object.values(slopes(before, 'still')))).toEqual(new Set([0.05]));
    const records = await record({ still: { 8: 0.02 }, wound: { 8: 0.08 } });
    for (const [study, options] of [
      [tuned(), { tier: 'quick', records }],
      [toyStudy(), { records }],
    ] as const) {
      const found = await plan(study, options);
      expect(found.chosen.source).toBe('fixed');
      expect(new Set(Object.values(slopes(found, 'still')))).toEqual(new Set([0.05]));
    }
  });

  it('that name a setting which is gone are refused by name', async () => {
    const records = await record({ still: { 8: 0.02 }, wound: { 8: 0.08 } });
    const settings = { ...tiers.laptop.settings, head: { incline: 0.05 } };
    const { quick, laptop, full } = tiers;
    const renamed = {
      quick: { ...quick, settings },
      laptop: { ...laptop, tuned: true, settings },
      full: { ...full, settings },
    };
    const grid = { incline: tuning.grid.slope };
    const study = tuned({ tuning: { ...tuning, grid }, tiers: renamed });
    await expect(plan(study, { records })).rejects.toThrow(
      "The arm 'still' of 'toy' changes the setting 'head.slope', which does not exist: there are incline.",
    );
  });
});

describe('plans without data', () => {
  it('have the places of the real one, as an outline', async () => {
    const [outline, real] = [planOutline(toyStudy(), {}), await plan(toyStudy())];
    const places = (found: StudyPlan) =>
      [...found.stages, ...found.trials].map(({ determinants: { name, seed, amount }, level }) => ({
        ...{ name, seed, amount, level },
      }));
    expect(places(outline)).toEqual(places(real));
    expect(outline.trials[0]!.id).not.toBe(real.trials[0]!.id);
    await expect(outline.data.get('')!.load()).rejects.toThrow('an outline has no data');
  });

  it('are known once the hash of the data is remembered', async () => {
    const folder = freshFolder();
    expect(knownPlan(toyStudy(), {}, folder)).toBeUndefined();
    const real = await planStudy(toyStudy(), {}, folder);
    const ids = ({ stages, trials }: StudyPlan) => [...stages, ...trials].map(({ id }) => id);
    expect(ids(knownPlan(toyStudy(), {}, folder)!)).toEqual(ids(real));
    expect(knownPlan(toyStudy(), {}, path.join(folder, 'elsewhere'))).toBeUndefined();
  });
});
