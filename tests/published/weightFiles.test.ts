import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { LabError } from '../../src/errors';
import { openGguf } from '../../src/published/ggufFile';
import { openWeightFiles } from '../../src/published/weightFiles';
import { encodeSafetensors } from '../../src/training/safetensors';
import { freshFolder } from '../runner/toyStudy';
import { gguf } from './ggufBytes';

let folder: string;
beforeEach(() => {
  folder = freshFolder();
});

interface Part {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A safetensors file written from the format's description. */
function safetensors(parts: Readonly<Record<string, Part>>, metadata = { format: 'pt' }): Buffer {
  let at = 0;
  const header: Record<string, unknown> = { __metadata__: metadata };
  for (const [name, { dtype, shape, bytes }] of Object.entries(parts)) {
    header[name] = { dtype, shape, data_offsets: [at, at + bytes.length] };
    at += bytes.length;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...Object.values(parts).map(({ bytes }) => bytes)]);
}

const bytesOf = (values: ArrayBufferView) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
const write = (name: string, content: Uint8Array | string) =>
  fs.writeFileSync(path.join(folder, name), content);
const refusal = () => {
  try {
    openWeightFiles(folder);
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return (error as Error).message;
  }
  throw new Error('it was read');
};

/** The value of a binary16 from its definition (IEEE 754-2008, 3.4). */
function slowHalf(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0
    ? sign * (fraction / 1024) * 2 ** -14
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

describe('safetensors', () => {
  it('of every number type are read as float32', () => {
    const all = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);
    write(
      'model.safetensors',
      safetensors({
        single: { dtype: 'F32', shape: [2, 1], bytes: bytesOf(Float32Array.of(1.5, -0.1)) },
        double: { dtype: 'F64', shape: [1], bytes: bytesOf(Float64Array.of(0.1)) },
        half: { dtype: 'F16', shape: [256, 256], bytes: bytesOf(all) },
        brain: { dtype: 'BF16', shape: [2], bytes: bytesOf(Uint16Array.of(0x3fc0, 0xff80)) },
        long: { dtype: 'I64', shape: [1, 2], bytes: bytesOf(BigInt64Array.of(-7n, 16_777_216n)) },
        word: { dtype: 'I32', shape: [], bytes: bytesOf(Int32Array.of(-3)) },
        bytes: { dtype: 'U8', shape: [3], bytes: Uint8Array.of(0, 1, 255) },
        marker: { dtype: 'F32', shape: [0, 4], bytes: new Uint8Array() },
      }),
    );
    const files = openWeightFiles(folder);
    expect(new Set(files.names)).toEqual(
      new Set(['single', 'double', 'half', 'brain', 'long', 'word', 'bytes', 'marker']),
    );
    expect(files.shape('single')).toEqual([2, 1]);
    expect([...files.read('single')]).toEqual([1.5, Math.fround(-0.1)]);
    expect([...files.read('double')]).toEqual([Math.fround(0.1)]);
    expect([...files.read('half')]).toEqual([...all].map(slowHalf));
    expect([...files.read('brain')]).toEqual([1.5, Number.NEGATIVE_INFINITY]);
    expect([...files.read('long')]).toEqual([-7, 16_777_216]);
    expect([...files.read('word')]).toEqual([-3]);
    expect([...files.read('bytes')]).toEqual([0, 1, 255]);
    expect(files.read('marker')).toHaveLength(0);
    expect(() => files.read('sinlge')).toThrow("has no tensor 'sinlge'; did you mean 'single'?");
  });

  it("of the lab's own are read, too", () => {
    const values = Float32Array.of(1, 2, 3);
    write(
      'model.safetensors',
      encodeSafetensors({ tensors: { a: { dtype: 'float32', shape: [3], values } }, metadata: {} }),
    );
    expect([...openWeightFiles(folder).read('a')]).toEqual([1, 2, 3]);
  });

  it('in shards are read by their index, which may not lead out nor name what is not there', () => {
    const part = (value: number) => ({ dtype: 'F32', shape: [1], bytes: bytesOf(Float32Array.of(value)) });
    write('model-00001-of-00002.safetensors', safetensors({ first: part(1) }));
    write('model-00002-of-00002.safetensors', safetensors({ second: part(2), third: part(3) }));
    const index = (map: object) => write('model.safetensors.index.json', JSON.stringify({ weight_map: map }));
    index({ first: 'model-00001-of-00002.safetensors', second: 'model-00002-of-00002.safetensors' });
    const files = openWeightFiles(folder);
    expect(files.names).toEqual(['first', 'second']);
    expect([...files.read('second')]).toEqual([2]);
    index({ first: '../elsewhere.safetensors' });
    expect(refusal()).toContain("leaves its folder by '..'");
    index({ fourth: 'model-00002-of-00002.safetensors' });
    expect(refusal()).toContain("model-00002-of-00002.safetensors does not hold 'fourth'");
    index({ first: 'weights.bin' });
    expect(refusal()).toContain("'first' is in no .safetensors file");
    index({ first: 'model-00001-of-00002.safetensors', second: 'model-00003-of-00002.safetensors' });
    expect(refusal()).toContain('names model-00003-of-00002.safetensors, which is not in the folder');
  });

  it('are looked for in a folder alone, among its files alone', () => {
    write('model.bin', 'x');
    expect(() => openWeightFiles(path.join(folder, 'model.bin'))).toThrow(
      'model.bin is a file: name the folder of a published model.',
    );
    fs.rmSync(path.join(folder, 'model.bin'));
    fs.mkdirSync(path.join(folder, 'model.safetensors'));
    fs.mkdirSync(path.join(folder, 'model.gguf'));
    fs.symlinkSync('nowhere', path.join(folder, 'other.gguf'));
    expect(refusal()).toContain('has no model.safetensors: name the folder that holds it.');
  });

  it('that are damaged are refused in a sentence', () => {
    const sound = safetensors({ a: { dtype: 'F32', shape: [2], bytes: bytesOf(Float32Array.of(1, 2)) } });
    const damaged: [Uint8Array, string][] = [
      [sound.subarray(0, 5), 'it ends before its header'],
      [sound.subarray(0, 20), 'it ends inside its header'],
      [sound.subarray(0, sound.length - 1), 'it ends inside its tensors'],
      [Buffer.concat([sound, Buffer.alloc(1)]), 'bytes follow its last tensor'],
      [Buffer.concat([Buffer.alloc(8, 255), sound]), 'is the limit'],
      [safetensors({ a: { dtype: 'F4', shape: [2], bytes: new Uint8Array(1) } }), 'has type "F4"'],
      [
        safetensors({ a: { dtype: 'F32', shape: [3], bytes: new Uint8Array(8) } }),
        'does not fill its 8 bytes',
      ],
      [safetensors({ a: { dtype: 'I64', shape: [1], bytes: bytesOf(BigInt64Array.of(2n ** 40n)) } }), ''],
    ];
    for (const [content, said] of damaged) {
      write('model.safetensors', content);
      if (said !== '') expect(refusal()).toContain(said);
      else expect(() => openWeightFiles(folder).read('a')).toThrow('whole numbers are read up to 2^24');
    }
  });
});

describe('GGUF', () => {
  const random = seededRandom('blocks');
  const noise = (length: number) => Uint8Array.from({ length }, () => random.integer(256));
  /** Blocks of noise whose scales are ordinary numbers. */
  const blocks = (count: number, stride: number, scales: number) => {
    const bytes = noise(count * stride);
    for (let block = 0; block < count; block++)
      for (let k = 0; k < scales; k++)
        bytes[block * stride + 2 * k + 1] = (bytes[block * stride + 2 * k + 1]! & 0x80) | 0x2c;
    return bytes;
  };

  it('blocks are what the slow loops of their description give', () => {
    const half = (bytes: Uint8Array, at: number) => slowHalf(bytes[at]! | (bytes[at + 1]! << 8));
    const slow = {
      2: (bytes: Uint8Array, block: number, j: number) => {
        const at = block * 18;
        const pair = bytes[at + 2 + (j % 16)]!;
        return ((j < 16 ? pair & 15 : pair >> 4) - 8) * half(bytes, at);
      },
      3: (bytes: Uint8Array, block: number, j: number) => {
        const at = block * 20;
        const pair = bytes[at + 4 + (j % 16)]!;
        return (j < 16 ? pair & 15 : pair >> 4) * half(bytes, at) + half(bytes, at + 2);
      },
      8: (bytes: Uint8Array, block: number, j: number) => {
        const at = block * 34;
        const byte = bytes[at + 2 + j]!;
        return (byte > 127 ? byte - 256 : byte) * half(bytes, at);
      },
    };
    const stored = { 2: blocks(6, 18, 1), 3: blocks(6, 20, 2), 8: blocks(6, 34, 1) };
    const tensors = ([2, 3, 8] as const).map((type) => ({
      name: `type ${type}`,
      shape: [3, 64],
      type,
      bytes: stored[type],
    }));
    write('model.gguf', gguf(tensors));
    const files = openWeightFiles(folder);
    for (const type of [2, 3, 8] as const) {
      expect(files.shape(`type ${type}`)).toEqual([3, 64]);
      const expected = Array.from({ length: 192 }, (_, i) =>
        slow[type](stored[type], Math.floor(i / 32), i % 32),
      );
      const read = files.read(`type ${type}`);
      expect(read).toHaveLength(192);
      for (const [i, value] of expected.entries()) expect(read[i]).toBeCloseTo(value, 5);
    }
  });

  it('plain numbers and facts are read', () => {
    write(
      'model.gguf',
      gguf([{ name: 'a', shape: [1, 2], type: 0, bytes: bytesOf(Float32Array.of(1.5, -2)) }]),
    );
    expect([...openWeightFiles(folder).read('a')]).toEqual([1.5, -2]);
    const { facts } = openGguf(path.join(folder, 'model.gguf'));
    expect(Object.fromEntries(facts)).toEqual({
      'general.architecture': 'other',
      'llama.block_count': 30,
      tokens: ['a', 'ÿ'],
    });
  });

  it('files that are cut off, altered, or of another type are refused in a sentence', () => {
    const sound = gguf([{ name: 'a', shape: [32], type: 8, bytes: blocks(1, 34, 1) }]);
    for (let length = 0; length < sound.length - 30; length += 7) {
      write('model.gguf', sound.subarray(0, length));
      expect(refusal()).toMatch(/is not a usable GGUF file: .*; fetch it again\.$/);
    }
    write('model.gguf', gguf([{ name: 'a', shape: [256], type: 12, bytes: noise(144) }]));
    expect(refusal()).toContain(
      "tensor 'a' is stored as type 12, and only F32, F16, BF16, Q4_0, Q4_1, Q8_0 are read",
    );
    write('model.gguf', gguf([{ name: 'a', shape: [3, 16], type: 8, bytes: noise(68) }]));
    expect(refusal()).toContain("rows of tensor 'a' are not whole blocks");
  });

  it('with any byte altered never does anything but read or refuse', () => {
    const sound = gguf([{ name: 'a', shape: [32], type: 8, bytes: blocks(1, 34, 1) }]);
    for (let k = 0; k < 600; k++) {
      const bytes = Buffer.from(sound);
      bytes[random.integer(bytes.length)] = random.integer(256);
      write('model.gguf', bytes);
      try {
        const files = openWeightFiles(folder);
        for (const name of files.names) files.read(name);
      } catch (error) {
        expect(error).toBeInstanceOf(LabError);
      }
    }
  });
});

it('a folder without weights, or with those that run code, is told the remedy', () => {
  expect(refusal()).toContain('has no model.safetensors: name the folder that holds it.');
  write('pytorch_model.bin', 'x');
  expect(refusal()).toMatch(
    /has pytorch_model\.bin and no model\.safetensors: convert it where you trust it, in Python with .*safe_serialization=True\)\.$/,
  );
});
