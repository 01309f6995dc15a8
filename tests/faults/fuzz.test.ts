import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCard } from '../../src/data/cards';
import { type SeededRandom, seededRandom } from '../../src/data/seededRandom';
import { loadTokenizer, trainWordPiece } from '../../src/data/tokenizer';
import { tf } from '../../src/engine/native';
import { LabError } from '../../src/errors';
import { decodeSafetensors, encodeSafetensors } from '../../src/training/safetensors';
import { loadEncoder, saveEncoder } from '../../src/training/savedEncoder';
import { tinyEncoder } from '../models/tinyModel';
import { damagedBytes, damagedJson } from './damaged';
import { figure, times } from './figures';

const files = times(10_000, 600) / 4;
/** A defect here would take gigabytes; the test runner itself grows by some hundred. */
const mostBytes = 600e6;
const mostMilliseconds = 5000;

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-fuzz-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

interface Outcomes {
  refused: number;
  accepted: number;
}

/** Reads damaged files: each is refused with a sentence or read; what else happens fails the test. */
function readAll(
  name: string,
  make: (random: SeededRandom) => Uint8Array,
  read: (file: string) => void,
): Outcomes {
  const random = seededRandom(`fuzz/${name}`);
  const outcomes: Outcomes = { refused: 0, accepted: 0 };
  const before = process.memoryUsage().rss;
  for (let k = 0; k < files; k++) {
    const content = make(random);
    const file = path.join(folder, name);
    fs.writeFileSync(file, content);
    const started = performance.now();
    try {
      read(file);
      outcomes.accepted++;
    } catch (error) {
      if (!(error instanceof LabError)) {
        throw new Error(
          `File ${k}: ${(error as Error).stack}\n${Buffer.from(content).toString('utf8').slice(0, 2000)}`,
        );
      }
      expect(error.message).toMatch(/^\S.*[.?]$/s);
      expect(error.message.length).toBeLessThan(30_000);
      outcomes.refused++;
    }
    expect(performance.now() - started, `milliseconds of file ${k}`).toBeLessThan(mostMilliseconds);
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(mostBytes);
  return outcomes;
}

/** Half of the files are damaged as JSON, half as bytes. */
const ofJson = (json: object) => (random: SeededRandom) =>
  random.uniform() < 0.5
    ? Buffer.from(JSON.stringify(damagedJson(json, random)) ?? '')
    : damagedBytes(Buffer.from(JSON.stringify(json, null, 2)), random);

function note(fault: string, { refused, accepted }: Outcomes): void {
  expect(refused).toBeGreaterThan(files / 4);
  figure(`Fuzzed ${fault}`, {
    tried: `${files} damaged files`,
    seen: `${refused} refused with a typed error, ${accepted} still valid and read; 0 crashes, hangs or other errors`,
  });
}

describe('damaged files are refused in a sentence, or were harmless', () => {
  it(`${files} headers of checkpoints`, () => {
    const tensors = {
      a: { dtype: 'float32', shape: [2, 3], values: new Float32Array(6) },
      b: { dtype: 'int32', shape: [4], values: new Int32Array(4) },
    } as const;
    const whole = encodeSafetensors({ tensors, metadata: { format: 'x' } });
    const length = Number(whole.readBigUInt64LE(0));
    const header = JSON.parse(whole.toString('utf8', 8, 8 + length)) as Record<string, unknown>;
    // Without its checksum, so that the other rules are what refuses.
    const unsigned = { ...header, __metadata__: { format: 'x' } };
    const file = (text: Buffer, claimed = BigInt(text.length)) => {
      const prefix = Buffer.alloc(8);
      prefix.writeBigUInt64LE(claimed);
      return Buffer.concat([prefix, text, whole.subarray(8 + length)]);
    };
    const outcomes = readAll(
      'header.safetensors',
      (random) => {
        if (random.uniform() < 0.1)
          return file(
            Buffer.from(JSON.stringify(unsigned)),
            BigInt(Math.floor(2 ** (random.uniform() * 63))),
          );
        return file(ofJson(unsigned)(random));
      },
      (name) => {
        const { tensors: read } = decodeSafetensors(fs.readFileSync(name), name);
        for (const { shape, values } of Object.values(read))
          expect(values.length).toBe(shape.reduce((a, b) => a * b, 1));
      },
    );
    note('checkpoint headers', outcomes);
  });

  it(`${files} configurations of encoders`, () => {
    const saved = path.join(folder, 'encoder');
    tf.tidy(() => {
      saveEncoder(saved, tinyEncoder());
    });
    const config = JSON.parse(fs.readFileSync(path.join(saved, 'config.json'), 'utf8')) as object;
    const outcomes = readAll('config.json', ofJson(config), (name) => {
      fs.copyFileSync(name, path.join(saved, 'config.json'));
      tf.tidy(() => {
        loadEncoder(saved);
      });
    });
    note('encoder configurations', outcomes);
  });

  it(`${files} tokenizers`, () => {
    const texts = ['the cat sat on the mat', 'a dog and a catalogue of dogs', 'mats for cats'];
    const tokenizer = trainWordPiece({ texts } as never, { vocabularySize: 60 });
    tokenizer.save(folder);
    const json = JSON.parse(fs.readFileSync(path.join(folder, 'tokenizer.json'), 'utf8')) as object;
    const outcomes = readAll('damaged-tokenizer.json', ofJson(json), (name) => {
      const loaded = loadTokenizer(name);
      const ids = loaded.encode('the cats sat on a catalogue');
      for (const id of ids) expect(id).toBeLessThan(loaded.vocabularySize);
    });
    note('tokenizers', outcomes);
  });

  it(`${files} dataset cards`, () => {
    const card = JSON.parse(fs.readFileSync(path.resolve('datasets/rotten-tomatoes.json'), 'utf8')) as object;
    note(
      'dataset cards',
      readAll('card.json', ofJson(card), (name) => void readCard(name)),
    );
  });
});
