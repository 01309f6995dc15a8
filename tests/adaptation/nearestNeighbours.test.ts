import { describe, expect, it } from 'vitest';
import { selectNearestNeighbours } from '../../src/adaptation/nearestNeighbours';
import { textKey, wordHashes } from '../../src/adaptation/wordHashes';
import { seededRandom } from '../../src/data/seededRandom';
import { gardenWords, harbourWords, mixedPool } from './pools';

const { pool, target, isGarden } = mixedPool();
const all = [...gardenWords, ...harbourWords];

/** A bag of words. */
const embed = (text: string) => {
  const words = text.split(' ');
  return all.map((word) => words.filter((other) => other === word).length);
};

/** Cosines of a query with every text, sorted; the fewer texts come after, the better. */
function ranking(query: string, texts: readonly string[]) {
  const unit = (values: number[]) => {
    const norm = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
    return values.map((value) => value / norm);
  };
  const own = unit(embed(query));
  const scored = texts.map((text) => ({
    text,
    key: textKey(wordHashes(text)),
    cosine: unit(embed(text)).reduce((sum, value, k) => sum + own[k]! * value, 0),
  }));
  return scored.sort((a, b) => b.cosine - a.cosine || a.key - b.key);
}

describe('selectNearestNeighbours', () => {
  it('is what sorting all similarities gives, rank by rank', async () => {
    const texts = [...new Set(pool)].slice(0, 120);
    const queries = target.slice(0, 7);
    const { texts: chosen, scores } = await selectNearestNeighbours(texts, {
      target: queries,
      embed,
      neighbours: 5,
      tokens: 1e6,
    });
    const ranked = queries.map((query) => ranking(query, texts));
    const expected: { text: string; cosine: number }[] = [];
    for (let rank = 0; rank < 5; rank++) {
      const round = ranked.map((list) => list[rank]!);
      round.sort((a, b) => b.cosine - a.cosine || a.key - b.key);
      for (const entry of round) if (!expected.some(({ text }) => text === entry.text)) expected.push(entry);
    }
    expect(chosen).toEqual(expected.map(({ text }) => text));
    expect(scores).toEqual(expected.map(({ cosine }) => cosine));
    expect(chosen.length).toBeGreaterThan(5);
  });

  it('finds the target domain in the pool, whatever the order', async () => {
    const options = { target, embed, tokens: 400 };
    const selection = await selectNearestNeighbours(pool, options);
    expect(selection.tokens).toBeLessThanOrEqual(400);
    expect(selection.tokens).toBeGreaterThan(392);
    expect(selection.texts.every(isGarden)).toBe(true);
    const shuffled = seededRandom('order').shuffle([...pool]);
    expect(await selectNearestNeighbours(shuffled, options)).toEqual(selection);
  });

  it('gives less than the budget where the neighbours kept do not fill it', async () => {
    const { texts, tokens } = await selectNearestNeighbours(pool, {
      target: target.slice(0, 1),
      embed,
      neighbours: 3,
      tokens: 1e6,
    });
    expect(texts).toHaveLength(3);
    expect(tokens).toBe(24);
  });

  it('refuses texts that cannot be embedded and numbers out of range', async () => {
    const options = { target, embed, tokens: 10 };
    await expect(selectNearestNeighbours(pool, { ...options, target: ['unknown'] })).rejects.toThrow(
      /None of the target/,
    );
    await expect(selectNearestNeighbours(pool, { ...options, neighbours: 0 })).rejects.toThrow(
      /neighbours is 0/,
    );
    const uneven = (text: string) => (target.includes(text) ? [1, 0] : [1, 0, 0]);
    await expect(selectNearestNeighbours(pool, { ...options, embed: uneven })).rejects.toThrow(
      /3 and 2 numbers/,
    );
  });
});
