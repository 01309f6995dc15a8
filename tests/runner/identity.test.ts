import { describe, expect, it } from 'vitest';
import { canonicalJson, identify, sha256, shortId } from '../../src/runner/identity';

describe('names that follow from content', () => {
  it('are equal for equal values, whatever the order of their fields', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}');
    expect(canonicalJson([undefined, 'ä', 1e21, -0, 0.1])).toBe('[null,"ä",1e+21,0,0.1]');
    expect(identify({ a: 1, b: 2 })).toBe(identify({ b: 2, a: 1, c: undefined }));
    expect(identify([1, 2])).not.toBe(identify([2, 1]));
  });

  it('are refused for numbers that JSON would silently change', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => canonicalJson({ a: [value] })).toThrow(`canonical JSON cannot carry the number ${value}`);
    }
  });

  it('are SHA-256, and shown by their first ten digits', () => {
    // FIPS 180-4, example of one block.
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(sha256('abc')).toBe(abc);
    expect(sha256(Buffer.from('abc'))).toBe(abc);
    expect(identify('abc')).toBe(sha256('"abc"'));
    expect(shortId(abc)).toBe('ba7816bf8f');
  });
});
