import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingAxis } from '../../src/form/axis';
import type { Study } from '../../src/form/study';
import { studyWords } from '../../src/runner/commandWords';
import { planStudy, type StudyPlan } from '../../src/runner/plan';
import { changesBetween, refuseStale, staleRuns, summariseChanges } from '../../src/runner/staleness';
import { freshFolder, recipes, toyOver, toyStudy } from './toyStudy';

const plan = (study: Study, options = {}) => planStudy(study, options, freshFolder());
const runsOf = ({ stages, trials }: StudyPlan) =>
  [...stages, ...trials].map(({ id, determinants, level }) => ({ run: id, determinants, level }));
const sloped = (slope: number) => {
  const { tiers } = toyStudy();
  const settings = { ...tiers.laptop.settings, head: { slope } };
  return toyStudy({ tiers: { ...tiers, laptop: { ...tiers.laptop, settings } } });
};

describe('stale runs', () => {
  it('are none where nothing changed', async () => {
    expect(staleRuns(runsOf(await plan(toyStudy())), await plan(toyStudy()))).toEqual([]);
  });

  it('are those whose ids would be others, each with what changed', async () => {
    const found = staleRuns(runsOf(await plan(toyStudy())), await plan(sloped(0.06)));
    expect(found).toHaveLength(20);
    expect(new Set(found.map(({ changes }) => changes.join()))).toEqual(new Set(['settings of head']));
  });

  it('name code, data, stages, options and what else determined them', async () => {
    const { arms, stages, data, task } = toyStudy();
    const before = runsOf(await plan(toyStudy()));
    const changesOf = async (study: Study, name: string, options = {}) =>
      staleRuns(before, await plan(study, options)).find(({ determinants }) => determinants.name === name)
        ?.changes;
    const oil = recipes.stage({ title: 'Oiling', from: 'wind', named: 'oil', drops: 2 });
    const oiled = toyStudy({ stages: { ...stages, oil } });
    expect(await changesOf(oiled, 'oil')).toEqual(['options']);
    expect(await changesOf(oiled, 'wound')).toEqual(['stage oil']);
    expect(await changesOf(oiled, 'still')).toBeUndefined();
    const recipe = { ...arms.still!.recipe, file: path.resolve('src/models/tfidf.ts') };
    const moved = await changesOf(
      toyStudy({ arms: { ...arms, still: { ...arms.still!, recipe } } }),
      'still',
    );
    expect(moved!.every((change) => change.startsWith('code of '))).toBe(true);
    expect(moved).toContain('code of models/tfidf');
    const other = { ...data.recipe, name: 'others', prepare: async () => ({ test: 'other' }) };
    expect(await changesOf(toyStudy({ data: { ...data, recipe: other } }), 'still')).toEqual(['data']);
    expect(await changesOf(toyStudy(), 'still', { engine: 'compiled' })).toEqual(['engine']);
    expect(await changesOf(toyStudy(), 'still', { precision: 'mixed-bfloat16' })).toEqual(['precision']);
    const scoring = { ...task, options: { recallOfEachClass: true } };
    expect(await changesOf(toyStudy({ task: scoring }), 'still')).toEqual(['task']);
    const kind = { ...arms.wound!, kind: 'frozen' as const };
    expect(await changesOf(toyStudy({ arms: { ...arms, wound: kind } }), 'wound')).toEqual(['kind']);
  });

  it('that the study no longer has are told so', async () => {
    const found = staleRuns(
      runsOf(await plan(toyStudy())),
      await plan(toyStudy(), { arms: ['still'], seeds: 2 }),
    );
    expect(new Set(found.map(({ changes }) => changes.join()))).toEqual(
      new Set(['the study no longer contains it']),
    );
    expect(found.some(({ determinants }) => determinants.name === 'still' && determinants.seed === 3)).toBe(
      true,
    );
  });

  it('that a store holds are told what changed, whatever the axis', async () => {
    const width = settingAxis({
      ...{ name: 'width', title: 'encoder width', scale: 'log' },
      set: (level) => ({ encoder: { width: level } }),
    });
    const { arms } = toyStudy();
    const wound = recipes.arm({
      title: 'Wound up',
      kind: 'pretrained',
      from: 'oil',
      named: 'wound',
      drops: 2,
    });
    const stored = runsOf(await plan(toyOver(width, [4, 8]))).map(({ run, determinants, level }) => ({
      run,
      determinants,
      ...(level !== undefined && { level }),
    }));
    const found = staleRuns(stored, await plan(toyOver(width, [4, 8], { arms: { ...arms, wound } })));
    expect(new Set(found.flatMap(({ changes }) => changes))).toEqual(new Set(['options']));
  });
});

describe('what is said of them', () => {
  it('is their changes, the most frequent first', async () => {
    const [first] = runsOf(await plan(toyStudy()));
    const stale = (...changes: string[]) => ({ ...first!, changes });
    expect(summariseChanges([stale('a', 'b'), stale('b'), stale('c', 'b'), stale('c')])).toBe('b, c, a');
    expect(summariseChanges([stale('a', 'b', 'c', 'd', 'e', 'f', 'g')])).toBe('a, b, c, d, e and 2 more');
  });

  it('refuses a product, naming runs, changes and the remedy', async () => {
    const study = toyStudy();
    expect(() => refuseStale('report', study, 'laptop', [])).not.toThrow();
    const found = staleRuns(runsOf(await plan(toyStudy())), await plan(sloped(0.06)));
    const [one, two, three] = found.map(({ run }) => run.slice(0, 10));
    expect(() => refuseStale('report', study, 'laptop', found)).toThrow(
      `The report of 'toy' was not written, because these results come from other code, data or settings: still, 2, seed 1 (run ${one}); wound, 2, seed 1 (run ${two}); still, 8, seed 1 (run ${three}) and 17 more; changed since: settings of head. 'lab run ${studyWords(study)} --tier laptop' computes them anew.`,
    );
  });

  it('leaves out what cannot be compared yet', async () => {
    const [then] = (await plan(toyStudy())).stages;
    const now = { ...then!.determinants, data: 'other', parents: { wind: 'x' }, engine: 'compiled' as const };
    expect(changesBetween(then!.determinants, now)).toEqual(['stage wind', 'data', 'engine']);
    expect(changesBetween(then!.determinants, now, ['data', 'stage'])).toEqual(['engine']);
  });
});
