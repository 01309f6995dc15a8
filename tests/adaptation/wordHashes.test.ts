import { describe, expect, it } from 'vitest';
import { countWords, textKey, uniformOf, wordHashes } from '../../src/adaptation/wordHashes';

/** FNV-1a as its authors write it, over UTF-16 code units. */
function slowHash(word: string): number {
  let hash = 2166136261n;
  for (let k = 0; k < word.length; k++) hash = ((hash ^ BigInt(word.charCodeAt(k))) * 16777619n) % 2n ** 32n;
  return Number(hash);
}

describe('wordHashes', () => {
  it('is FNV-1a of lower-case words', () => {
    const words = ['the', 'cat', 's', '42', 'lives', 'été'];
    // Views hold 32 bits without a sign.
    expect([...wordHashes("The cat's 42 LIVES, été!")]).toEqual(words.map(slowHash));
    expect(slowHash('a')).toBe(0xe40c292c);
  });

  it('finds no word in an empty text or one of punctuation, and many in a long one', () => {
    expect(countWords('')).toBe(0);
    expect(countWords(' ... !? \u2003 ')).toBe(0);
    expect(countWords('word '.repeat(5000))).toBe(5000);
  });

  it('parts words at wide spaces and dashes', () => {
    expect(countWords('one\u00a0two\u2014three')).toBe(3);
  });
});

describe('textKey', () => {
  const key = (text: string) => textKey(wordHashes(text));
  it('is equal for texts that differ in case, spacing and punctuation only', () => {
    expect(key('Buy it  now!')).toBe(key('buy IT, now'));
    expect(key('buy it now')).not.toBe(key('buy now it'));
    expect(key('buy it now')).not.toBe(key('buy it now now'));
  });

  it('differs for 100,000 different texts, all whole numbers of 53 bits', () => {
    const keys = new Set(Array.from({ length: 100_000 }, (_, k) => key(`text ${k}`)));
    expect(keys.size).toBe(100_000);
    expect([...keys].every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true);
  });
});

describe('uniformOf', () => {
  it('is uniform, the same for the same seed and unrelated for another', () => {
    const draw = (seed: number) => Array.from({ length: 20_000 }, (_, k) => uniformOf(k * 2 ** 20 + k, seed));
    const [first, second] = [draw(1), draw(2)];
    expect(draw(1)).toEqual(first);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(first)).toBeCloseTo(0.5, 2);
    expect(mean(first.map((value) => (value - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
    const covariance = mean(first.map((value, k) => (value - 0.5) * (second[k]! - 0.5)));
    expect(Math.abs(covariance)).toBeLessThan(0.002);
    expect(Math.min(...first)).toBeGreaterThan(0);
    expect(Math.max(...first)).toBeLessThan(1);
  });
});
