import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { LabError } from '../../src/errors';
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../../src/training/safetensors';
import { normals } from '../numerical';

const content: TensorFile = {
  tensors: {
    'layers.0.weight': { dtype: 'float32', shape: [3, 2], values: normals(6, 'weights') },
    counter: { dtype: 'int32', shape: [2], values: Int32Array.of(-7, 2 ** 31 - 1) },
    'a name with "quotes", ümlauts and \\': { dtype: 'float32', shape: [], values: Float32Array.of(Math.PI) },
    empty: { dtype: 'float32', shape: [0, 4], values: new Float32Array(0) },
    special: {
      dtype: 'float32',
      shape: [4],
      values: Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, -0, 1e-45),
    },
  },
  metadata: { format: 'pretraining-lab', progress: '{"step":3}' },
};

/** A file as any other program might write it, from a header object or text and the data's bytes. */
function file(header: object | string, data: Uint8Array = new Uint8Array(0)): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

const refusal = (bytes: Uint8Array): string => {
  try {
    decodeSafetensors(bytes, 'weights.safetensors');
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return (error as Error).message;
  }
  return 'accepted';
};

const entry = (from: number, to: number, shape = [(to - from) / 4], dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

describe('a file of tensors', () => {
  it('comes back bit for bit, with its metadata', () => {
    const decoded = decodeSafetensors(encodeSafetensors(content), 'file');
    expect(decoded).toEqual(content);
    const bits = (values: Float32Array | Int32Array) =>
      Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    for (const [name, { values }] of Object.entries(content.tensors))
      expect(bits(decoded.tensors[name].values).equals(bits(values)), name).toBe(true);
  });

  it('starts its data at a multiple of eight, wherever it lies in memory', () => {
    const encoded = encodeSafetensors(content);
    expect(Number(encoded.readBigUInt64LE(0)) % 8).toBe(0);
    const shifted = Buffer.concat([Buffer.alloc(3), encoded]).subarray(3);
    expect(decodeSafetensors(shifted, 'file')).toEqual(content);
  });

  it('may come from another program: no checksum, no metadata, any order in the header', () => {
    const data = Buffer.from(Float32Array.of(1, 2, 3).buffer);
    const { tensors, metadata } = decodeSafetensors(
      file({ b: entry(4, 12), a: entry(0, 4, [1, 1]) }, data),
      'file',
    );
    expect([...tensors.a.values, ...tensors.b.values]).toEqual([1, 2, 3]);
    expect(tensors.a.shape).toEqual([1, 1]);
    expect(metadata).toEqual({});
  });

  it('may hold no tensors at all', () => {
    const nothing = { tensors: {}, metadata: {} };
    expect(decodeSafetensors(encodeSafetensors(nothing), 'file')).toEqual(nothing);
  });
});

describe('tensors without elements', () => {
  const data = Buffer.from(Float32Array.of(1, 2, 3).buffer);

  it.each<[string, object]>([
    ['first', { marker: entry(0, 0, [0]), a: entry(0, 8), b: entry(8, 12) }],
    ['between', { a: entry(0, 8), marker: entry(8, 8, [0, 7]), b: entry(8, 12) }],
    ['last', { a: entry(0, 8), b: entry(8, 12), marker: entry(12, 12, [3, 0]) }],
    ['later in the header', { b: entry(8, 12), marker: entry(8, 8, [0]), a: entry(0, 8) }],
    ['called by numbers', { 1: entry(8, 8, [0]), 0: entry(8, 12), 2: entry(0, 8) }],
    ['two at one place', { y: entry(8, 8, [0]), x: entry(8, 8, [0]), b: entry(8, 12), a: entry(0, 8) }],
  ])('may stand %s', (_, header) => {
    const { tensors } = decodeSafetensors(file(header, data), 'file');
    expect(Object.keys(tensors).sort()).toEqual(Object.keys(header).sort());
    const values = Object.values(tensors).flatMap((tensor) => [...tensor.values]);
    expect(values.sort()).toEqual([1, 2, 3]);
  });

  it('leave no hole behind which another could hide', () => {
    expect(refusal(file({ a: entry(0, 8), marker: entry(8, 8, [0]), b: entry(12, 16) }, data))).toContain(
      'leaves a hole',
    );
    expect(refusal(file({ marker: entry(4, 4, [0]), a: entry(0, 12) }, data))).toContain('overlaps another');
  });
});

describe('what cannot be saved', () => {
  const values = new Float32Array(2);
  it.each<[string, TensorFile, string]>([
    [
      'too few values',
      { tensors: { a: { dtype: 'float32', shape: [3], values } }, metadata: {} },
      "The tensor 'a' cannot be saved: it has 2 values, and its shape [3] has room for 3.",
    ],
    ['too many', { tensors: { a: { dtype: 'float32', shape: [], values } }, metadata: {} }, 'room for 1'],
    [
      'a shape that is no shape',
      { tensors: { a: { dtype: 'float32', shape: [-1, -2], values } }, metadata: {} },
      'not of whole numbers from 0',
    ],
    [
      'values of another type',
      { tensors: { a: { dtype: 'int32', shape: [2], values } }, metadata: {} },
      'its values are not of its type int32',
    ],
    [
      "the format's own name",
      { tensors: { __metadata__: { dtype: 'float32', shape: [2], values } }, metadata: {} },
      'give it another name',
    ],
    [
      'half a character in a name',
      { tensors: { 'a\ud83d': { dtype: 'float32', shape: [2], values } }, metadata: {} },
      'its name holds half a character',
    ],
    ['metadata of the checksum', { tensors: {}, metadata: { checksum: 'mine' } }, "may have no 'checksum'"],
  ])('is refused: %s', (_, content, sentence) => {
    expect(() => encodeSafetensors(content)).toThrow(LabError);
    expect(() => encodeSafetensors(content)).toThrow(sentence);
  });
});

describe('any file of tensors', () => {
  // JSON keeps keys that look like numbers first, and '__proto__' is a name like others.
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('__proto__', 'constructor', 'toString', '', '10', '2', ' ', '"', '\\'),
  );
  const tensor = fc
    .tuple(fc.array(fc.nat(3), { maxLength: 4 }), fc.boolean(), fc.integer())
    .map(([shape, whole, seed]) => {
      const size = shape.reduce((product, side) => product * side, 1);
      const random = seededRandom(String(seed));
      const bits = Int32Array.from({ length: size }, () => random.integer(2 ** 31) * 2);
      return whole
        ? { dtype: 'int32' as const, shape, values: bits }
        : { dtype: 'float32' as const, shape, values: new Float32Array(bits.buffer) };
    });
  const texts = fc
    .dictionary(name, fc.string({ unit: 'binary' }), { maxKeys: 4 })
    .filter((metadata) => !Object.hasOwn(metadata, 'checksum'));
  const whole = fc
    .uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, maxLength: 6 })
    .filter((entries) => entries.every(([key]) => key !== '__metadata__'));

  it('comes back bit for bit', () => {
    fc.assert(
      fc.property(whole, texts, (entries, metadata) => {
        const tensors = Object.fromEntries(entries);
        const decoded = decodeSafetensors(encodeSafetensors({ tensors, metadata }), 'file');
        expect(Object.keys(decoded.tensors).sort()).toEqual(Object.keys(tensors).sort());
        expect(Object.entries(decoded.metadata).sort()).toEqual(Object.entries(metadata).sort());
        for (const [key, { dtype, shape, values }] of entries) {
          const found = decoded.tensors[key];
          expect([found.dtype, found.shape]).toEqual([dtype, shape]);
          expect(Buffer.from(found.values.buffer).equals(Buffer.from(values.buffer))).toBe(true);
        }
      }),
      { seed: 30, numRuns: 300 },
    );
  });

  it('is read alike whatever the order of its header', () => {
    fc.assert(
      fc.property(whole, fc.integer(), (entries, seed) => {
        const encoded = encodeSafetensors({ tensors: Object.fromEntries(entries), metadata: {} });
        const start = 8 + Number(encoded.readBigUInt64LE(0));
        const { __metadata__: _, ...header } = JSON.parse(encoded.toString('utf8', 8, start)) as object & {
          __metadata__: object;
        };
        const shuffled = seededRandom(String(seed)).shuffle(Object.entries(header));
        const text = `{${shuffled.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`;
        const decoded = decodeSafetensors(file(text, encoded.subarray(start)), 'file');
        for (const [key, { values }] of entries)
          expect(Buffer.from(decoded.tensors[key].values.buffer).equals(Buffer.from(values.buffer))).toBe(
            true,
          );
      }),
      { seed: 31, numRuns: 300 },
    );
  });
});

describe('damage is found', () => {
  it('at every place where the file can end', () => {
    const encoded = encodeSafetensors(content);
    for (let length = 0; length < encoded.length; length++)
      expect(refusal(encoded.subarray(0, length)), `${length} of ${encoded.length} bytes`).toContain(
        'not a usable safetensors file',
      );
    expect(refusal(encoded.subarray(0, 5))).toContain('it ends before its header');
    expect(refusal(encoded.subarray(0, 40))).toContain('it ends inside its header');
    expect(refusal(encoded.subarray(0, encoded.length - 1))).toContain('it ends inside its tensors');
  });

  it('in every bit of the file, one flipped at a time', () => {
    const encoded = encodeSafetensors(content);
    const accepted: string[] = [];
    for (let bit = 0; bit < encoded.length * 8; bit++) {
      encoded[bit >> 3] ^= 1 << (bit & 7);
      if (refusal(encoded) === 'accepted') accepted.push(`byte ${bit >> 3}, bit ${bit & 7}`);
      encoded[bit >> 3] ^= 1 << (bit & 7);
    }
    expect(accepted).toEqual([]);
  });

  it('in 200 random flips of a larger file', () => {
    const values = normals(5000, 'large');
    const encoded = encodeSafetensors({
      tensors: { w: { dtype: 'float32', shape: [5000], values } },
      metadata: {},
    });
    const random = seededRandom('flips');
    for (let flip = 0; flip < 200; flip++) {
      const [at, mask] = [random.integer(encoded.length), 1 << random.integer(8)];
      encoded[at] ^= mask;
      expect(refusal(encoded), `byte ${at}`).not.toBe('accepted');
      encoded[at] ^= mask;
    }
  });

  it('where bytes follow the last tensor', () => {
    expect(refusal(Buffer.concat([encodeSafetensors(content), Buffer.alloc(4)]))).toContain(
      'bytes follow its last tensor',
    );
  });
});

describe('what is refused, each by its own sentence', () => {
  const data = new Uint8Array(16);

  it.each<[string, Buffer, string]>([
    ['a header of spaces', file(''.padEnd(10)), 'its header is not JSON'],
    ['a list as header', file('[]'), 'its header is not an object'],
    ['no object as header', file('null'), 'its header is not an object'],
    ['two tensors of one name', file('{"a":{},"a":{}}'), 'its header names a tensor twice'],
    ['two tensors of one name, spelt differently', file('{"a":{},"\\u0061" :{}}'), 'names a tensor twice'],
    ['a hole at the start', file({ a: entry(4, 8) }, data), "tensor 'a' leaves a hole or overlaps another"],
    [
      'a hole between',
      file({ a: entry(0, 4), b: entry(8, 16) }, data),
      "tensor 'b' leaves a hole or overlaps",
    ],
    ['an overlap', file({ a: entry(0, 8), b: entry(4, 16) }, data), "tensor 'b' leaves a hole or overlaps"],
    ['no type', file({ a: { shape: [4], data_offsets: [0, 16] } }, data), "tensor 'a' has type undefined"],
    ['a tensor that is null', file({ a: null }, data), "tensor 'a' has type undefined"],
    [
      'too small a shape',
      file({ a: entry(0, 16, [3]) }, data),
      "tensor 'a' of shape [3] does not fill its 16 bytes",
    ],
    ['a vast shape', file({ a: entry(0, 16, [2 ** 40, 2 ** 40]) }, data), 'does not fill its 16 bytes'],
    ['a negative side', file({ a: entry(0, 16, [-2, -2]) }, data), "tensor 'a' has no valid shape"],
    ['a broken side', file({ a: entry(0, 16, [1.5]) }, data), "tensor 'a' has no valid shape"],
    [
      'a shape that is no list',
      file('{"a":{"dtype":"F32","shape":4,"data_offsets":[0,16]}}', data),
      'no valid shape',
    ],
    ['backward offsets', file({ a: entry(16, 0, [4]) }, data), 'leaves a hole or overlaps'],
    [
      'three offsets',
      file('{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,8,16]}}', data),
      'no valid data_offsets',
    ],
    ['an end beyond the file', file({ a: entry(0, 32) }, data), 'it ends inside its tensors'],
    [
      'another file’s checksum',
      file({ __metadata__: { checksum: `sha256:${createHash('sha256').digest('hex')}` } }),
      'its checksum does not match, so it was damaged',
    ],
  ])('%s', (_, bytes, sentence) => {
    const message = refusal(bytes);
    expect(message).toContain(`weights.safetensors is not a usable safetensors file: `);
    expect(message).toContain(sentence);
    expect(message).toContain('restore it from a copy, or delete it');
  });

  it.each<[string, Buffer, string]>([
    [
      'a type that is not read',
      file({ a: entry(0, 16, [4], 'F64') }, data),
      `tensor 'a' has type "F64", and only F32 and I32 are read; write it as F32 or I32 where it was made.`,
    ],
    ['half precision', file({ a: entry(0, 4, [2], 'BF16') }, data.subarray(0, 4)), 'write it as F32 or I32'],
    ['metadata that is null', file({ __metadata__: null as unknown as object }), 'not an object of texts'],
    ['metadata that is a list', file({ __metadata__: ['x'] }), 'not an object of texts'],
    [
      'metadata that is not text',
      file({ __metadata__: { step: 3 } }),
      'its metadata is not an object of texts; write every value of its metadata as text.',
    ],
  ])('%s, which no copy would mend', (_, bytes, sentence) => {
    const message = refusal(bytes);
    expect(message).toContain(sentence);
    expect(message).not.toContain('restore it');
  });

  it('a header that claims to be too large, before anything is reserved for it', () => {
    for (const claim of [100_000_001n, 2n ** 63n]) {
      const bytes = file({});
      bytes.writeBigUInt64LE(claim);
      expect(refusal(bytes)).toContain(`its header claims ${claim} bytes, and 100000000 is the limit`);
    }
  });
});

/** A Python with the reference implementation, if this machine has one. */
const python = [process.env.LAB_SAFETENSORS_PYTHON, path.resolve('.lab/python/bin/python'), 'python3'].find(
  (candidate) => candidate && spawnSync(candidate, ['-c', 'import numpy, safetensors.numpy']).status === 0,
);
if (!python)
  console.warn(
    'Skipped: no Python with safetensors and numpy; name one in LAB_SAFETENSORS_PYTHON to check against it.',
  );

describe.skipIf(!python)('the reference implementation in Python', () => {
  let folder: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-safetensors-'));
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const run = (code: string) => {
    const { stdout, stderr, status } = spawnSync(python!, ['-c', code], { cwd: folder, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    return stdout;
  };

  it('reads what is written here', () => {
    fs.writeFileSync(path.join(folder, 'ours.safetensors'), encodeSafetensors(content));
    const found = JSON.parse(
      run(`
import json, safetensors
with safetensors.safe_open('ours.safetensors', 'numpy') as f:
    names = sorted(f.keys())
    tensors = {k: f.get_tensor(k) for k in names}
    print(json.dumps({'names': names, 'metadata': {k: v for k, v in f.metadata().items() if k != 'checksum'},
        'shapes': [list(tensors[k].shape) for k in names], 'bytes': [tensors[k].tobytes().hex() for k in names]}))
`),
    );
    const names = Object.keys(content.tensors).sort((a, b) => (a < b ? -1 : 1));
    expect(found).toEqual({
      names,
      metadata: content.metadata,
      shapes: names.map((name) => content.tensors[name].shape),
      bytes: names.map((name) => Buffer.from(content.tensors[name].values.buffer).toString('hex')),
    });
  });

  it('writes what is read here', () => {
    run(`
import numpy as np
from safetensors.numpy import save_file
save_file({'b': np.arange(6, dtype=np.float32).reshape(2, 3) / 4, 'a': np.array([-1, 5], dtype=np.int32)}, 'theirs.safetensors', {'format': 'np'})
`);
    const decoded = decodeSafetensors(fs.readFileSync(path.join(folder, 'theirs.safetensors')), 'theirs');
    expect(decoded).toEqual({
      tensors: {
        a: { dtype: 'int32', shape: [2], values: Int32Array.of(-1, 5) },
        b: { dtype: 'float32', shape: [2, 3], values: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25) },
      },
      metadata: { format: 'np' },
    });
  });
});
