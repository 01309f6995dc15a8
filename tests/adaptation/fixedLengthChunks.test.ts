import { describe, expect, it } from 'vitest';
import { fixedLengthChunks } from '../../src/adaptation/fixedLengthChunks';
import { importanceResampling } from '../../src/adaptation/importanceResampling';
import { type Selection, selectCorpus } from '../../src/adaptation/selectCorpus';
import { seededRandom } from '../../src/data/seededRandom';
import { gardenWords, harbourWords, sentences } from './pools';

describe('fixed-length chunks', () => {
  it('cut long texts, join short neighbours and leave the last words out', () => {
    expect(fixedLengthChunks(['a b c', ' d ', '', 'e\nf  g h'], 2)).toEqual(['a b', 'c d', 'e f', 'g h']);
    expect(fixedLengthChunks(['a b c', 'd e'], 3)).toEqual(['a b c']);
    expect(fixedLengthChunks([], 3)).toEqual([]);
  });

  it('are refused where their length is no whole number', () => {
    expect(() => fixedLengthChunks(['a'], 0)).toThrow('A chunk of 0 words cannot be cut');
    expect(() => fixedLengthChunks(['a'], 1.5)).toThrow('give a whole number from 1');
  });
});

describe('a target of few long texts, in a pool of short ones of another domain', () => {
  // Garden texts are long and hold words that the few target texts happen to lack, as those of real domains do.
  const rare = Array.from({ length: 2000 }, (_, k) => `plant${k}`);
  const random = seededRandom('rare plants');
  const withRare = (text: string) =>
    text
      .split(' ')
      .map((word) => (random.uniform() < 0.25 ? rare[random.integer(rare.length)]! : word))
      .join(' ');
  const garden = sentences(gardenWords, 40, 240, 'long garden').map(withRare);
  const harbour = sentences(harbourWords, 4000, 6, 'short harbour');
  const target = sentences(gardenWords, 8, 240, 'long target').map(withRare);
  const shareOf = ({ texts }: Selection) =>
    texts.filter((text) => gardenWords.includes(text.split(' ').find((word) => !word.startsWith('plant'))!))
      .length / texts.length;
  const budget = { tokens: 4000 };

  it('importance resampling prefers short texts of any domain, and finds the target among chunks of equal length', async () => {
    const uncut = importanceResampling({ target, seed: 1 });
    expect(shareOf(await selectCorpus([...garden, ...harbour], uncut, budget))).toBeLessThan(0.1);
    const pool = [...fixedLengthChunks(garden, 24), ...fixedLengthChunks(harbour, 24)];
    const chunks = fixedLengthChunks(target, 24);
    const smoothed = importanceResampling({ target: chunks, seed: 1, targetPseudocount: 1 });
    expect(shareOf(await selectCorpus(pool, smoothed, budget))).toBeGreaterThan(0.95);
  });
});
