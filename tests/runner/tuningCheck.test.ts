import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { planStudy } from '../../src/runner/plan';
import { checkRecord } from '../../src/runner/recordCheck';
import { tune } from '../../src/runner/tune';
import { tuningFaults } from '../../src/runner/tuningCheck';
import { type TuningRecord, writeTuning } from '../../src/runner/tuningRecord';
import { verifyTuning } from '../../src/runner/verifyTuning';
import { inventedResults } from './inventedResults';
import { freshFolder, toyStudy } from './toyStudy';

const within = [0.01, 0.16] as const;
const slope = { values: [0.01, 0.02], within, because: 'this is a toy' };
const tuning = { arms: ['still', 'wound'], seeds: [101, 102], section: 'head', grid: { slope } };
const { tiers } = toyStudy();
const study = toyStudy({
  tuning,
  tiers: { ...tiers, laptop: { ...tiers.laptop, levels: [2, 8], tuned: true, fewer: {} } },
});

const records = freshFolder();
let sound: TuningRecord;
beforeAll(async () => {
  sound = await tune(study, { store: freshFolder(), records });
});
const where =
  (arm: string, level: number) =>
  ({ scores }: TuningRecord) =>
    scores.filter((score) => score.arm === arm && score.level === level);

describe('a recorded tuning', () => {
  it('as lab tune wrote it has no fault, what lies beyond the grid included', () => {
    expect(tuningFaults(study, sound)).toEqual([]);
    expect(new Set(where('still', 2)(sound).map(({ candidate }) => candidate.slope))).toEqual(
      new Set([0.01, 0.02, 0.04, 0.08, 0.16]),
    );
  });

  it.each<[string, (record: TuningRecord) => TuningRecord, string]>([
    [
      'a candidate that was left out',
      (r) => ({
        ...r,
        scores: r.scores.filter((s) => !(s.arm === 'still' && s.level === 2 && s.candidate.slope === 0.02)),
      }),
      'its tuning of still at 2 lacks or repeats a trial of {"slope":0.02}',
    ],
    [
      'an extension that was left out',
      (r) => ({
        ...r,
        scores: r.scores.filter((s) => !(s.arm === 'wound' && s.level === 8 && s.candidate.slope === 0.16)),
      }),
      'its tuning of wound at 8 lacks or repeats a trial of {"slope":0.16}',
    ],
    [
      'a seed that was left out',
      (r) => ({ ...r, scores: r.scores.filter((s, k) => k !== 0 && s !== undefined) }),
      'its tuning of still at 2 lacks or repeats a trial of {"slope":0.01}',
    ],
    [
      'a trial that comes twice',
      (r) => ({ ...r, scores: [...r.scores, r.scores[0]!] }),
      'its tuning of still at 2 lacks or repeats a trial of {"slope":0.01}',
    ],
    [
      'a level that was left out',
      (r) => ({ ...r, scores: r.scores.filter(({ level }) => level !== 8) }),
      'its tuning of still at 8 lacks or repeats a trial of {"slope":0.01}',
    ],
    [
      'an arm that was not tuned',
      (r) => ({ ...r, scores: [...r.scores, { ...r.scores[0]!, arm: 'pushed' }] }),
      'its tuning holds pushed at 2, which is not tuned there',
    ],
    [
      'settings that no search leads to',
      (r) => ({
        ...r,
        scores: [
          ...r.scores,
          ...[101, 102].map((seed) => ({ ...r.scores[0]!, seed, candidate: { slope: 0.03 }, value: 0.99 })),
        ],
      }),
      'its tuning of still at 2 holds settings that the grid does not lead to',
    ],
    [
      'another metric',
      (r) => ({ ...r, metric: 'macroF1' }),
      'the metric of its tuning is not what the study says',
    ],
    [
      'the other direction',
      (r) => ({ ...r, higherIsBetter: false }),
      'the higherIsBetter of its tuning is not what the study says',
    ],
    [
      'a grid that was narrowed afterwards',
      (r) => ({ ...r, grid: { slope: { ...slope, values: [0.01] } } }),
      'the grid of its tuning is not what the study says',
    ],
    ['other seeds', (r) => ({ ...r, seeds: [101] }), 'the seeds of its tuning is not what the study says'],
  ])('with %s is told', (_, edit, fault) => {
    expect(tuningFaults(study, edit(sound))).toContain(fault);
  });

  it('of a study that declares none is told', () => {
    expect(tuningFaults(toyStudy(), sound)).toEqual(['the study declares no tuning']);
  });

  it('counts among the faults of the record that took its settings up', async () => {
    const results = inventedResults(await planStudy(study, { records }, freshFolder()));
    expect(results.settings).toBe('tuned');
    expect(checkRecord(study, results, { records }).faults).toEqual([]);
    const other = freshFolder();
    writeTuning({ ...sound, scores: sound.scores.filter(({ seed }) => seed === 101) }, other);
    expect(checkRecord(study, results, { records: other }).faults).toContainEqual(
      expect.stringMatching(/^its tuning of still at 2 lacks or repeats a trial/),
    );
  });
});

describe('trying a tuning again', () => {
  it('finds every score and choice as recorded', async () => {
    const storeFolder = freshFolder();
    const again = await verifyTuning(study, { records, storeFolder });
    expect(again).toMatchObject({
      verified: true,
      sameEnvironment: true,
      faults: [],
      differing: [],
      otherChoices: [],
    });
    expect([again.equal, again.compared]).toEqual([sound.scores.length, sound.scores.length]);
    // The record itself is left as it is.
    expect(fs.existsSync(path.join(storeFolder, 'records', 'toy.tuning.jsonl'))).toBe(true);
  });

  it('names a score that was written over, whatever the checksum says, and the choice that it changed', async () => {
    const forged = freshFolder();
    const scores = sound.scores.map((score) =>
      score.arm === 'still' && score.level === 2 && score.candidate.slope === 0.16 && score.seed === 101
        ? { ...score, value: -1 }
        : score,
    );
    writeTuning({ ...sound, scores }, forged);
    const again = await verifyTuning(study, { records: forged, storeFolder: freshFolder() });
    expect(again.verified).toBe(false);
    expect(again.differing).toEqual([
      expect.stringMatching(/^still at 2, seed 101, slope 0\.16: -1 recorded, 0\.\d+ recomputed$/),
    ]);
    expect(again.otherChoices).toEqual([
      'still at 2 labels per class took slope 0.08, and takes slope 0.16 now',
    ]);
  });

  it('needs a record', async () => {
    await expect(verifyTuning(study, { records: freshFolder() })).rejects.toThrow(
      /^No tuning of 'toy' is recorded: 'lab tune \.\/toy\S+' writes one\.$/,
    );
  });
});
