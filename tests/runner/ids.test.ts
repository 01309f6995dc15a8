import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingAxis } from '../../src/form/axis';
import type { Json } from '../../src/form/json';
import type { Study } from '../../src/form/study';
import { type PlanOptions, planStudy } from '../../src/runner/plan';
import { pretrainingVersusScratch } from '../../src/studies/pretrainingVersusScratch';
import { freshFolder, recipes, toyOver, toyStudy } from './toyStudy';

const { arm, stage } = recipes;

/** Stage or arm -> the id of its first run at the quick tier, by default with one seed. */
async function ids(study: Study, options: PlanOptions = {}): Promise<Record<string, string>> {
  const plan = await planStudy(study, { tier: 'quick', seeds: 1, ...options }, freshFolder());
  const runs = [...plan.stages, ...plan.trials].map((run) => [run.determinants.name, run.id]);
  return Object.fromEntries(runs.reverse());
}

/** Names of the runs whose ids differ from the plain toy study's. */
async function changed(study: Study, options: PlanOptions = {}): Promise<string[]> {
  const [before, after] = [await ids(toyStudy()), await ids(study, options)];
  return Object.keys(before)
    .filter((name) => before[name] !== after[name])
    .sort();
}

const all = ['oil', 'still', 'wind', 'wound'];

function withSettings(section: string, value: Json): Study {
  const { tiers } = toyStudy();
  const quick = { ...tiers.quick, settings: { ...tiers.quick.settings, [section]: value } };
  return toyStudy({ tiers: { ...tiers, quick } });
}

/** The toy study with another recipe for one of its arms. */
function withRecipe(name: string, change: object): Study {
  const { arms } = toyStudy();
  const one = arms[name]!;
  return toyStudy({ arms: { ...arms, [name]: { ...one, recipe: { ...one.recipe, ...change } } } });
}

describe('run ids', () => {
  it('stay the same for the same study, and do not depend on its words', async () => {
    const { claim, arms, stages, tiers } = toyStudy();
    expect(await changed(toyStudy())).toEqual([]);
    const reworded = toyStudy({
      title: 'Other',
      claim: { ...claim, sentence: 'Other.', expected: 'Nothing.' },
      limits: [],
      stages: { ...stages, wind: { ...stages.wind!, title: 'Turning the key' } },
      arms: { ...arms, wound: { ...arms.wound!, title: 'With its key turned' } },
      verdict: { treatment: 'still', reference: 'wound', expects: 'worse' },
      tiers: { ...tiers, quick: { ...tiers.quick, minutes: 99 } },
    });
    expect(await changed(reworded)).toEqual([]);
  });

  it('do not depend on what else the study has', async () => {
    const { arms, stages } = toyStudy();
    const more = toyStudy({
      stages: { ...stages, paint: stage({ title: 'Painting', named: 'paint' }) },
      arms: { ...arms, painted: arm({ title: 'Painted', kind: 'frozen', from: 'paint', named: 'painted' }) },
    });
    expect(await changed(more)).toEqual([]);
    expect(await changed(toyStudy(), { seeds: 3, levels: [2, 8] })).toEqual([]);
  });

  it('change with a section of the settings for the runs that use it and those that start from them', async () => {
    expect(await changed(withSettings('head', { slope: 0.06 }))).toEqual(['still', 'wound']);
    expect(await changed(withSettings('encoder', { width: 9 }))).toEqual(['oil', 'wind', 'wound']);
    expect(await changed(withSettings('unused', { width: 9 }))).toEqual([]);
  });

  it('do not depend on the order in which settings stand', async () => {
    const { tiers } = toyStudy();
    const reversed = Object.fromEntries(Object.entries(tiers.quick.settings).reverse());
    const quick = { ...tiers.quick, settings: { ...reversed, toy: { failing: [], milliseconds: 0 } } };
    expect(await changed(toyStudy({ tiers: { ...tiers, quick } }))).toEqual([]);
  });

  it('change with engine, precision and tier for all runs', async () => {
    expect(await changed(toyStudy(), { engine: 'compiled' })).toEqual(all);
    expect(await changed(toyStudy(), { precision: 'mixed-bfloat16' })).toEqual(all);
    expect(await changed(toyStudy(), { tier: 'laptop', levels: [2] })).toEqual(all);
  });

  it('change with an option of one arm or stage for it and those that start from it', async () => {
    const { arms, stages } = toyStudy();
    const still = arm({ title: 'Not wound', named: 'still', floor: 'wood' });
    expect(await changed(toyStudy({ arms: { ...arms, still } }))).toEqual(['still']);
    const oil = stage({ title: 'Oiling', from: 'wind', named: 'oil', drops: 2 });
    expect(await changed(toyStudy({ stages: { ...stages, oil } }))).toEqual(['oil', 'wound']);
    const fresh = stage({ title: 'Oiling', named: 'oil' });
    const alone = await ids(toyStudy({ stages: { ...stages, oil: fresh } }));
    expect(alone.wind).toBeUndefined();
    expect(alone.oil).not.toBe((await ids(toyStudy())).oil);
  });

  it('change with the kind of an arm, with what it draws, and with how it is scored', async () => {
    const { arms, task } = toyStudy();
    const wound = { ...arms.wound!, kind: 'frozen' as const };
    expect(await changed(toyStudy({ arms: { ...arms, wound } }))).toEqual(['wound']);
    const still = { ...arms.still!, draws: 'all' as const };
    expect(await changed(toyStudy({ arms: { ...arms, still } }))).toEqual(['still']);
    const scoring = { ...task, options: { ...task.options, recallOfEachClass: true } };
    expect(await changed(toyStudy({ task: scoring }))).toEqual(['still', 'wound']);
  });

  it('tell two recipes of one module apart, and the modules that they stand in', async () => {
    expect(await changed(withRecipe('still', { name: 'walking' }))).toEqual(['still']);
    const module = path.resolve('tests/runner/toyModel.js');
    expect(await changed(withRecipe('still', { file: module }))).toEqual(['still']);
  });

  it('cover the module of a part among the options, and the sections that it reads', async () => {
    const { arms } = toyStudy();
    const withPart = (change: object = {}) => {
      const file = path.resolve('tests/runner/toyModel.js');
      const key = { part: 'key', file, uses: ['encoder'], ...change };
      return toyStudy({ arms: { ...arms, still: arm({ title: 'Not wound', named: 'still', key }) } });
    };
    const plan = await planStudy(withPart(), { tier: 'quick', seeds: 1 }, freshFolder());
    const { determinants } = plan.trials.find((run) => run.determinants.name === 'still')!;
    expect(Object.keys(determinants.settings)).toEqual(['head', 'toy', 'encoder']);
    expect(determinants.options).toEqual({ named: 'still', key: { part: 'key' } });
    const [own, name, module] = [
      await ids(withPart()),
      await ids(withPart({ part: 'lock' })),
      await ids(withPart({ file: path.resolve('src/models/tfidf.ts') })),
    ];
    expect(new Set([own.still, name.still, module.still]).size).toBe(3);
  });

  it('follow the content of the cards, not their names nor what code read them', async () => {
    const folder = freshFolder();
    const { data } = toyStudy();
    const card = (name: string, text: string) => {
      const file = path.join(folder, `${name}.json`);
      fs.writeFileSync(file, text);
      return file;
    };
    const on = (file: string, more: object = {}) => {
      const prepare = async () => ({ test: 'test', ...JSON.parse(fs.readFileSync(file, 'utf8')) });
      return ids(
        toyStudy({
          data: { ...data, recipe: { ...data.recipe, prepare, ...more }, cards: { target: file } },
        }),
      );
    };
    const first = await on(card('first', '{"size": 1}'));
    expect(await on(card('second', '{ "size": 1 }'))).toEqual(first);
    expect(await on(card('first', '{"size": 1}'), { name: 'read otherwise' })).toEqual(first);
    const other = await on(card('third', '{"size": 2}'));
    for (const name of all) expect(other[name], name).not.toBe(first[name]);
  });

  it('differ between the levels of a setting that they read', async () => {
    const axis = settingAxis({
      ...{ name: 'width', title: 'encoder width', scale: 'log' },
      set: (level) => ({ encoder: { width: level } }),
    });
    const at = (level: number) => ids(toyOver(axis, [level]));
    const [four, eight] = [await at(4), await at(8)];
    expect(Object.keys(four).filter((name) => four[name] !== eight[name])).toEqual(['wound', 'oil', 'wind']);
    // A level that leaves the settings as the tier has them is the same run.
    expect(eight.oil).toBe((await ids(toyStudy())).oil);
  });

  it('differ on fresh seeds, pretraining included, and never take seeds that chose the settings', async () => {
    const plan = await planStudy(toyStudy(), { tier: 'quick', seeds: 2, firstSeed: 11 }, freshFolder());
    expect([...new Set(plan.trials.map((run) => run.determinants.seed))]).toEqual([11, 12]);
    expect(plan.stages.every((run) => run.determinants.seed >= 11)).toBe(true);
    const few = await planStudy(toyStudy(), { tier: 'quick', seeds: 2 }, freshFolder());
    expect(plan.trials.length).toBe(few.trials.length);
    const known = new Set([...few.stages, ...few.trials].map(({ id }) => id));
    expect([...plan.stages, ...plan.trials].filter(({ id }) => known.has(id))).toEqual([]);
    const overlapping = { tier: 'laptop', seeds: 5, firstSeed: 100 } as const;
    await expect(planStudy(pretrainingVersusScratch, overlapping, freshFolder())).rejects.toThrow(
      "Seed 101 of the tuning of 'pretraining-versus-scratch' is one of the study's",
    );
  });

  it('are refused where the study is asked for what it lacks', async () => {
    const plan = (options: PlanOptions) => planStudy(toyStudy(), options, freshFolder());
    await expect(plan({ arms: ['flown'] })).rejects.toThrow(
      "has no arm 'flown': its arms are still, wound, pushed",
    );
    await expect(plan({ arms: ['wond'] })).rejects.toThrow("has no arm 'wond'; did you mean 'wound'?");
    for (const seeds of [0, 1.5, 1001, Number.NaN])
      await expect(plan({ seeds })).rejects.toThrow(`The number of seeds is ${seeds}`);
    for (const firstSeed of [0, -1, 0.5, 1e6 + 1])
      await expect(plan({ firstSeed })).rejects.toThrow(`The first seed is ${firstSeed}`);
    await expect(plan({ tier: 'huge' as 'quick' })).rejects.toThrow("no tier 'huge'");
    for (const level of [0, -2, Number.NaN, 'two'])
      await expect(plan({ levels: [level] })).rejects.toThrow(`'${level}' is no level of 'toy'`);
  });
});
