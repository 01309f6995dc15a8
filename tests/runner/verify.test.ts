import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { fingerprintHash } from '../../src/engine/fingerprintHash';
import type { Study } from '../../src/form/study';
import { study } from '../../src/report/studyOutcome';
import { computeMissing } from '../../src/runner/compute';
import { type PlanOptions, planStudy } from '../../src/runner/plan';
import { recordFile, recordResults } from '../../src/runner/recordFile';
import type { StudyResults, TrialOutcome } from '../../src/runner/results';
import { RunStore } from '../../src/runner/store';
import { rerun, type VerifyOptions, verify } from '../../src/runner/verify';
import { freshFolder, toyRunning, toyStudy } from './toyStudy';

/** Seeds that pretrain anew: five, so that another machine can be told from this one. */
const definition = (changes: Partial<Study> = {}) => {
  const { tiers } = toyStudy();
  return toyStudy({ tiers: { ...tiers, full: { ...tiers.full, levels: [2, 8], seeds: 5 } }, ...changes });
};
let sound: StudyResults;
beforeAll(async () => {
  sound = (await study(definition(), { tier: 'full', store: freshFolder() })).data;
});

/** Verifies what is recorded of these results, after they were written as 'lab record' writes them. */
async function verified(results: StudyResults, options: VerifyOptions = {}, against = definition()) {
  const records = freshFolder();
  recordResults(results, records);
  return verify(against, { tier: 'full', records, storeFolder: freshFolder(), ...options });
}
const withTrials = (change: (trial: TrialOutcome, k: number) => TrialOutcome): StudyResults => ({
  ...sound,
  trials: sound.trials.map(change),
});
const shifted = (arm: string, size: number) =>
  withTrials((trial) =>
    trial.arm === arm
      ? { ...trial, metrics: { ...trial.metrics, accuracy: trial.metrics.accuracy! + size } }
      : trial,
  );
const elsewhere = (results: StudyResults): StudyResults => {
  const [own] = results.environments;
  const facts = { ...own!.facts, cpuModel: 'another' };
  const other = { facts, hash: fingerprintHash(facts) };
  const moved = <Run extends { environment?: string }>(run: Run) => ({ ...run, environment: other.hash });
  return {
    ...{ ...results, environments: [other] },
    ...{ pretraining: results.pretraining.map(moved), trials: results.trials.map(moved) },
  };
};

describe('verifying a record', () => {
  it('computes everything anew and finds every number equal to the last bit', async () => {
    const found = await verified(sound);
    expect(found).toMatchObject({
      ...{ outcome: 'VERIFIED', unedited: true, sameEnvironment: true, partial: false },
      ...{ check: { faults: [], stale: [], failed: [] }, stale: [], agreements: [] },
      verdicts: { recorded: 'supports', recomputed: 'supports' },
    });
    const { numbers, onlyRecorded, onlyRecomputed } = found.comparison;
    expect(numbers.length).toBe(sound.trials.length * 12 + sound.pretraining.length * 4);
    expect([...onlyRecorded, ...onlyRecomputed]).toEqual([]);
  });

  it('removes what it computed where it agrees, and keeps it where it does not', async () => {
    const keep = process.env.LAB_HOME;
    process.env.LAB_HOME = freshFolder();
    try {
      const good = await verified(sound, { storeFolder: undefined });
      expect(fs.existsSync(good.recomputedIn)).toBe(false);
      const bad = await verified(shifted('still', 1e-12), { storeFolder: undefined });
      expect(bad.outcome).toBe('NOT VERIFIED');
      expect(new RunStore(bad.recomputedIn).records('toy')).toHaveLength(
        sound.trials.length + sound.pretraining.length,
      );
    } finally {
      if (keep === undefined) delete process.env.LAB_HOME;
      else process.env.LAB_HOME = keep;
    }
  });

  it('names each number that was altered, whatever the checksum says', async () => {
    const [first] = sound.trials;
    const altered = await verified(
      withTrials((trial, k) =>
        k === 0 ? { ...trial, metrics: { ...trial.metrics, accuracy: 0.99 } } : trial,
      ),
    );
    expect(altered).toMatchObject({ outcome: 'NOT VERIFIED', unedited: true, check: { faults: [] } });
    expect(altered.comparison.numbers.filter(({ agrees }) => !agrees)).toMatchObject([
      {
        place: 'still, 2, seed 1',
        quantity: 'accuracy',
        recorded: 0.99,
        recomputed: first!.metrics.accuracy,
      },
    ]);
  });

  it('does not verify what was edited, even where every number is equal', async () => {
    const records = freshFolder();
    const file = recordResults(sound, records);
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/"recorded":"\d{4}/, '"recorded":"2020'));
    // The date is not among what the checksum covers.
    const dated = await verify(definition(), { tier: 'full', records, storeFolder: freshFolder() });
    expect(dated).toMatchObject({ outcome: 'NOT VERIFIED', unedited: true });
    expect(dated.check.faults).toEqual([
      expect.stringMatching(/^it was recorded on 2020-\d\d-\d\d, before its last run started$/),
    ]);
    fs.writeFileSync(
      file,
      fs
        .readFileSync(file, 'utf8')
        .replace('"peakMemoryBytes"', '"peakMemoryBytes"')
        .replace(/"facts":\{/, '"facts":{"x":1,'),
    );
    const edited = await verify(definition(), { tier: 'full', records, storeFolder: freshFolder() });
    expect(edited).toMatchObject({ outcome: 'NOT VERIFIED', unedited: false });
  });

  it.each<[string, () => StudyResults, RegExp]>([
    [
      'a seed less',
      () => ({ ...sound, seeds: 4, trials: sound.trials.filter(({ seed }) => seed !== 5) }),
      /^seeds is 4 in the record and 5 in the study$/,
    ],
    [
      'an arm less',
      () => ({ ...sound, trials: sound.trials.filter(({ arm }) => arm !== 'pushed') }),
      /^it lacks pushed, 2, seed 1; /,
    ],
    [
      'a reversed rule',
      () => ({ ...sound, verdict: { ...sound.verdict, expects: 'worse' as const } }),
      /^verdict\.expects is "worse" in the record/,
    ],
    ['a deleted limit', () => ({ ...sound, limits: [] }), /^limits is \[\] in the record/],
  ])('does not verify a record with %s, though its numbers are equal', async (_, change, fault) => {
    const found = await verified(change());
    expect(found).toMatchObject({ outcome: 'NOT VERIFIED', unedited: true });
    expect(found.check.faults[0]).toMatch(fault);
    expect(found.comparison.numbers.every(({ agrees }) => agrees)).toBe(true);
  });

  it('computes in part where that is asked for, and says so', async () => {
    const part = await verified(sound, { seeds: 2, arms: ['still', 'wound'] });
    expect(part).toMatchObject({ outcome: 'VERIFIED', partial: true });
    expect(part.comparison.onlyRecorded.length).toBeGreaterThan(0);
    const altered = shifted('pushed', 0.1);
    expect((await verified(altered, { seeds: 2, arms: ['still', 'wound'] })).outcome).toBe('VERIFIED');
    expect((await verified(altered, { seeds: 2 })).outcome).toBe('NOT VERIFIED');
  });

  it('does not verify a trial that failed when it was recorded and does not now', async () => {
    const failed = withTrials(({ ledger, ...trial }, k) =>
      k === 0
        ? { ...trial, state: 'failed', metrics: {}, facts: {}, curves: {}, error: 'x' }
        : { ...trial, ...(ledger && { ledger }) },
    );
    const found = await verified(failed);
    expect(found).toMatchObject({ outcome: 'NOT VERIFIED', check: { failed: ['still, 2, seed 1 failed'] } });
  });

  it('tells runs of other code or settings, whose numbers it compares all the same', async () => {
    const { tiers } = definition();
    const settings = { ...tiers.full.settings, head: { slope: 0.0500001 } };
    const later = definition({ tiers: { ...tiers, full: { ...tiers.full, settings } } });
    const found = await verified(sound, {}, later);
    expect(found.outcome).toBe('NOT VERIFIED');
    expect(found.stale).toHaveLength(sound.trials.length);
    expect(new Set(found.stale.flatMap(({ changes }) => changes))).toEqual(new Set(['settings of head']));
  });

  it('needs a record', async () => {
    await expect(verify(definition(), { tier: 'full', records: freshFolder() })).rejects.toThrow(
      "No results of 'toy' are recorded at the tier 'full' ('lab record toy' writes them).",
    );
  });
});

describe('a record of another machine', () => {
  it('agrees where the paired differences do', async () => {
    const found = await verified(elsewhere(sound));
    expect(found).toMatchObject({ outcome: 'AGREES', sameEnvironment: false });
    expect(found.agreements.map(({ reference, agreement }) => [reference, agreement.agreement])).toEqual([
      ['still', 'agrees'],
      ['pushed', 'agrees'],
    ]);
  });

  it.each([0.05, 0.1, -0.1, 0.3])('is not verified where the treatment is off by %s', async (size) => {
    expect((await verified(elsewhere(shifted('wound', size)))).outcome).toBe('NOT VERIFIED');
  });

  it('is not verified where another arm is off', async () => {
    expect((await verified(elsewhere(shifted('pushed', 0.1)))).outcome).toBe('NOT VERIFIED');
  });

  it('is no excuse for a record that is not what the study asks for', async () => {
    const less = { ...sound, seeds: 4, trials: sound.trials.filter(({ seed }) => seed !== 5) };
    expect((await verified(elsewhere(less))).outcome).toBe('NOT VERIFIED');
    expect((await verified(elsewhere({ ...sound, limits: [] }))).outcome).toBe('NOT VERIFIED');
  });

  it('cannot be told from another study by two seeds', async () => {
    const { tiers } = definition();
    const two = definition({ tiers: { ...tiers, full: { ...tiers.full, seeds: 2 } } });
    const few = { ...sound, seeds: 2, trials: sound.trials.filter(({ seed }) => seed <= 2) };
    const record = {
      ...few,
      pretraining: sound.pretraining.filter(({ determinants }) => determinants.seed <= 2),
      trials: few.trials.map((trial) => ({
        ...trial,
        metrics: {
          ...trial.metrics,
          accuracy: trial.metrics.accuracy! + 1e-3 * (trial.seed + trial.arm.length),
        },
      })),
    };
    expect((await verified(elsewhere(record), {}, two)).outcome).toBe('CANNOT TELL');
  });
});

describe('executing one run again', () => {
  const computed = async (study: Study, options: PlanOptions, folder: string) => {
    const store = new RunStore(folder);
    const plan = await planStudy(study, options, folder);
    await computeMissing(plan, store);
    return { plan, store };
  };

  it('finds its numbers, a stage as well as a trial, also of a later seed', async () => {
    const folder = freshFolder();
    const { plan, store } = await computed(definition(), { tier: 'full', seeds: 2 }, folder);
    for (const { id } of [...plan.stages, ...plan.trials]) {
      const again = await rerun(definition(), store.read('toy', id)!, store);
      expect(again).toMatchObject({ passed: true, sameEnvironment: true });
      expect(again.numbers.length).toBeGreaterThanOrEqual(4);
    }
  });

  it('says which number came out otherwise', async () => {
    const folder = freshFolder();
    let drift = 0;
    const unsteady = toyRunning(async (context, sound) => {
      const result = await sound(context);
      return { ...result, metrics: { ...result.metrics, accuracy: result.metrics.accuracy! + drift } };
    });
    const { plan, store } = await computed(unsteady, { tier: 'quick', seeds: 1 }, folder);
    drift = 1e-9;
    const again = await rerun(unsteady, store.read('toy', plan.trials[0]!.id)!, store);
    expect(again.passed).toBe(false);
    expect(again.numbers.filter(({ agrees }) => !agrees).map(({ quantity }) => quantity)).toEqual([
      'accuracy',
    ]);
  });

  it('is refused where settings have changed since, and of a run that chose settings', async () => {
    const folder = freshFolder();
    const { plan, store } = await computed(definition(), { tier: 'quick', seeds: 1 }, folder);
    const record = store.read('toy', plan.trials[0]!.id)!;
    const { tiers } = definition();
    const settings = { ...tiers.quick.settings, head: { slope: 0.06 } };
    const later = definition({ tiers: { ...tiers, quick: { ...tiers.quick, settings } } });
    await expect(rerun(later, record, store)).rejects.toThrow(
      `Run ${record.id.slice(0, 10)} (still, 2, seed 1) cannot be executed again because these have changed since: settings of head.`,
    );
    const onDev = { ...record, determinants: { ...record.determinants, scoredOn: 'dev' as const } };
    await expect(rerun(definition(), onDev, store)).rejects.toThrow(
      /chose settings on dev: 'lab tune \.\/toy\S+' executes it again\.$/,
    );
  });

  it('finds a run at another level than the tier’s', async () => {
    const folder = freshFolder();
    const { plan, store } = await computed(definition(), { tier: 'quick', seeds: 1, levels: [4] }, folder);
    const again = await rerun(definition(), store.read('toy', plan.trials[0]!.id)!, store);
    expect(again.passed).toBe(true);
  });

  it('leaves nothing behind, and needs what the run started from', async () => {
    const folder = freshFolder();
    const { plan, store } = await computed(definition(), { tier: 'quick', seeds: 1 }, folder);
    const wound = plan.trials.find(({ determinants }) => determinants.name === 'wound')!;
    const record = store.read('toy', wound.id)!;
    const before = fs.readdirSync(path.join(folder, 'toy')).sort();
    await rerun(definition(), record, store);
    expect(fs.readdirSync(path.join(folder, 'toy')).sort()).toEqual(before);
    fs.rmSync(path.join(folder, 'toy', `${plan.stages[1]!.id}.json`));
    await expect(rerun(definition(), record, store)).rejects.toThrow(
      /^Run [0-9a-f]{10}, which this run starts from, is not in the store: run the study\.$/,
    );
  });
});

it('records stand where their name says', () => {
  const records = freshFolder();
  expect(recordResults(sound, records)).toBe(recordFile('toy', { tier: 'full', folder: records }));
});
