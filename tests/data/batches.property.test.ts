/** What holds of batches, budgets, blocks and byte files whatever the sizes and seeds are. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochStream, exampleStream, lengthBucketedBatches } from '../../src/data/batches';
import { readIdx, writeIdx } from '../../src/data/idx';
import { budgetIndices } from '../../src/data/labelBudget';
import { packedBlocks } from '../../src/data/packing';
import { LabError } from '../../src/errors';

const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);
const upTo = (count: number) => [...Array(count).keys()];
const seeds = fc.integer({ min: -1000, max: 1000 });

describe('Batches of any sequences', () => {
  it('hold each once, in the smallest length that holds it or else the longest', () => {
    const given = fc.record({
      lengths: fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
      sequences: fc.array(fc.nat(60), { maxLength: 60 }),
      batchSize: fc.integer({ min: 1, max: 9 }),
      seed: seeds,
      epoch: fc.nat(5),
    });
    fc.assert(
      fc.property(given, ({ sequences, ...options }) => {
        const batches = lengthBucketedBatches(
          sequences.map((length) => ({ length })),
          options,
        );
        expect(sorted(batches.flatMap(({ indices }) => indices))).toEqual(upTo(sequences.length));
        const lengths = sorted(options.lengths);
        for (const { indices, length } of batches) {
          expect(indices.length).toBeLessThanOrEqual(options.batchSize);
          for (const index of indices)
            expect(length).toBe(lengths.find((one) => one >= sequences[index]!) ?? lengths.at(-1));
        }
      }),
    );
  });

  it('show every example once before any a second time', () => {
    const given = fc.record({
      examples: fc.integer({ min: 1, max: 30 }),
      batchSize: fc.integer({ min: 1, max: 8 }),
      seed: seeds,
      sized: fc.boolean(),
    });
    fc.assert(
      fc.property(given, ({ examples, batchSize, seed, sized }) => {
        const next = exampleStream(examples, batchSize, seed, sized ? (example) => example % 7 : undefined);
        const drawn = Array.from({ length: Math.ceil((8 * examples) / batchSize) }, next).flat();
        expect(new Set(drawn).size).toBe(examples);
        const counts = upTo(examples).map((example) => drawn.filter((one) => one === example).length);
        // With sizes, batches of a group come in any order: a group is four batches.
        const slack = sized ? Math.ceil((4 * batchSize) / examples) + 1 : 1;
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(slack);
      }),
    );
  });

  it('of images hold no image twice in an epoch, and repeat by seed', () => {
    const given = fc
      .record({ batchSize: fc.integer({ min: 1, max: 8 }), more: fc.nat(30), seed: seeds })
      .map(({ batchSize, more, seed }) => ({ examples: batchSize + more, batchSize, seed }));
    fc.assert(
      fc.property(given, ({ examples, batchSize, seed }) => {
        const draw = (order: string) => {
          const next = epochStream(examples, { batchSize, seed, order });
          return Array.from({ length: Math.floor(examples / batchSize) }, next);
        };
        const epoch = draw('images').flat();
        expect(new Set(epoch).size).toBe(epoch.length);
        expect(draw('images').flat()).toEqual(epoch);
      }),
    );
  });
});

describe('Any label budget', () => {
  const labelled = fc.record({
    classes: fc.integer({ min: 1, max: 5 }),
    perClass: fc.integer({ min: 1, max: 6 }),
    extra: fc.array(fc.nat(4), { maxLength: 20 }),
    seed: seeds,
  });

  it('takes as many of every class, the smaller of one seed within the larger', () => {
    fc.assert(
      fc.property(labelled, ({ classes, perClass, extra, seed }) => {
        const labels = [
          ...upTo(classes * perClass).map((k) => k % classes),
          ...extra.filter((label) => label < classes),
        ];
        const names = upTo(classes).map((label) => `class ${label}`);
        const drawn = upTo(perClass).map((k) => budgetIndices(labels, names, { perClass: k + 1, seed }));
        for (const [k, indices] of drawn.entries()) {
          expect(new Set(indices).size).toBe(indices.length);
          for (const label of upTo(classes))
            expect(indices.filter((index) => labels[index] === label)).toHaveLength(k + 1);
          expect(indices).toEqual(expect.arrayContaining(drawn[Math.max(0, k - 1)]!));
        }
      }),
    );
  });
});

describe('Any blocks', () => {
  it('are the texts with a separator after each, in order, to the last whole block', () => {
    const given = fc.record({
      texts: fc.array(fc.array(fc.integer({ min: 5, max: 99 }), { maxLength: 12 }), { maxLength: 12 }),
      length: fc.integer({ min: 1, max: 10 }),
    });
    fc.assert(
      fc.property(given, ({ texts, length }) => {
        const joined = texts.flatMap((text) => [...text, 3]);
        const sequences = texts.map((text) => Int32Array.from(text));
        const pack = () => packedBlocks(sequences, { length, separator: 3 });
        if (joined.length < length) {
          expect(pack).toThrow(LabError);
          return;
        }
        const whole = Math.floor(joined.length / length) * length;
        expect(pack().flatMap((block) => [...block])).toEqual(joined.slice(0, whole));
      }),
    );
  });
});

describe('Any file of bytes in a shape', () => {
  const shaped = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }).chain((shape) =>
    fc
      .uint8Array({
        minLength: shape.reduce((product, size) => product * size, 1),
        maxLength: shape.reduce((product, size) => product * size, 1),
      })
      .map((values) => ({ shape, values })),
  );

  it('comes back as it was written, and is refused wherever it is cut', () => {
    fc.assert(
      fc.property(shaped, fc.nat(), ({ shape, values }, place) => {
        const bytes = writeIdx(shape, values);
        const read = readIdx(bytes, 'file');
        expect(read.shape).toEqual(shape);
        expect(Buffer.from(read.values)).toEqual(Buffer.from(values));
        const cut = bytes.subarray(0, place % bytes.length);
        expect(() => readIdx(cut, 'file')).toThrow(LabError);
      }),
    );
  });

  it('is read, or refused in one sentence, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          readIdx(Buffer.from(bytes), 'file');
        } catch (error) {
          expect(error).toBeInstanceOf(LabError);
        }
      }),
    );
  });
});
