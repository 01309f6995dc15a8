import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { LabError } from '../../src/errors';
import { study } from '../../src/report/studyOutcome';
import { RunStore } from '../../src/runner/store';
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../../src/training/safetensors';
import { normals } from '../numerical';
import { freshFolder, toyStudy } from '../runner/toyStudy';
import { figure } from './figures';

const flips = 1000;
const content: TensorFile = {
  tensors: {
    'encoder.weight': { dtype: 'float32', shape: [30, 20], values: normals(600, 'weights') },
    'encoder.bias': { dtype: 'float32', shape: [20], values: normals(20, 'bias') },
    'randomness.step': { dtype: 'int32', shape: [2], values: Int32Array.of(7, 250) },
  },
  metadata: { progress: '{"step":250}' },
};
const whole = encodeSafetensors(content);
const headerEnd = 8 + Number(whole.readBigUInt64LE(0));

const isRefused = (bytes: Uint8Array): boolean => {
  try {
    decodeSafetensors(bytes, 'state');
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return true;
  }
};

function flipped(bytes: Uint8Array, random: ReturnType<typeof seededRandom>): Buffer {
  const copy = Buffer.from(bytes);
  copy[random.integer(copy.length)]! ^= 1 << random.integer(8);
  return copy;
}

describe('a damaged checkpoint is refused', () => {
  it('cut at every boundary of its sections, and one byte before and after each', () => {
    const ends: number[] = [];
    for (const { values } of Object.values(content.tensors))
      ends.push((ends.at(-1) ?? headerEnd) + values.byteLength);
    const boundaries = [0, 8, headerEnd, ...ends];
    expect(boundaries.at(-1)).toBe(whole.length);
    const lengths = [...new Set(boundaries.flatMap((at) => [at - 1, at, at + 1]))].filter(
      (length) => length >= 0 && length < whole.length,
    );
    expect(isRefused(whole)).toBe(false);
    for (const length of lengths) expect(isRefused(whole.subarray(0, length)), `${length} bytes`).toBe(true);
    figure('Truncated checkpoint', {
      tried: `${lengths.length} lengths: each section's boundary and one byte to either side`,
      seen: `${lengths.length} detected`,
    });
  });

  it(`with one bit flipped, ${flips} times`, () => {
    const random = seededRandom('flips');
    let detected = 0;
    for (let k = 0; k < flips; k++) if (isRefused(flipped(whole, random))) detected++;
    expect(detected).toBe(flips);
    figure('One bit flipped in a checkpoint', {
      tried: `${flips} random bits`,
      seen: `${detected} detected`,
    });
  });

  it('where it breaks the limits of the format', () => {
    const file = (header: string, data = 8, claimed = BigInt(header.length)) => {
      const prefix = Buffer.alloc(8);
      prefix.writeBigUInt64LE(claimed);
      return Buffer.concat([prefix, Buffer.from(header), Buffer.alloc(data)]);
    };
    const tensor = (from: number, to: number) => `{"dtype":"F32","shape":[1],"data_offsets":[${from},${to}]}`;
    const cases = [
      file('{}', 0, 100_000_001n),
      file('{}', 0, 2n ** 64n - 1n),
      file(`{"a":${tensor(4, 8)}}`),
      file(`{"a":${tensor(0, 4)}}`),
      file(`{"a":${tensor(0, 4)},"b":${tensor(0, 4)}}`),
      file(`{"a":${tensor(0, 4)},"a":${tensor(4, 8)}}`),
      file(`{"a":${tensor(0, 4)},"\\u0061":${tensor(4, 8)}}`),
    ];
    expect(isRefused(file(`{"a":${tensor(0, 4)},"b":${tensor(4, 8)}}`))).toBe(false);
    for (const [index, bytes] of cases.entries()) expect(isRefused(bytes), `case ${index}`).toBe(true);
    figure('safetensors limits', {
      tried: `${cases.length} files: headers above 100 MB, holes, overlaps, duplicate keys`,
      seen: `${cases.length} refused`,
    });
  });
});

describe('damage in the store', () => {
  const folder = freshFolder();
  let records: string[];
  beforeAll(async () => {
    await study(toyStudy(), { tier: 'quick', store: folder });
    const toy = path.join(folder, 'toy');
    records = fs
      .readdirSync(toy)
      .filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
      .map((name) => path.join(toy, name));
  });

  it(`a bit flipped in a run's record is noticed, ${flips} times`, () => {
    const random = seededRandom('record flips');
    let [noticed, harmless] = [0, 0];
    for (let k = 0; k < flips; k++) {
      const file = records[random.integer(records.length)]!;
      const sound = fs.readFileSync(file);
      const damaged = flipped(sound, random);
      fs.writeFileSync(file, damaged);
      const store = new RunStore(folder);
      const record = store.read('toy', path.basename(file, '.json'));
      fs.writeFileSync(file, sound);
      if (record === undefined) {
        expect(store.damaged).toHaveLength(1);
        noticed++;
      } else {
        // White space between the parts of JSON means nothing, and a sign may stand for itself.
        expect(JSON.parse(damaged.toString())).toEqual(JSON.parse(sound.toString()));
        harmless++;
      }
    }
    expect(noticed).toBeGreaterThan(flips * 0.8);
    figure("One bit flipped in a run's record", {
      tried: `${flips} random bits`,
      seen: `${noticed} detected, ${harmless} in white space that changes nothing; the run is computed again`,
    });
  });

  it("a bit flipped in a run's artefact is noticed before anything starts from it", () => {
    const random = seededRandom('artefact flips');
    const store = new RunStore(folder);
    const withFiles = store.records('toy').filter((record) => record.files.length > 0);
    const tried = 100;
    for (let k = 0; k < tried; k++) {
      const record = withFiles[random.integer(withFiles.length)]!;
      const file = path.join(
        folder,
        'toy',
        record.id,
        record.files[random.integer(record.files.length)]!.path,
      );
      const recordFile = path.join(folder, 'toy', `${record.id}.json`);
      const [sound, text] = [fs.readFileSync(file), fs.readFileSync(recordFile)];
      fs.writeFileSync(file, flipped(sound, random));
      expect(() => new RunStore(folder).artefact(record)).toThrow(/is damaged: its file .* has changed/);
      fs.writeFileSync(file, sound);
      fs.writeFileSync(recordFile, text);
    }
    figure("One bit flipped in a run's artefact", {
      tried: `${tried} random bits`,
      seen: `${tried} detected`,
    });
  });
});
