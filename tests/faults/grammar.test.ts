/**
 * Cards, records, tunings and registrations that a grammar of paths, ids and markup wrote, with checksums that fit. Each is
 * refused in a sentence or read; nothing outside is read or written, and no markup comes out of the report as it stands.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadDataset } from '../../src/data/dataset';
import { type SeededRandom, seededRandom } from '../../src/data/seededRandom';
import { invisible, LabError } from '../../src/errors';
import { Figure } from '../../src/report/figure';
import { recordedStudy } from '../../src/report/studyOutcome';
import { identify } from '../../src/runner/identity';
import { planStudy } from '../../src/runner/plan';
import { checkRecord } from '../../src/runner/recordCheck';
import { encodeResults, readResults, recordFile } from '../../src/runner/recordFile';
import { readRegistration, registrationOf } from '../../src/runner/registration';
import type { StudyResults } from '../../src/runner/results';
import { tuningFaults } from '../../src/runner/tuningCheck';
import { readTuning, type TuningRecord, tuningFile, writeTuning } from '../../src/runner/tuningRecord';
import { inventedResults } from '../runner/inventedResults';
import { freshFolder, toyStudy } from '../runner/toyStudy';
import { figure, times } from './figures';
import { hostileJson, payloads } from './hostileValues';

const files = times(10_000, 400);
const secret = 'what stands outside';

let around: string;
let folder: string;
beforeAll(() => {
  around = freshFolder();
  folder = path.join(around, 'inside');
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(around, 'victim.txt'), `text,label\n${secret},a\n${secret} too,b\n`);
});

interface Seen {
  refused: number;
  read: number;
}

/** Reads so many files; what is neither read nor refused in one sentence fails the test. */
async function readAll(name: string, read: (random: SeededRandom, count: number) => unknown): Promise<Seen> {
  const random = seededRandom(`grammar/${name}`);
  const seen: Seen = { refused: 0, read: 0 };
  for (let count = 0; count < files; count++) {
    const started = performance.now();
    try {
      await read(random, count);
      seen.read++;
    } catch (error) {
      if (!(error instanceof LabError)) throw new Error(`${name} ${count}: ${(error as Error).stack}`);
      expect(error.message).toMatch(/^\S.*[.?]$/s);
      expect(error.message.replace(/[\n\t]/g, '').search(invisible)).toBe(-1);
      seen.refused++;
    }
    expect(performance.now() - started).toBeLessThan(5000);
  }
  expect(fs.readdirSync(around).sort()).toEqual(['inside', 'victim.txt']);
  expect(fs.readFileSync(path.join(around, 'victim.txt'), 'utf8')).toContain(secret);
  return seen;
}

function note(what: string, { refused, read }: Seen): void {
  expect(refused).toBeGreaterThan(files / 10);
  figure(`${what} by a grammar of paths, ids and markup`, {
    tried: `${files} files with checksums that fit`,
    seen: `${refused} refused in a sentence, ${read} read; nothing outside read or written, no markup in figures and tables`,
  });
}

/** Markup is there as text alone, never as tags. */
function harmless(page: string): void {
  for (const payload of payloads) expect(page).not.toContain(payload);
  expect(page).not.toMatch(/<(script|iframe|img|math)\b/i);
}

describe('written by an attacker', () => {
  it(`${files} cards`, async () => {
    fs.writeFileSync(
      path.join(folder, 'rows.csv'),
      'text,label\nalpha one,a\nbeta two,b\ngamma three,a\ndelta four,b\n',
    );
    const card = {
      name: 'mine',
      task: 'text-classification',
      description: 'A card.',
      licence: 'MIT',
      files: [{ path: 'rows.csv' }],
      format: { kind: 'csv', header: true, text: 'text', label: 'label' },
      splits: { fractions: { dev: 0, test: 0 } },
      labels: ['a', 'b'],
    };
    const place = path.join(folder, 'card.json');
    const seen = await readAll('card', async (random) => {
      fs.writeFileSync(place, JSON.stringify(hostileJson(card, random)));
      const { train } = await loadDataset(place);
      expect(train.examples.map(({ text }) => text).join(' ')).not.toContain(secret);
    });
    note('Cards', seen);
  });

  it(`${files} records`, async () => {
    const study = toyStudy();
    const sound = inventedResults(await planStudy(study, { tier: 'quick' }, freshFolder()));
    const records = path.join(folder, 'records');
    fs.mkdirSync(records);
    let rendered = 0;
    const seen = await readAll('record', (random) => {
      const edited = hostileJson(sound, random) as StudyResults;
      let text: string;
      try {
        text = encodeResults(edited, '2026-01-06');
      } catch {
        // What cannot be written as a record is written as damaged lines.
        text = JSON.stringify(
          hostileJson(JSON.parse(encodeResults(sound, '2026-01-06').split('\n')[0]!), random),
        );
      }
      fs.writeFileSync(recordFile('toy', { tier: 'quick', folder: records }), text);
      const { results } = readResults('toy', { tier: 'quick', folder: records })!;
      checkRecord(study, results, { records });
      const outcome = recordedStudy(study, results);
      const shown = [outcome.verdict, outcome.results, outcome.levelCurve(), outcome.ledger, outcome.limits];
      for (const one of shown) {
        const bundle = one.toDisplay();
        harmless(one instanceof Figure ? one.svg() : String(bundle['text/html'] ?? ''));
      }
      rendered++;
    });
    // Those that are read are the ones that could do harm.
    expect(rendered).toBeGreaterThan(0);
    note('Records', seen);
  });

  it(`${files} tunings`, async () => {
    const slope = { values: [0.01, 0.05], within: [0.01, 0.05] as const, because: 'this is a toy' };
    const study = toyStudy({
      tuning: { arms: ['still', 'wound'], seeds: [101, 102], section: 'head', grid: { slope } },
    });
    const { environments } = inventedResults(await planStudy(toyStudy(), {}, freshFolder()));
    const sound: TuningRecord = {
      ...{ format: 2, study: 'toy', tier: 'laptop', metric: 'accuracy', higherIsBetter: true },
      ...{ seeds: [101, 102], section: 'head', grid: { slope }, environment: environments[0]! },
      scores: ['still', 'wound'].flatMap((arm) =>
        [101, 102].flatMap((seed) =>
          slope.values.map((value) => ({
            ...{ arm, level: 2, candidate: { slope: value }, seed, value, run: 'a'.repeat(64), seconds: 1 },
          })),
        ),
      ),
    } as never;
    const records = path.join(folder, 'tunings');
    const seen = await readAll('tuning', (random) => {
      const edited = hostileJson(sound, random) as TuningRecord;
      writeTuning({ ...edited, study: 'toy' }, records);
      if (edited.study !== 'toy') {
        const file = tuningFile('toy', records);
        fs.writeFileSync(
          file,
          fs.readFileSync(file, 'utf8').replace('"study":"toy"', `"study":${JSON.stringify(edited.study)}`),
        );
      }
      const found = readTuning('toy', records)!;
      tuningFaults(study, found);
    });
    note('Tunings', seen);
  });

  it(`${files} registrations`, async () => {
    const sound = registrationOf(toyStudy(), { tier: 'quick' }, '2026-01-05');
    const file = path.join(folder, 'registration.json');
    const seen = await readAll('registration', (random) => {
      const { hash: _, ...body } = hostileJson(JSON.parse(JSON.stringify(sound)) as typeof sound, random);
      fs.writeFileSync(file, JSON.stringify({ ...body, hash: identify(body) }));
      readRegistration(file);
    });
    note('Registrations', seen);
  });
});
