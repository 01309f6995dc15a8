import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { LabError } from '../../src/errors';
import { settingAxis } from '../../src/form/axis';
import { planOutline, planStudy } from '../../src/runner/plan';
import {
  decodeResults,
  encodeResults,
  readResults,
  recordedResults,
  recordedTiers,
  recordFile,
  recordResults,
  uneditedResults,
} from '../../src/runner/recordFile';
import type { StudyResults, TrialOutcome } from '../../src/runner/results';
import { runId } from '../../src/runner/runRecord';
import { domainAdaptation } from '../../src/studies/domainAdaptation';
import { pretrainingVersusScratch } from '../../src/studies/pretrainingVersusScratch';
import { damagedBytes } from '../faults/damaged';
import { elsewhere, here, inventedResults } from './inventedResults';
import { freshFolder, toyOver, toyStudy } from './toyStudy';

let plain: StudyResults;
let mixed: StudyResults;
beforeAll(async () => {
  plain = inventedResults(await planStudy(toyStudy(), {}, freshFolder()));
  mixed = mixedOutcomes(plain);
});

/** What a study can come to: failures of its own and of a stage, other curves, places, commits, awkward numbers. */
function mixedOutcomes(results: StudyResults): StudyResults {
  const nothing = { metrics: {}, facts: {}, curves: {} };
  const change = (trial: TrialOutcome, k: number): TrialOutcome => {
    const { ledger: _ledger, ...unfinished } = trial;
    const { startedAt, seconds, peakMemoryBytes, environment, commit, ...never } = unfinished;
    switch (k) {
      case 0:
        return { ...unfinished, ...nothing, state: 'failed', error: 'it "fell",\nand “broke” \u0000 \\n' };
      case 1:
        return { ...never, ...nothing, state: 'failed', error: "Its pretraining stage 'oil' failed: x" };
      case 2:
        return { ...trial, environment: elsewhere.hash, commit: `${trial.commit}+` };
      case 3:
        return { ...trial, commit: null };
      case 4:
        return {
          ...trial,
          metrics: { accuracy: 0.1 + 0.2, macroF1: 5e-324, perplexity: 1.7976931348623157e308 },
        };
      case 5:
        return {
          ...trial,
          facts: { note: 'ä \ud83d\ude00', seed: 2 ** 53, 'recall of x': 1 / 3, empty: '' },
        };
      case 6:
        return { ...trial, curves: { a: [], b: [{ step: 7, value: -1e-7 }], validationLoss: [] } };
      case 7:
        return { ...trial, curves: {}, facts: {} };
      case 8: {
        const determinants = { ...trial.determinants, data: 'f'.repeat(64), code: { own: 'e'.repeat(64) } };
        return { ...trial, determinants, run: runId(determinants) };
      }
      default:
        return trial;
    }
  };
  return { ...results, trials: results.trials.map(change), environments: [here, elsewhere] };
}

/** Records in a new folder and reads back. */
const recorded = (results: StudyResults) => {
  const folder = freshFolder();
  const file = recordResults(results, folder);
  return { folder, file, found: readResults('toy', { tier: 'laptop', folder })! };
};

describe('a record', () => {
  it('gives back what was recorded to the last bit', () => {
    for (const results of [plain, mixed]) {
      const { found } = recorded(results);
      expect(found.results).toEqual(results);
      expect(found.unedited).toBe(true);
      expect(found.recorded).toBe(new Date().toISOString().slice(0, 10));
      // Recording what was read writes the same bytes.
      expect(encodeResults(found.results, 'today')).toBe(encodeResults(results, 'today'));
    }
  });

  it('gives back names as levels, and runs that stand at several levels', async () => {
    const axis = settingAxis({
      ...{ name: 'width', title: 'encoder width', scale: 'log' },
      set: (level) => ({ encoder: { width: level } }),
    });
    const results = inventedResults(await planStudy(toyOver(axis, [4, 8]), { seeds: 2 }, freshFolder()));
    const still = results.trials.filter(({ arm, seed }) => arm === 'still' && seed === 1);
    expect(still.map(({ run }) => run)).toEqual([still[0]!.run, still[0]!.run]);
    expect(recorded(results).found.results).toEqual(results);
    const { kind: _kind, scale: _scale, ...head } = axis;
    const names = { ...head, kind: 'category', scale: 'category', set: () => ({}) } as const;
    const study = toyOver(names, ['left to right', '8', 'ä']);
    const named = inventedResults(await planStudy(study, {}, freshFolder()));
    expect(new Set(recorded(named).found.results.trials.map(({ level }) => level))).toEqual(
      new Set(['left to right', '8', 'ä']),
    );
    expect(recorded(named).found.results).toEqual(named);
  });

  it('has a head, tables, and one line a run, which says each thing that many share once', () => {
    const { file } = recorded(mixed);
    const lines = fs.readFileSync(file, 'utf8').trimEnd().split('\n');
    const parsed = lines.map((line) => JSON.parse(line));
    expect(parsed[0]).toMatchObject({ format: 2, id: 'toy', tier: 'laptop', title: 'Toy study' });
    const runs = parsed.filter((line) => Array.isArray(line));
    expect(runs).toHaveLength(mixed.pretraining.length + mixed.trials.length);
    const tables = parsed.slice(1, lines.length - runs.length).map((line) => Object.keys(line as object)[0]!);
    const count = (name: string) => tables.filter((table) => table === name).length;
    expect([count('environment'), count('commit'), count('data')]).toEqual([2, 3, 2]);
    // Two stages and three arms.
    expect(count('part')).toBe(5);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('holds no ids: they follow from what determined the runs', () => {
    const { file } = recorded(plain);
    const text = fs.readFileSync(file, 'utf8');
    for (const { run } of [...plain.pretraining, ...plain.trials])
      expect(text).not.toContain(run.slice(0, 16));
    for (const run of [...plain.pretraining, ...plain.trials]) expect(runId(run.determinants)).toBe(run.run);
    const other = decodeResults(text.replace('"slope":0.05', '"slope":0.06')).results;
    const still = (results: StudyResults) => results.trials.filter(({ arm }) => arm === 'still');
    still(other).forEach(({ run }, k) => {
      expect(run).not.toBe(still(plain)[k]!.run);
    });
  });

  it('of a study of the lab is small: some hundred bytes a run', () => {
    for (const study of [pretrainingVersusScratch, domainAdaptation]) {
      const results = inventedResults(planOutline(study, { tier: 'laptop' }));
      const bytes = encodeResults(results, '2026-01-05').length;
      expect(results.trials.length).toBeGreaterThan(90);
      expect(bytes).toBeLessThan(150_000);
      expect(bytes / results.trials.length).toBeLessThan(900);
      // The same as plain JSON, to see what is saved.
      expect(JSON.stringify(results).length).toBeGreaterThan(10 * bytes);
    }
  });
});

describe('an edited record', () => {
  it.each<[string, (text: string) => string]>([
    ['a metric', (text) => text.replace(/(\[0\.[5-9]\d*)(\d,0\.)/, '$19$2')],
    ['the claim', (text) => text.replace('runs further', 'runs faster')],
    ['the rule', (text) => text.replace('"expects":"better"', '"expects":"worse"')],
    ['an expectation', (text) => text.replace('Wound up is ahead', 'Wound up is behind')],
    ['a fact of the environment', (text) => text.replace('"threads":2', '"threads":1')],
    ['a commit', (text) => text.replace(/"commit":"0/, '"commit":"1')],
    [
      'the hash of a module',
      (text) => text.replace(/(\{"module":\["[^"]+","[0-9a-f]{10})[0-9a-f]{8}/, '$100000000'),
    ],
    ['a setting', (text) => text.replace('"slope":0.05', '"slope":0.06')],
    ['the last line', (text) => `${text.trimEnd().split('\n').slice(0, -1).join('\n')}\n`],
    ['a line that comes twice', (text) => `${text}${text.trimEnd().split('\n').at(-1)}\n`],
    ['the minutes', (text) => text.replace('"minutes":0.1', '"minutes":0.2')],
  ])('is told by its checksum: %s', (_, edit) => {
    const { file, folder } = recorded(plain);
    const text = fs.readFileSync(file, 'utf8');
    expect(edit(text)).not.toBe(text);
    fs.writeFileSync(file, edit(text));
    expect(readResults('toy', { tier: 'laptop', folder })!.unedited).toBe(false);
    expect(() => uneditedResults('toy', { tier: 'laptop', folder })).toThrow(
      `The results of 'toy' in ${file} were edited after they were recorded, since their checksum does not match: restore the file from git, or write it anew with 'lab record toy --tier laptop'.`,
    );
  });

  it('whose lines were only laid out otherwise holds the same', () => {
    const { file, folder } = recorded(plain);
    const lines = fs.readFileSync(file, 'utf8').trimEnd().split('\n');
    const spaced = lines.map((line) => ` ${line.replaceAll(',"', ', "')}`).join('\n\n');
    fs.writeFileSync(file, spaced);
    expect(readResults('toy', { tier: 'laptop', folder })).toMatchObject({ unedited: true, results: plain });
  });

  it('is refused, or told, or holds the same, however it is damaged', () => {
    const { file, folder } = recorded(mixed);
    const sound = fs.readFileSync(file);
    const random = seededRandom('damaged records');
    const tried = 300;
    let [refused, edited] = [0, 0];
    for (let k = 0; k < tried; k++) {
      fs.writeFileSync(file, damagedBytes(sound, random));
      try {
        const found = readResults('toy', { tier: 'laptop', folder })!;
        if (found.unedited) expect(found.results, `damage ${k}`).toEqual(mixed);
        else edited++;
      } catch (error) {
        expect(error, (error as Error).stack).toBeInstanceOf(LabError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(tried / 3);
    expect(edited).toBeGreaterThan(tried / 20);
  });
});

describe('records in a folder', () => {
  it('are named by study, tier and, of a replication, its first seed', () => {
    const name = (place: Parameters<typeof recordFile>[1]) => path.basename(recordFile('toy', place));
    expect(name({ tier: 'full' })).toBe('toy.full.jsonl');
    expect(name({ tier: 'full', firstSeed: 1 })).toBe('toy.full.jsonl');
    expect(name({ tier: 'laptop', firstSeed: 11 })).toBe('toy.laptop.from-11.jsonl');
    expect(recordFile('toy', { tier: 'full' })).toBe(path.resolve('notebooks/records/toy.full.jsonl'));
  });

  it('stand beside each other: tiers, replications', async () => {
    const folder = freshFolder();
    const of = async (options: Parameters<typeof planStudy>[1]) =>
      inventedResults(await planStudy(toyStudy(), options, freshFolder()));
    const [quick, fresh] = [await of({ tier: 'quick' }), await of({ firstSeed: 11 })];
    for (const results of [plain, quick, fresh]) recordResults(results, folder);
    expect(fs.readdirSync(folder).sort()).toEqual([
      ...['toy.laptop.from-11.jsonl', 'toy.laptop.jsonl', 'toy.quick.jsonl'],
    ]);
    expect(recordedTiers('toy', folder)).toEqual(['quick', 'laptop']);
    expect(uneditedResults('toy', { tier: 'laptop', firstSeed: 11, folder })).toEqual(fresh);
    expect(uneditedResults('toy', { tier: 'laptop', folder })).toEqual(plain);
    expect(readResults('toy', { tier: 'full', folder })).toBeUndefined();
    expect(() => recordedResults('toy', { tier: 'full', folder })).toThrow(
      "No results of 'toy' are recorded at the tier 'full' (recorded tiers: quick, laptop).",
    );
    expect(() => recordedResults('toy', { tier: 'quick', firstSeed: 11, folder })).toThrow(
      "No results of 'toy' are recorded at the tier 'quick' from seed 11 on (recorded tiers: quick, laptop).",
    );
    expect(() => recordedResults('toy', { tier: 'quick', folder: freshFolder() })).toThrow(
      "No results of 'toy' are recorded at the tier 'quick' ('lab record toy' writes them).",
    );
  });

  it('are refused under a name that is not theirs, and where they are none', () => {
    const { file, folder } = recorded(plain);
    const refusal = (name: string, tier: 'quick' | 'full', firstSeed = 1) => {
      const copy = path.join(folder, name);
      fs.copyFileSync(file, copy);
      expect(() => readResults(name.split('.')[0]!, { tier, firstSeed, folder })).toThrow(
        `${copy} is no record of '${name.split('.')[0]}' at the tier '${tier}' (it is of 'toy' at the tier 'laptop' from seed 1 on): restore it from git, or write it anew with 'lab record ${name.split('.')[0]} --tier ${tier}'.`,
      );
    };
    refusal('toy.full.jsonl', 'full');
    refusal('other.full.jsonl', 'full');
    refusal('toy.quick.from-11.jsonl', 'quick', 11);
    for (const text of ['', '\n', '[]', '{}', 'null', '{"format": 1}', '{"results": {}}']) {
      fs.writeFileSync(file, text);
      expect(() => readResults('toy', { tier: 'laptop', folder }), text).toThrow(/is no record of 'toy'/);
    }
  });

  it.each<[string, (text: string) => string, string]>([
    ['a run id with markup', (t) => t.replace('{"data":"', '{"data":"<script>'), 'line LINE (data) has '],
    [
      'a name that leads out of the folder',
      (t) => t.replace('"name":"still"', '"name":"../../still"'),
      'LINE (part) has "../../still" as \'name\'',
    ],
    [
      'a field more',
      (t) => t.replace('"minutes"', '"more":1,"minutes"'),
      "line 1 has the unknown field 'more'",
    ],
    ['a field less', (t) => t.replace('"minutes":0.1,', ''), "line 1 lacks 'minutes'"],
    [
      'an id that leads out of the folder',
      (t) => t.replace('"id":"toy"', '"id":"../toy"'),
      'line 1 has "../toy" as \'id\'',
    ],
    ['a table of its own', (t) => `${t}{"__proto__":{"x":1}}\n`, 'is neither a run nor an entry of a table'],
    [
      'a number that is none',
      (t) => t.replace('"minutes":0.1', '"minutes":1e999'),
      "line 1 has null as 'minutes'",
    ],
    [
      'an arm that it does not have',
      (t) => t.replace('"name":"still"', '"name":"flown"'),
      "it has a trial of the arm 'flown', which it does not have",
    ],
    [
      'a rule about an arm that it does not have',
      (t) => t.replace('"reference":"still"', '"reference":"flown"'),
      "its rule names the arm 'flown', which it does not have",
    ],
    [
      'a level that its axis cannot have',
      (t) => t.replace('"levels":[2,8,32]', '"levels":[2,8,-32]'),
      "it has the level '-32', which its axis cannot have",
    ],
    [
      'a table that was cut',
      (t) => t.replace(/\{"columns".*\n/, ''),
      'has other numbers of values than its columns have names',
    ],
  ])('with %s are refused: file, place and remedy', (_, edit, why) => {
    const { file, folder } = recorded(plain);
    const text = fs.readFileSync(file, 'utf8');
    expect(edit(text)).not.toBe(text);
    fs.writeFileSync(file, edit(text));
    let message = '';
    try {
      readResults('toy', { tier: 'laptop', folder });
    } catch (error) {
      expect(error, (error as Error).stack).toBeInstanceOf(LabError);
      message = (error as Error).message;
    }
    expect(message.startsWith(`${file} is no record of 'toy' at the tier 'laptop' (`)).toBe(true);
    expect(message.replace(/line \d{2,}/, 'line LINE')).toContain(why);
    expect(
      message.endsWith("): restore it from git, or write it anew with 'lab record toy --tier laptop'."),
    ).toBe(true);
  });

  it('are not written of half a study', () => {
    const folder = freshFolder();
    const trials = plain.trials.map((trial, k) => (k < 3 ? { ...trial, state: 'missing' as const } : trial));
    expect(() => recordResults({ ...plain, trials }, folder)).toThrow(
      "3 of 20 trials of 'toy' are missing: 'lab run toy --tier laptop' computes them.",
    );
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});
