import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { onCards } from '../../src/form/onCards';
import type { Study } from '../../src/form/study';
import { isNumeric, type Tuning } from '../../src/form/tier';
import { tunedArm } from '../../src/runner/chosenSettings';
import { choicesAtEnds } from '../../src/runner/grid';
import { planStudy } from '../../src/runner/plan';
import { candidateText, sameCandidate, tune } from '../../src/runner/tune';
import { tuningFaults } from '../../src/runner/tuningCheck';
import { chosenCandidates, readTuning, type TuningRecord, tuningFile } from '../../src/runner/tuningRecord';
import { clearStop, requestStop } from '../../src/stop';
import { studies } from '../../src/studies';
import { medicalImages } from '../../src/studies/medicalImages';
import { freshFolder, toyRunning, toyStudy } from './toyStudy';

afterEach(clearStop);

const numbers = (values: number[], lowest = 0.001, highest = 10) => ({
  ...{ values, because: 'this is a toy' },
  within: [lowest, highest] as const,
});
const usual: Tuning = {
  ...{ arms: ['still', 'wound'], seeds: [101, 102], section: 'head' },
  grid: { slope: numbers([0.01, 0.05, 0.09], 0.01, 0.09) },
};

const ledger = { trainableParameters: 1, trainingFlops: 1, seconds: 1, steps: 1 };

interface Call {
  readonly named: string;
  readonly amount: number;
  readonly seed: number;
  readonly data: string;
  readonly slope: number;
}

/** The toy study with a tuning, and a list of what its trials were called with. */
function tuned(
  changes: Partial<Tuning> = {},
  accuracyOf: ((call: Call) => number) | undefined = undefined,
  more: Partial<Study> = {},
) {
  const calls: Call[] = [];
  const { tiers } = toyStudy();
  const study = toyRunning(
    async (context, sound) => {
      const { options, amount, seed, data, settings } = context as {
        options: { named: string };
        amount: number;
        seed: number;
        data: { test: string };
        settings: { head: { slope: number } };
      };
      const call = { named: options.named, amount, seed, data: data.test, slope: settings.head.slope };
      calls.push(call);
      if (!accuracyOf) return sound(context);
      const accuracy = accuracyOf(call);
      return { metrics: { accuracy, macroF1: 0 }, ledger };
    },
    {
      tuning: { ...usual, ...changes },
      tiers: { ...tiers, laptop: { ...tiers.laptop, tuned: true } },
      ...more,
    },
  );
  return { study, calls };
}

const folders = () => {
  const home = freshFolder();
  return { store: path.join(home, 'runs'), records: path.join(home, 'records') };
};
/** Arm to level to what was chosen of one setting. */
const chosenOf = (record: TuningRecord, setting = 'slope') =>
  Object.fromEntries(
    [...chosenCandidates(record)].map(([arm, levels]) => [
      arm,
      Object.fromEntries([...levels].map(([level, candidate]) => [level, candidate[setting]])),
    ]),
  );
const triedBy = (record: TuningRecord, arm: string, level: number, setting = 'slope') => [
  ...new Set(
    record.scores
      .filter((score) => score.arm === arm && score.level === level)
      .map(({ candidate }) => candidate[setting]),
  ),
];

describe('choosing settings on dev', () => {
  it('tries every candidate for every tuned arm, level and seed, on dev alone, and records all scores', async () => {
    const { study, calls } = tuned();
    const options = folders();
    const record = await tune(study, options);
    expect(calls).toHaveLength(2 * 3 * 3 * 2);
    expect(new Set(calls.map(({ data }) => data))).toEqual(new Set(['dev']));
    expect(new Set(calls.map(({ seed }) => seed))).toEqual(new Set([101, 102]));
    expect(new Set(calls.map(({ slope }) => slope))).toEqual(new Set([0.01, 0.05, 0.09]));
    expect(new Set(calls.map(({ named }) => named))).toEqual(new Set(['still', 'wound']));
    expect(record.scores).toHaveLength(calls.length);
    expect(record).toMatchObject({
      metric: 'accuracy',
      higherIsBetter: true,
      section: 'head',
      tier: 'laptop',
    });
    const steepest = { 2: 0.09, 8: 0.09, 32: 0.09 };
    expect(chosenOf(record)).toEqual({ still: steepest, wound: steepest });
    expect(readTuning('toy', options.records)).toEqual(record);
    for (const { run } of record.scores)
      expect(fs.existsSync(path.join(options.store, 'toy', `${run}.json`))).toBe(true);
  });

  it('is taken up by the next plan, on test, with other seeds', async () => {
    const { study } = tuned();
    const options = folders();
    await tune(study, options);
    const plan = await planStudy(study, { records: options.records }, options.store);
    expect(plan.chosen.source).toBe('tuned');
    for (const { determinants } of plan.trials) {
      expect(determinants.scoredOn).toBeUndefined();
      expect(determinants.settings.head).toEqual({ slope: determinants.name === 'pushed' ? 0.05 : 0.09 });
    }
  });

  it('goes on where it was stopped', async () => {
    const { study, calls } = tuned();
    const options = folders();
    const stopping = setInterval(() => calls.length >= 5 && requestStop(), 0);
    await expect(tune(study, options)).rejects.toThrow(/Stopped/i);
    clearInterval(stopping);
    clearStop();
    const before = calls.length;
    expect(before).toBeGreaterThanOrEqual(5);
    expect(before).toBeLessThan(36);
    expect(fs.existsSync(tuningFile('toy', options.records))).toBe(false);
    await tune(study, options);
    expect(calls.length).toBe(36);
    expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(36);
  });

  it('goes beyond the grid while the best lies at its end, and stops where it may go no further', async () => {
    const { study } = tuned({ grid: { slope: numbers([0.01, 0.02], 0.001, 0.1) } }, ({ slope }) => slope);
    const record = await tune(study, folders());
    expect(triedBy(record, 'still', 2)).toEqual([0.01, 0.02, 0.04, 0.08, 0.1]);
    expect(choicesAtEnds(record, chosenCandidates(record))).toHaveLength(6);
    expect(choicesAtEnds(record, chosenCandidates(record))[0]).toMatchObject({
      ...{ setting: 'slope', value: 0.1, side: 'highest', because: 'this is a toy' },
    });
  });

  it('stops as soon as the best lies inside, for each arm and level by itself', async () => {
    // Best at 0.04 for one arm, at the first value for the other, above which it falls.
    const { study } = tuned(
      { grid: { slope: numbers([0.01, 0.02], 0.001, 1) } },
      ({ named, amount, slope }) =>
        named === 'wound' && amount === 8 ? 1 - Math.abs(slope - 0.04) : 1 - slope,
    );
    const record = await tune(study, folders());
    expect(triedBy(record, 'wound', 8)).toEqual([0.01, 0.02, 0.04, 0.08]);
    expect(triedBy(record, 'wound', 2)).toEqual([0.01, 0.02, 0.005, 0.0025, 0.0013, 0.001]);
    expect(chosenOf(record)).toMatchObject({ wound: { 2: 0.001, 8: 0.04 }, still: { 8: 0.001 } });
    const ends = choicesAtEnds(record, chosenCandidates(record));
    expect(ends.some(({ arm, level }) => arm === 'wound' && level === 8)).toBe(false);
  });

  /** Tunes slope and offset of one arm at one level, whose accuracy they decide. */
  async function tuneBoth(accuracyOf: (slope: number, offset: number) => number) {
    const { tiers } = toyStudy();
    const settings = { ...tiers.laptop.settings, head: { slope: 1, offset: 1 } };
    const laptop = { ...tiers.laptop, tuned: true, levels: [2], fewer: {}, settings };
    const grid = { slope: numbers([1, 2], 1, 8), offset: numbers([1, 2], 0.5, 2) };
    const study = toyRunning(
      async (context) => {
        const { head } = (context as { settings: { head: { slope: number; offset: number } } }).settings;
        return { metrics: { accuracy: accuracyOf(head.slope, head.offset), macroF1: 0 }, ledger };
      },
      {
        tuning: { ...usual, arms: ['still'], seeds: [101], grid },
        tiers: { quick: laptop, laptop, full: laptop },
      },
    );
    const record = await tune(study, folders());
    const [best] = chosenCandidates(record).get('still')!.values();
    return { best, tried: record.scores.map(({ candidate }) => [candidate.slope, candidate.offset]) };
  }

  it('searches two settings together, and goes beyond each of their ends', async () => {
    const { best, tried } = await tuneBoth((slope, offset) => -Math.abs(slope - 4) - Math.abs(offset - 2));
    // Four of the grid, then beyond the end of one and the neighbours of what is best there; the other may go no further.
    expect(tried).toEqual([
      ...[
        [1, 1],
        [1, 2],
        [2, 1],
        [2, 2],
      ],
      ...[
        [4, 2],
        [8, 2],
        [4, 1],
      ],
    ]);
    expect(best).toEqual({ slope: 4, offset: 2 });
    const both = await tuneBoth((slope, offset) => -Math.abs(slope - 2) - 9 * offset);
    expect(both.tried.slice(4)).toEqual([
      [4, 1],
      [2, 0.5],
      [1, 0.5],
      [4, 0.5],
    ]);
    expect(both.best).toEqual({ slope: 2, offset: 0.5 });
  });

  it('finds the best where both of its settings lie beyond the grid', async () => {
    const { best } = await tuneBoth((slope, offset) => -Math.abs(slope - 4) - Math.abs(offset - 0.5));
    expect(best).toEqual({ slope: 4, offset: 0.5 });
  });

  it('never extends states without an order', async () => {
    const { study, calls } = tuned(
      { arms: ['still'], seeds: [101], grid: { slope: ['flat', 'steep'] } },
      ({ slope }) => (String(slope) === 'steep' ? 0.9 : 0.1),
    );
    const record = await tune(study, folders());
    expect(calls).toHaveLength(2 * 3);
    expect(chosenOf(record)).toEqual({ still: { 2: 'steep', 8: 'steep', 32: 'steep' } });
    expect(choicesAtEnds(record, chosenCandidates(record))).toEqual([]);
  });

  it('takes the lowest where lower is better', async () => {
    const { task } = toyStudy();
    const { study } = tuned({}, undefined, { task: { ...task, metrics: ['loss'] as never } });
    const arms = Object.entries(study.arms).map(([name, arm]) => {
      const run = async (context: never) => {
        const { settings } = context as { settings: { head: { slope: number } } };
        return { metrics: { loss: Math.abs(settings.head.slope - 0.05) }, ledger };
      };
      return [name, { ...arm, recipe: { ...arm.recipe, run } }];
    });
    const record = await tune(toyStudy({ ...study, arms: Object.fromEntries(arms) }), folders());
    expect(record).toMatchObject({ metric: 'loss', higherIsBetter: false });
    expect(chosenOf(record).still).toEqual({ 2: 0.05, 8: 0.05, 32: 0.05 });
  });

  it('varies only some settings for an arm of which the study says so', async () => {
    const { tiers } = toyStudy();
    const settings = { ...tiers.laptop.settings, head: { slope: 0.05, offset: 1 } };
    const laptop = { ...tiers.laptop, tuned: true, levels: [2], fewer: {}, settings };
    const { study } = tuned(
      {
        grid: { slope: numbers([0.01, 0.09], 0.01, 0.09), offset: numbers([1, 2], 1, 2) },
        only: { still: ['offset'] },
        seeds: [101],
      },
      undefined,
      { tiers: { quick: laptop, laptop, full: laptop } },
    );
    const record = await tune(study, folders());
    const candidates = (arm: string) =>
      record.scores.filter((score) => score.arm === arm).map(({ candidate }) => candidate);
    expect(candidates('still')).toEqual([{ offset: 1 }, { offset: 2 }]);
    expect(candidates('wound')).toHaveLength(4);
  });

  it('tunes a control where it runs, and no arm that the tier leaves out', async () => {
    const { study, calls } = tuned({ arms: ['still', 'pushed'] });
    await tune(study, folders());
    const levels = (named: string) => new Set(calls.filter((c) => c.named === named).map((c) => c.amount));
    expect(levels('pushed')).toEqual(new Set([8]));
    expect(levels('still')).toEqual(new Set([2, 8, 32]));
    const quick = tuned({ arms: ['still', 'pushed'] });
    await tune(quick.study, { ...folders(), tier: 'quick' });
    expect(new Set(quick.calls.map(({ named }) => named))).toEqual(new Set(['still']));
  });

  it('refuses seeds of the study, a study without tuning, and a metric that is no number', async () => {
    await expect(planStudy(tuned().study, { firstSeed: 100 }, freshFolder())).rejects.toThrow(
      /^Seed 101 of the tuning of 'toy' is one of the study's: choose a first seed above 10\d, or tune with seeds above 102\.$/,
    );
    await expect(tune(toyStudy(), folders())).rejects.toThrow(
      "The study 'toy' declares no tuning: its settings are not chosen by 'lab tune'.",
    );
    const options = folders();
    await expect(tune(tuned({}, () => Number.NaN).study, options)).rejects.toThrow(
      /^The arm 'still' of 'toy' with \{"slope":0\.01\} gave no accuracy on dev: Arm 'still' of 'toy' returned NaN as accuracy: .* \(run [0-9a-f]{10}; the same command tries again\)\.$/,
    );
    expect(fs.existsSync(tuningFile('toy', options.records))).toBe(false);
  });
});

describe('a recorded tuning', () => {
  it('has one line a trial and a checksum over all, so that an edit is refused', async () => {
    const { study } = tuned();
    const options = folders();
    await tune(study, options);
    const file = tuningFile('toy', options.records);
    const text = fs.readFileSync(file, 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(1 + 36);
    const edits: readonly (readonly [edited: string, why: string])[] = [
      [text.replace('"seed":101', '"seed":103'), 'its checksum does not match its content'],
      [
        text.replace('"higherIsBetter":true', '"higherIsBetter":false'),
        'its checksum does not match its content',
      ],
      [text.replace('this is a toy', 'this was a toy'), 'its checksum does not match its content'],
      [text.trimEnd().split('\n').slice(0, -1).join('\n'), 'its checksum does not match its content'],
      [`${text.trimEnd().slice(0, -5)}`, 'line 37 is not JSON'],
      ['', "line 1 lacks 'format'"],
      ['{}', "line 1 lacks 'format'"],
      ['[]', "line 1 has [] as 'the whole', which must be object"],
    ];
    for (const [edited, why] of edits) {
      expect(edited).not.toBe(text);
      fs.writeFileSync(file, edited);
      expect(() => readTuning('toy', options.records)).toThrow(
        `${file} is damaged or was edited (${why}): restore it from git, or choose settings anew with 'lab tune toy'.`,
      );
      await expect(planStudy(study, { records: options.records }, options.store)).rejects.toThrow(
        'is damaged',
      );
    }
    expect(readTuning('other', options.records)).toBeUndefined();
    fs.copyFileSync(file, tuningFile('other', options.records));
    expect(() => readTuning('other', options.records)).toThrow('is damaged or was edited');
  });

  it('names a candidate in words, and knows it again', () => {
    expect(candidateText({ steps: 80, frozen: true })).toBe('steps 80, frozen true');
    expect(sameCandidate({ steps: 80, frozen: true }, { frozen: true, steps: 80 })).toBe(true);
    expect(sameCandidate({ steps: 80 }, { steps: 81 })).toBe(false);
  });
});

describe('the settings of the studies of the lab', () => {
  const shipped = [...studies, onCards(medicalImages, { target: 'bccd' })];
  const declared = shipped.filter(({ tuning }) => tuning);

  it('are chosen with seeds that the study does not use, and every grid of numbers says why it ends', () => {
    expect(declared.length).toBeGreaterThan(0);
    for (const { tuning, tiers } of declared) {
      const most = Math.max(...Object.values(tiers).map(({ seeds }) => seeds));
      expect(Math.min(...tuning!.seeds)).toBeGreaterThan(most);
      for (const dimension of Object.values(tuning!.grid).filter(isNumeric))
        expect(dimension.because.length).toBeGreaterThan(10);
    }
  });

  it('are chosen for the baseline as for the treatment', () => {
    for (const study of declared) {
      const { treatment, reference } = study.verdict;
      for (const arm of [treatment, reference])
        expect(tunedArm(study, arm), `${study.id} ${arm}`).toBeDefined();
    }
  });

  it('that are recorded were tried on the grid that the study has now', () => {
    for (const study of declared) {
      const record = readTuning(study.id, undefined);
      if (!record) continue;
      expect(tuningFaults(study, record), study.id).toEqual([]);
    }
  });
});
