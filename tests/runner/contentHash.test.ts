import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/errors';
import { contentHash } from '../../src/runner/contentHash';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('the hash of what data hold', () => {
  it('is 64 hexadecimal digits, the same in every process', () => {
    // Written down: what enters run ids must not change unnoticed.
    expect(contentHash({ texts: ['a', 'bc'], labels: Int32Array.of(0, 1), size: 2, none: null })).toBe(
      '3decbe5aaae8232f9569c7bfb350cbf406efee0cfcce3a18013fcee204d3a366',
    );
  });

  it('does not depend on the order of fields, on identity, nor on the buffer that holds numbers', () => {
    expect(contentHash({ a: 1, b: [2, { c: 3, d: 4 }] })).toBe(contentHash({ b: [2, { d: 4, c: 3 }], a: 1 }));
    const shared = bytes(9, 9, 1, 2, 3, 9).subarray(2, 5);
    expect(contentHash(shared)).toBe(contentHash(bytes(1, 2, 3)));
    expect(contentHash(Buffer.from([1, 2, 3]).subarray(0, 2))).toBe(contentHash(Buffer.from([1, 2])));
  });

  it('differs for everything that differs', () => {
    const sparse: number[] = [];
    sparse[2] = 1;
    const values: readonly unknown[] = [
      ...[undefined, null, true, false, 0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, 1n],
      ...['', '0', '1', 'null', 'true', 'a', 'A', 'ä', 'a\u0308'],
      ...[[], [[]], [undefined], [null], [0], [0, 0], ['0'], [1, [2]], [[1], 2], [1, 2], sparse],
      ...[{}, { a: undefined }, { a: null }, { a: 0 }, { b: 0 }, { a: { b: 0 } }, { a: 0, b: 0 }, { 0: 0 }],
      ...[bytes(), bytes(0), bytes(0, 0), new Int8Array(1), new Int32Array(1), new Float32Array(1)],
      ...[new Float64Array(1), Float32Array.of(-0), new Uint8ClampedArray(1), new BigInt64Array(1)],
      ...[new Map(), new Set(), new Map([[0, 1]]), new Set([0]), new Set([[0, 1]]), new Map([[1, 0]])],
      // Where one part ends and the next begins.
      ...[['a', 'b'], ['ab'], ['ab', ''], ['', 'ab'], ['a,b'], ['a2:b'], ['s1:a'], { ab: 'c' }, { a: 'bc' }],
      ...[{ a: 1, b: 2 }, { a: { b: 2 }, c: 1 }, [{ a: 1 }, { b: 2 }], [{ a: 1, b: 2 }], [1, { b: 2 }]],
      ...[[bytes(1), bytes(2)], [bytes(1, 2)], [bytes(), bytes(1, 2)], [[bytes(1)], bytes(2)]],
    ];
    const hashes = new Map<string, number>();
    for (const [index, value] of values.entries()) {
      const hash = contentHash(value);
      const same = hashes.get(hash);
      expect(same === undefined ? [] : [values[same], value], `${same} and ${index}`).toEqual([]);
      hashes.set(hash, index);
    }
  });

  it('counts the own fields of objects of classes, not what they compute', () => {
    class Texts {
      constructor(
        readonly texts: readonly string[],
        readonly limit: number,
      ) {}
      get size() {
        return this.texts.length;
      }
      first() {
        return this.texts[0];
      }
    }
    expect(contentHash(new Texts(['a'], 1))).not.toBe(contentHash(new Texts(['a'], 2)));
    expect(contentHash(new Texts(['a'], 1))).not.toBe(contentHash(new Texts(['b'], 1)));
    expect(contentHash(new Texts(['a'], 1))).toBe(contentHash(new Texts(['a'], 1)));
  });

  it('of one bit in a million numbers differs', () => {
    const numbers = new Float32Array(1_000_000).fill(0.5);
    const before = contentHash({ numbers });
    new Uint8Array(numbers.buffer)[2_000_001]! ^= 1;
    expect(contentHash({ numbers })).not.toBe(before);
  });

  it.each<[string, unknown]>([
    ['data is a function', () => 1],
    ['data.recipe.encode is a function', { recipe: { encode: () => 1 } }],
    ['data[1] is a symbol', [1, Symbol('x')]],
    ['data.texts is a promise', { texts: Promise.resolve([]) }],
    ['data{0}[1] is a function', new Map([['a', () => 1]])],
    ['data.Class is a function', { Class: class {} }],
  ])('is refused where %s', (place, value) => {
    expect(() => contentHash(value)).toThrow(LabError);
    expect(() => contentHash(value)).toThrow(new RegExp(`^${place.replace(/[[\]{}.]/g, '\\$&')}: `));
  });

  it.each<[string, unknown, unknown]>([
    ['dates', new Date(1), new Date(2)],
    ['patterns', /a/, /b/],
    ['buffers', new ArrayBuffer(1), new ArrayBuffer(2)],
    ['addresses', new URL('https://a.example'), new URL('https://b.example')],
    ['halves of characters', '\ud800', '\ud801'],
  ])('tells two %s apart, or refuses them', (_, one, other) => {
    const hashOf = (value: unknown, k: number) => {
      try {
        return contentHash({ value });
      } catch {
        return k;
      }
    };
    expect(hashOf(one, 1)).not.toBe(hashOf(other, 2));
  });
});
