/** Records that were edited by hand and given a checksum that fits: what `lab verify` says of each. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/htmlReport';
import { recordedStudy, study } from '../../src/report/studyOutcome';
import { decodeResults, encodeResults, recordFile } from '../../src/runner/recordFile';
import type { RunOutcome, StudyResults } from '../../src/runner/results';
import { verify } from '../../src/runner/verify';
import { freshFolder, toyStudy } from '../runner/toyStudy';
import { recordEdits } from './recordEdits';

const today = new Date().toISOString().slice(0, 10);
let store: string;
let sound: StudyResults;

/** Toys take no time; these ran ten seconds each, one after the other, until now. */
function timed({ pretraining, trials, ...results }: StudyResults): StudyResults {
  let start = Date.now() - (pretraining.length + trials.length) * 10_100;
  const run = <Run extends RunOutcome>(one: Run): Run => {
    const startedAt = new Date(start).toISOString();
    start += 10_050;
    return { ...one, startedAt, seconds: 10, ledger: { ...one.ledger!, seconds: 9 } };
  };
  return { ...results, pretraining: pretraining.map(run), trials: trials.map(run) };
}

beforeAll(async () => {
  store = freshFolder();
  sound = timed((await study(toyStudy(), { store })).data);
});

/** Verifies what a folder holds as the toy study's record. Runs are computed once for all, since they are the same. */
async function verified(text: string) {
  const records = freshFolder();
  const file = recordFile('toy', { tier: 'laptop', folder: records });
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return verify(toyStudy(), { tier: 'laptop', records, storeFolder: store });
}

/** A record with ids and checksum as they follow from what was edited. */
const forged = (edited: StudyResults) =>
  encodeResults(decodeResults(encodeResults(edited, today)).results, today);

describe('a record', () => {
  it('is verified as it was written', async () => {
    const found = await verified(encodeResults(sound, today));
    expect(found).toMatchObject({ outcome: 'VERIFIED', unedited: true, check: { faults: [] } });
  });

  it.each(recordEdits.filter(({ refused }) => !refused))(
    'with $what',
    async ({ change, outcome = 'NOT VERIFIED', told }) => {
      const edited = change(sound);
      expect(edited).not.toEqual(sound);
      const found = await verified(forged(edited));
      expect(found).toMatchObject({ outcome, unedited: true });
      if (told) expect(found.check.faults).toContainEqual(expect.stringMatching(told));
      else expect(found.check.faults).toEqual([]);
    },
  );

  it.each(recordEdits.filter(({ refused }) => refused))(
    'with $what is refused',
    async ({ change, refused }) => {
      const text = encodeResults(change(sound), today);
      await expect(verified(text)).rejects.toThrow(refused);
      await expect(verified(text)).rejects.toThrow(/^\S+ is no record of 'toy' .*: restore it from git/);
    },
  );

  it('of other code is told of, and its report refused', async () => {
    const { change } = recordEdits.find(({ what }) => what === 'a hash of code in the receipts')!;
    const edited = decodeResults(forged(change(sound))).results;
    const found = await verified(encodeResults(edited, today));
    expect(found.stale).toHaveLength(edited.trials.length);
    await expect(renderReport(recordedStudy(toyStudy(), edited, { store }))).rejects.toThrow(
      /come from other code, data or settings/,
    );
  });

  it.each([
    ['the day before its runs', '2020-01-05', /^it was recorded on 2020-01-05, before its last run started$/],
    ['a day to come', '2999-01-05', /^it was recorded on 2999-01-05, which is to come$/],
    ['no day', 'long ago', /^it was recorded on 'long ago', which is no date$/],
  ])('recorded on %s', async (_, recorded, told) => {
    const found = await verified(encodeResults(sound, recorded));
    expect(found.outcome).toBe('NOT VERIFIED');
    expect(found.check.faults).toContainEqual(expect.stringMatching(told));
  });

  it.each<[string, (text: string) => string]>([
    [
      'a digit of a score',
      (text) => text.replace(/(\[0\.\d{3})(\d)/, (_, a, b) => `${a}${(Number(b) + 1) % 10}`),
    ],
    ['a word of its limits', (text) => text.replace('are not children', 'are children')],
    ['its checksum', (text) => text.replace(/"checksum":"../, '"checksum":"00')],
    ['its last line', (text) => text.trimEnd().split('\n').slice(0, -1).join('\n')],
  ])('of which %s was edited, and no checksum', async (_, edit) => {
    const text = encodeResults(sound, today);
    expect(edit(text)).not.toBe(text);
    expect(await verified(edit(text))).toMatchObject({ outcome: 'NOT VERIFIED', unedited: false });
  });
});
