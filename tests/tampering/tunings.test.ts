/** Tunings that were edited by hand and given a checksum that fits: what `lab verify --tuning` says of each. */
import * as fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { tune } from '../../src/runner/tune';
import { readTuning, type TuningRecord, tuningFile, writeTuning } from '../../src/runner/tuningRecord';
import { verifyTuning } from '../../src/runner/verifyTuning';
import { freshFolder, toyStudy } from '../runner/toyStudy';
import { tuningEdits } from './stateEdits';

const slope = { values: [0.01, 0.05, 0.09], within: [0.01, 0.09] as const, because: 'this is a toy' };
const { tiers } = toyStudy();
const study = toyStudy({
  tuning: { arms: ['still', 'wound'], seeds: [101, 102], section: 'head', grid: { slope } },
  tiers: { ...tiers, laptop: { ...tiers.laptop, levels: [2, 8], tuned: true, fewer: {} } },
});
const store = freshFolder();
let sound: TuningRecord;
beforeAll(async () => {
  sound = await tune(study, { store, records: freshFolder() });
});

/** What is said of a recorded tuning. Trials are computed once for all, since they are the same. */
function verified(record: TuningRecord) {
  const records = freshFolder();
  writeTuning(record, records);
  return verifyTuning(study, { records, storeFolder: store });
}

describe('a tuning', () => {
  it('is verified as it was written', async () => {
    expect(await verified(sound)).toMatchObject({ verified: true, faults: [], differing: [] });
  });

  it.each(tuningEdits)('with $what', async ({ change, told, verified: expected = false }) => {
    const edited = change(sound);
    expect(edited).not.toEqual(sound);
    const found = await verified(edited);
    expect(found.verified).toBe(expected);
    const said = [...found.faults, ...found.differing];
    if (told) expect(said).toContainEqual(expect.stringMatching(told));
  });

  it('of which a digit was edited, and no checksum, is refused', () => {
    const records = freshFolder();
    writeTuning(sound, records);
    const file = tuningFile('toy', records);
    const text = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(
      file,
      text.replace(/"value":0\.(\d)/, (_, digit) => `"value":0.${(Number(digit) + 1) % 10}`),
    );
    expect(() => readTuning('toy', records)).toThrow(
      /is damaged or was edited \(its checksum does not match its content\): restore it from git/,
    );
  });
});
