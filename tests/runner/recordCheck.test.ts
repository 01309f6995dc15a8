import { beforeAll, describe, expect, it } from 'vitest';
import { categoryAxis, settingAxis } from '../../src/form/axis';
import type { Study } from '../../src/form/study';
import { planStudy } from '../../src/runner/plan';
import { checkRecord } from '../../src/runner/recordCheck';
import type { StudyResults, TrialOutcome } from '../../src/runner/results';
import { inventedResults } from './inventedResults';
import { freshFolder, recipes, toyOver, toyStudy } from './toyStudy';

let sound: StudyResults;
beforeAll(async () => {
  sound = inventedResults(await planStudy(toyStudy(), {}, freshFolder()));
});

const faults = (change: (results: StudyResults) => StudyResults, study: Study = toyStudy()) =>
  checkRecord(study, change(sound)).faults;
/** A copy in which one thing may be written over. */
const copy = (results: StudyResults) =>
  structuredClone(results) as { -readonly [Field in keyof StudyResults]: StudyResults[Field] } & {
    [name: string]: unknown;
  };
const without = (gone: (trial: TrialOutcome) => boolean) => (results: StudyResults) => ({
  ...results,
  trials: results.trials.filter((trial) => !gone(trial)),
});

describe('a record that holds what the study asks for', () => {
  it('has no fault, at any tier and of a registered replication', async () => {
    expect(checkRecord(toyStudy(), sound)).toEqual({ faults: [], stale: [], failed: [] });
    for (const tier of ['quick', 'full'] as const) {
      const results = inventedResults(await planStudy(toyStudy(), { tier }, freshFolder()));
      expect(checkRecord(toyStudy(), results)).toEqual({ faults: [], stale: [], failed: [] });
    }
    const asked = { seeds: 4, firstSeed: 11 };
    const replication = inventedResults(await planStudy(toyStudy(), asked, freshFolder()));
    expect(checkRecord(toyStudy(), replication, asked).faults).toEqual([]);
  });

  it('of a category has no fault, nor runs that changed', async () => {
    const way = categoryAxis({
      ...{ name: 'way', title: 'way' },
      set: (level) => ({ head: { slope: level === 'up' ? 1 : -1 } }),
    });
    const study = toyOver(way, ['up', 'down']);
    const results = inventedResults(await planStudy(study, {}, freshFolder()));
    expect(checkRecord(study, results)).toEqual({ faults: [], stale: [], failed: [] });
  });

  it('of an axis over a setting has no fault, nor runs that changed', async () => {
    const width = settingAxis({
      ...{ name: 'width', title: 'encoder width', scale: 'log' },
      set: (level) => ({ encoder: { width: level } }),
    });
    const study = toyOver(width, [4, 8]);
    const results = inventedResults(await planStudy(study, {}, freshFolder()));
    expect(checkRecord(study, results).faults).toEqual([]);
    expect(checkRecord(study, results).stale.map(({ changes }) => changes)).toEqual([]);
  });

  it('may hold failures, which it tells', () => {
    const failed = (results: StudyResults) => {
      const [first, ...others] = results.trials;
      return { ...results, trials: [{ ...first!, state: 'failed' as const, metrics: {} }, ...others] };
    };
    expect(checkRecord(toyStudy(), failed(sound))).toMatchObject({
      faults: [],
      failed: ['still, 2, seed 1 failed'],
    });
  });
});

describe('runs that are missing, or more than asked for', () => {
  it('a seed', () => {
    const dropped = (results: StudyResults) => ({ ...without(({ seed }) => seed === 3)(results), seeds: 2 });
    expect(faults(dropped)).toEqual([
      'seeds is 2 in the record and 3 in the study',
      'it lacks still, 2, seed 3; wound, 2, seed 3; still, 8, seed 3; wound, 8, seed 3; still, 32, seed 3; wound, 32, seed 3',
    ]);
    // Also where its number was left as it was.
    expect(faults(without(({ seed }) => seed === 3))).toEqual([
      expect.stringMatching(/^it lacks still, 2, seed 3; /),
    ]);
  });

  it('a trial', () => {
    expect(faults(without(({ arm, level, seed }) => arm === 'wound' && level === 8 && seed === 2))).toEqual([
      'it lacks wound, 8, seed 2',
    ]);
  });

  it('an arm', () => {
    const { pushed: _pushed, ...arms } = sound.arms;
    expect(faults((results) => ({ ...without(({ arm }) => arm === 'pushed')(results), arms }))).toEqual([
      'arms.pushed is missing in the record and {"title":"Pushed","kind":"control","matches":"oil"} in the study',
      'it lacks pushed, 8, seed 1; pushed, 8, seed 2',
    ]);
    expect(faults(without(({ arm }) => arm === 'pushed'))).toEqual([
      'it lacks pushed, 8, seed 1; pushed, 8, seed 2',
    ]);
  });

  it('a level', () => {
    const dropped = (results: StudyResults) => ({
      ...without(({ level }) => level === 32)(results),
      levels: [2, 8],
    });
    expect(faults(dropped)).toEqual([
      'levels is [2,8] in the record and [2,8,32] in the study',
      expect.stringMatching(/^it lacks still, 32, seed 1; wound, 32, seed 1; still, 32, seed 2; /),
    ]);
  });

  it('a stage', () => {
    const dropped = (results: StudyResults) => ({ ...results, pretraining: results.pretraining.slice(1) });
    expect(faults(dropped)).toEqual(['it lacks stage wind, seed 1']);
  });

  it('many, of which the first are named', () => {
    expect(faults((results) => ({ ...results, trials: [] }))).toEqual([
      expect.stringMatching(/^it lacks still, 2, seed 1; .*; still, 32, seed 1 and 14 more$/),
    ]);
  });

  it('an added trial, of a further seed or a second time', () => {
    const more = (change: Partial<TrialOutcome['determinants']>) => (results: StudyResults) => {
      const [trial] = results.trials;
      const added = { ...trial!, determinants: { ...trial!.determinants, ...change } };
      return { ...results, trials: [...results.trials, added] };
    };
    expect(faults(more({ seed: 4 }))).toEqual([
      'it holds still, 2, seed 4, which the study does not ask for',
    ]);
    expect(faults(more({}))).toEqual(['it holds still, 2, seed 1, which the study does not ask for']);
    expect(faults(more({ name: 'flown' }))).toEqual([
      'it holds flown, 2, seed 1, which the study does not ask for',
    ]);
    expect(faults(more({ scoredOn: 'dev' }))).toEqual([
      'it holds still, 2, seed 1, on dev, which the study does not ask for',
    ]);
  });

  it('a trial that was put in the place of another', () => {
    const swapped = (results: StudyResults) => ({
      ...results,
      trials: results.trials.map((trial) =>
        trial.seed === 3 && trial.level === 2
          ? { ...trial, determinants: { ...trial.determinants, seed: 4 }, seed: 4 }
          : trial,
      ),
    });
    expect(faults(swapped)).toEqual([
      'it lacks still, 2, seed 3; wound, 2, seed 3',
      'it holds still, 2, seed 4; wound, 2, seed 4, which the study does not ask for',
    ]);
  });
});

describe('words and rules that are not the study’s', () => {
  it.each<[string, (record: ReturnType<typeof copy>) => void, string[]]>([
    [
      'a reversed rule',
      (record) => Object.assign(record.verdict, { expects: 'worse' }),
      ['verdict.expects is "worse" in the record and "better" in the study'],
    ],
    [
      'treatment and reference changed over',
      (record) => Object.assign(record.verdict, { treatment: 'still', reference: 'wound' }),
      [
        'verdict.treatment is "still" in the record and "wound" in the study',
        'verdict.reference is "wound" in the record and "still" in the study',
      ],
    ],
    [
      'another reference',
      (record) => Object.assign(record.verdict, { reference: 'pushed' }),
      ['verdict.reference is "pushed" in the record and "still" in the study'],
    ],
    [
      'a rule about fewer levels',
      (record) => Object.assign(record.verdict, { levels: [32] }),
      ['verdict.levels is [32] in the record and missing in the study'],
    ],
    [
      'a difference that no longer matters',
      (record) => Object.assign(record.verdict, { smallestDifferenceThatMatters: 0.5 }),
      ['verdict.smallestDifferenceThatMatters is 0.5 in the record and missing in the study'],
    ],
    [
      'a rewritten expectation',
      (record) => Object.assign(record.claim, { expected: 'Wound up is ahead at 8.' }),
      [
        'claim.expected is "Wound up is ahead at 8." in the record and "Wound up is ahead at every budget." in the study',
      ],
    ],
    [
      'a changed claim',
      (record) => Object.assign(record.claim, { sentence: 'Toys run.' }),
      [
        'claim.sentence is "Toys run." in the record and "A toy that was wound up runs further than one that was not." in the study',
      ],
    ],
    [
      'a source with another number',
      (record) => Object.assign(record.claim.source, { number: '2 points' }),
      ['claim.source.number is "2 points" in the record and "20 points" in the study'],
    ],
    [
      'a deleted limit',
      (record) => Object.assign(record, { limits: [] }),
      ['limits is [] in the record and ["Toys are not children."] in the study'],
    ],
    [
      'swapped titles',
      (record) => {
        const [still, wound] = [record.arms.still!.title, record.arms.wound!.title];
        Object.assign(record.arms.still!, { title: wound });
        Object.assign(record.arms.wound!, { title: still });
      },
      [
        'arms.still.title is "Wound up" in the record and "Not wound" in the study',
        'arms.wound.title is "Not wound" in the record and "Wound up" in the study',
      ],
    ],
    [
      'swapped arms',
      (record) => {
        const { still, wound, pushed } = record.arms;
        Object.assign(record, { arms: { wound, still, pushed } });
      },
      ['arms has its fields in another order'],
    ],
    [
      'an arm of another kind',
      (record) => Object.assign(record.arms.pushed!, { kind: 'frozen' }),
      ['arms.pushed.kind is "frozen" in the record and "control" in the study'],
    ],
    [
      'an arm from another stage',
      (record) => Object.assign(record.arms.wound!, { from: 'wind' }),
      ['arms.wound.from is "wind" in the record and "oil" in the study'],
    ],
    [
      'a stage by another name',
      (record) => Object.assign(record.stages.oil!, { title: 'Painting' }),
      ['stages.oil.title is "Painting" in the record and "Oiling" in the study'],
    ],
    [
      'metrics in another order',
      (record) => Object.assign(record.task, { metrics: ['macroF1', 'accuracy'] }),
      ['task.metrics is ["macroF1","accuracy"] in the record and ["accuracy","macroF1"] in the study'],
    ],
    [
      'another axis title',
      (record) => Object.assign(record.axis, { title: 'labels' }),
      ['axis.title is "labels" in the record and "labels per class" in the study'],
    ],
    [
      'other cards',
      (record) => Object.assign(record, { cards: { target: 'sst2' } }),
      ['cards.target is "sst2" in the record and missing in the study'],
    ],
    [
      'another title',
      (record) => Object.assign(record, { title: 'Toys' }),
      ['title is "Toys" in the record and "Toy study" in the study'],
    ],
    [
      'other minutes',
      (record) => Object.assign(record, { minutes: 0.05 }),
      ['minutes is 0.05 in the record and 0.1 in the study'],
    ],
    [
      'another engine',
      (record) => Object.assign(record, { engine: 'compiled' }),
      ['engine is "compiled" in the record and "eager" in the study'],
    ],
    [
      'another precision',
      (record) => Object.assign(record, { precision: 'mixed-bfloat16' }),
      ['precision is "mixed-bfloat16" in the record and "float32" in the study'],
    ],
    [
      'pretraining that was not repeated',
      (record) => Object.assign(record, { pretrainedPerSeed: true }),
      ['pretrainedPerSeed is true in the record and false in the study'],
    ],
    [
      'settings that were not tuned',
      (record) => Object.assign(record, { settings: 'tuned' }),
      ['settings is "tuned" in the record and "fixed" in the study'],
    ],
    [
      'seeds that are not the study’s',
      (record) => Object.assign(record, { firstSeed: 11 }),
      ['firstSeed is 11 in the record and 1 in the study'],
    ],
  ])('%s', (_, edit, told) => {
    const record = copy(sound);
    edit(record);
    expect(checkRecord(toyStudy(), record).faults).toEqual(told);
  });

  it('are as well found where the study was changed after it was recorded', () => {
    const { claim } = toyStudy();
    const later = toyStudy({ claim: { ...claim, expected: 'Nothing.' }, limits: ['One.', 'Two.'] });
    expect(checkRecord(later, sound).faults).toEqual([
      'claim.expected is "Wound up is ahead at every budget." in the record and "Nothing." in the study',
      'limits is ["Toys are not children."] in the record and ["One.","Two."] in the study',
    ]);
  });

  it('are cut where they are long', () => {
    const { claim } = toyStudy();
    const long = toyStudy({ claim: { ...claim, expected: 'x'.repeat(500) } });
    expect(checkRecord(long, sound).faults[0]!.length).toBeLessThan(200);
  });
});

describe('times', () => {
  const timed = (change: (trial: TrialOutcome) => TrialOutcome) => (results: StudyResults) => ({
    ...results,
    trials: results.trials.map(change),
  });
  const scaled = (factor: number) =>
    timed((trial) => ({
      ...trial,
      seconds: trial.seconds! * factor,
      ledger: { ...trial.ledger!, seconds: trial.ledger!.seconds * factor },
    }));

  it('that were halved do not fit the starts of the runs', () => {
    expect(faults(scaled(0.5))).toEqual([
      'the seconds of its runs do not fit the times at which they started: in the median a run took 50 % of the time until the next one',
    ]);
    expect(faults(scaled(0.7))).toEqual([expect.stringContaining('in the median a run took 70 %')]);
    expect(faults(scaled(20))).toEqual([expect.stringContaining('do not fit the times')]);
  });

  it('of training that is longer than its run are told', () => {
    const longer = timed((trial) =>
      trial.arm === 'wound' && trial.level === 8 && trial.seed === 2
        ? { ...trial, ledger: { ...trial.ledger!, seconds: 2 * trial.seconds! } }
        : trial,
    );
    expect(faults(longer)).toEqual(['wound, 8, seed 2 trained longer than its run took']);
  });

  it('of a study that was stopped over night, or computed by several processes, fit', () => {
    const stopped = timed((trial) => ({
      ...trial,
      startedAt: new Date(Date.parse(trial.startedAt!) + (trial.seed > 1 ? 12 * 3600e3 : 0)).toISOString(),
    }));
    expect(faults(stopped)).toEqual([]);
    // Three at once: each started at a third of its distance from the first.
    const first = Date.parse(sound.trials[0]!.startedAt!);
    const atOnce = timed((trial) => ({
      ...trial,
      startedAt: new Date(first + (Date.parse(trial.startedAt!) - first) / 3).toISOString(),
    }));
    expect(faults(atOnce)).toEqual([]);
  });

  it('of runs that take no time say nothing', () => {
    expect(faults(scaled(0.001))).toEqual([]);
  });
});

describe('runs whose code or settings have changed since', () => {
  it('are told apart from faults, each with what changed', () => {
    const { tiers, arms } = toyStudy();
    const steeper = {
      ...tiers.laptop,
      settings: { ...tiers.laptop.settings, head: { slope: 0.06 } },
    };
    const later = checkRecord(toyStudy({ tiers: { ...tiers, laptop: steeper } }), sound);
    expect(later.faults).toEqual([]);
    expect(later.stale).toHaveLength(sound.trials.length);
    expect(new Set(later.stale.flatMap(({ changes }) => changes))).toEqual(new Set(['settings of head']));

    const still = recipes.arm({ title: 'Not wound', named: 'still', floor: 'wood' });
    const other = checkRecord(toyStudy({ arms: { ...arms, still } }), sound);
    expect(other.stale.map(({ changes }) => changes)).toEqual(Array(9).fill(['options']));
    expect(new Set(other.stale.map(({ determinants }) => determinants.name))).toEqual(new Set(['still']));
  });

  it('are those that an edited record names otherwise', () => {
    const [first, ...others] = sound.trials;
    const { determinants } = first!;
    const module = Object.keys(determinants.code)[0]!;
    const code = { ...determinants.code, [module]: 'f'.repeat(64) };
    const edited = { ...sound, trials: [{ ...first!, determinants: { ...determinants, code } }, ...others] };
    expect(checkRecord(toyStudy(), edited).stale).toMatchObject([
      { level: 2, changes: [`code of ${module}`], determinants: { name: 'still', seed: 1 } },
    ]);
  });

  it('are not those whose settings stand in another order: their ids are the same', () => {
    const { tiers } = toyStudy();
    const toy = { failing: [], milliseconds: 0 };
    const laptop = { ...tiers.laptop, settings: { ...tiers.laptop.settings, toy } };
    expect(checkRecord(toyStudy({ tiers: { ...tiers, laptop } }), sound).stale).toEqual([]);
  });
});
