import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { NgramLanguageModel } from '../../src/models/ngramLanguageModel';

const texts = (seed: number) => {
  const random = seededRandom(`ngrams/${seed}`);
  return Array.from({ length: 30 }, () =>
    // Low ids are likelier, and id 6 never comes.
    Int32Array.from({ length: 1 + random.integer(9) }, () => random.integer(1 + random.integer(6))),
  );
};

describe('NgramLanguageModel', () => {
  it('gives distributions that sum to 1 after every context, seen or not', () => {
    const model = new NgramLanguageModel(texts(1), { vocabularySize: 7 });
    for (let context = 0; context <= 7; context++) {
      let sum = 0;
      for (let word = 0; word < 7; word++) sum += model.probability(context, word);
      expect(sum).toBeCloseTo(1, 12);
    }
    expect(model.probability(0, 6)).toBeGreaterThan(0);
  });

  it('is worse than chance on nothing it learned, and better on its own text', () => {
    const model = new NgramLanguageModel(texts(1), { vocabularySize: 7 });
    expect(model.crossEntropy(texts(1))).toBeLessThan(Math.log(7));
    expect(model.crossEntropy(texts(1))).toBeLessThan(model.crossEntropy(texts(2)));
    expect(model.crossEntropy([Int32Array.of(6, 6, 6)])).toBeGreaterThan(Math.log(7));
  });

  it('is the closed form on a text of one word', () => {
    // c = 3 after itself, once after the beginning: p = (3 - D) / 3 + D / 3 p(w), p(w) = (4 - D) / 4 + D / 4 / 2.
    const model = new NgramLanguageModel([Int32Array.of(0, 0, 0, 0)], { vocabularySize: 2, discount: 0.5 });
    const own = 3.5 / 4 + 0.5 / 4 / 2;
    expect(model.probability(0, 0)).toBeCloseTo(2.5 / 3 + (0.5 / 3) * own, 12);
    expect(model.probability(2, 0)).toBeCloseTo(0.5 + 0.5 * own, 12);
    expect(model.probability(1, 0)).toBeCloseTo(own, 12);
  });

  it('refuses what it cannot learn from', () => {
    expect(() => new NgramLanguageModel([], { vocabularySize: 3 })).toThrow(/no word to learn/);
    expect(() => new NgramLanguageModel([Int32Array.of(3)], { vocabularySize: 3 })).toThrow(/outside the/);
    expect(() => new NgramLanguageModel(texts(1), { vocabularySize: 7, discount: 1 })).toThrow(
      /discount is 1/,
    );
  });
});
