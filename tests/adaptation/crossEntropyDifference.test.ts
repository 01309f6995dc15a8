import { expect, it } from 'vitest';
import { crossEntropyDifference } from '../../src/adaptation/crossEntropyDifference';
import { selectCorpus } from '../../src/adaptation/selectCorpus';
import { mixedPool } from './pools';

it('scores are the difference of cross-entropies a word, by plain counting', async () => {
  // A pool of the target's size is its own sample, so that both models are known.
  const { target } = mixedPool('scores');
  const pool = mixedPool('other').pool.slice(0, 40);
  const counts = new Map<string, number>();
  for (const word of target.flatMap((text) => text.split(' '))) counts.set(word, (counts.get(word) ?? 0) + 1);
  const known = [...counts].filter(([, count]) => count >= 2).map(([word]) => word);
  const vocabulary = known.length + 1;
  const wordsOf = (text: string) => text.split(' ').map((word) => (known.includes(word) ? word : '<other>'));
  const D = 0.75;
  const model = (texts: readonly string[]) => {
    const lines = texts.map((text) => ['<begin>', ...wordsOf(text)]);
    const words = texts.flatMap(wordsOf);
    const times = (word: string) => words.filter((other) => other === word).length;
    const pairs = lines.flatMap((line) => line.slice(1).map((word, k) => `${line[k]} ${word}`));
    const unigram = (word: string) =>
      Math.max(times(word) - D, 0) / words.length + (D * new Set(words).size) / words.length / vocabulary;
    return (context: string, word: string) => {
      const after = pairs.filter((pair) => pair.startsWith(`${context} `));
      if (after.length === 0) return unigram(word);
      const own = after.filter((pair) => pair === `${context} ${word}`).length;
      const backed = (D * new Set(after).size) / after.length;
      return Math.max(own - D, 0) / after.length + backed * unigram(word);
    };
  };
  const [inTarget, inPool] = [model(target), model(pool)];
  const entropy = (p: (context: string, word: string) => number, text: string) => {
    const words = wordsOf(text);
    return (
      words.reduce((sum, word, k) => sum - Math.log(p(words[k - 1] ?? '<begin>', word)), 0) / words.length
    );
  };
  const selection = await selectCorpus(pool, crossEntropyDifference({ target, seed: 1 }), { tokens: 1e6 });
  expect(selection.texts).toHaveLength(new Set(pool).size);
  selection.texts.forEach((text, k) => {
    expect(selection.scores[k]).toBeCloseTo(entropy(inPool, text) - entropy(inTarget, text), 9);
  });
});
