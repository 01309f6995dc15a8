import { describe, expect, it } from 'vitest';
import { crossEntropyDifference } from '../../src/adaptation/crossEntropyDifference';
import { importanceResampling } from '../../src/adaptation/importanceResampling';
import { randomSelection } from '../../src/adaptation/randomSelection';
import { type Selection, selectCorpus } from '../../src/adaptation/selectCorpus';
import { mixed, pairHash, textKey, uniformOf, wordHashes } from '../../src/adaptation/wordHashes';
import { seededRandom } from '../../src/data/seededRandom';
import { mixedPool } from './pools';

const { pool, target, isGarden } = mixedPool();
const gardenShare = ({ texts }: Selection) => texts.filter(isGarden).length / texts.length;
const budget = { tokens: 400 };
const methods = {
  random: randomSelection({ seed: 1 }),
  'Moore-Lewis': crossEntropyDifference({ target, seed: 1 }),
  DSIR: importanceResampling({ target, seed: 1 }),
};

describe.each(Object.entries(methods))('%s', (name, method) => {
  it('fills the budget, does not depend on the order of the pool, and repeats exactly', async () => {
    const selection = await selectCorpus(pool, method, budget);
    expect(selection.method).toBe(name);
    expect(selection.tokens).toBe(400);
    expect(selection.poolTexts).toBe(600);
    expect([...selection.scores].sort((a, b) => b - a)).toEqual(selection.scores);
    const shuffled = seededRandom('another order').shuffle([...pool]);
    expect((await selectCorpus(shuffled, method, budget)).texts).toEqual(selection.texts);
  });

  it('takes a repeated text once', async () => {
    const twice = [...pool, ...pool.map((text) => `${text.toUpperCase()}!`)];
    const selection = await selectCorpus(twice, method, budget);
    const keys = selection.texts.map((text) => textKey(wordHashes(text)));
    expect(new Set(keys).size).toBe(keys.length);
    expect(selection.tokens).toBe(400);
  });

  it('reads a pool that streams', async () => {
    async function* stream() {
      yield* pool;
    }
    expect(await selectCorpus(stream, method, budget)).toEqual(await selectCorpus(pool, method, budget));
  });
});

describe('on a pool with one tenth of the target domain', () => {
  it('Moore-Lewis and importance resampling find it, random selection does not', async () => {
    expect(gardenShare(await selectCorpus(pool, methods['Moore-Lewis'], budget))).toBe(1);
    expect(gardenShare(await selectCorpus(pool, methods.DSIR, budget))).toBe(1);
    expect(gardenShare(await selectCorpus(pool, methods.random, budget))).toBeLessThan(0.3);
  });

  it('other seeds draw other texts', async () => {
    const first = await selectCorpus(pool, randomSelection({ seed: 1 }), budget);
    const second = await selectCorpus(pool, randomSelection({ seed: 2 }), budget);
    expect(first.texts).not.toEqual(second.texts);
  });
});

describe('importance resampling', () => {
  it('weighs each text as the paper does, by plain counting', async () => {
    const buckets = 50;
    const bagOf = (text: string) => {
      const words = [...wordHashes(text)];
      const bag = new Array<number>(buckets).fill(0);
      words.forEach((word, k) => {
        bag[mixed(word) % buckets]!++;
        if (k > 0) bag[pairHash(words[k - 1]!, word) % buckets]!++;
      });
      return bag;
    };
    const distribution = (texts: readonly string[]) => {
      const sum = texts.map(bagOf).reduce((a, b) => a.map((value, k) => value + b[k]!));
      const total = sum.reduce((a, b) => a + b, 0);
      return sum.map((count) => count / total + 1e-8);
    };
    const [p, q] = [distribution(target), distribution(pool)];
    const weight = (text: string) =>
      bagOf(text).reduce((sum, count, k) => sum + count * Math.log(p[k]! / q[k]!), 0);
    const selection = await selectCorpus(
      pool,
      importanceResampling({ target, seed: 3, buckets, noise: false }),
      budget,
    );
    expect(selection.texts).toHaveLength(50);
    selection.texts.forEach((text, k) => {
      expect(selection.scores[k]).toBeCloseTo(weight(text), 8);
    });
    const noisy = await selectCorpus(pool, importanceResampling({ target, seed: 3, buckets }), budget);
    noisy.texts.forEach((text, k) => {
      const gumbel = -Math.log(-Math.log(uniformOf(textKey(wordHashes(text)), 3)));
      expect(noisy.scores[k]).toBeCloseTo(weight(text) + gumbel, 8);
    });
  });

  it('draws texts in proportion to their weights', async () => {
    // One word in two buckets: the target holds 'aa' three times as often as 'bb', the pool both alike.
    const texts = Array.from({ length: 400 }, (_, k) => `${k % 2 ? 'aa' : 'bb'} ${k}`);
    let taken = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const method = importanceResampling({
        target: ['aa aa aa bb'],
        seed,
        buckets: 4096,
        pairs: false,
        smoothing: 1e-3,
      });
      const { texts: chosen } = await selectCorpus(texts, method, { tokens: 2 });
      if (chosen[0]!.startsWith('aa')) taken++;
    }
    // The first drawn is 'aa' with probability 3 / (3 + 1), all numbers being as rare in both.
    expect(taken / 300).toBeGreaterThan(0.68);
    expect(taken / 300).toBeLessThan(0.82);
  });
});

describe('refusals', () => {
  it('name what is wrong', async () => {
    await expect(selectCorpus(pool, methods.random, { tokens: 0 })).rejects.toThrow(/budget is 0 tokens/);
    await expect(selectCorpus(['...'], methods.random, budget)).rejects.toThrow(/pool has no text/);
    expect(() => importanceResampling({ target: [], seed: 1 })).toThrow(/needs texts of the target/);
    expect(() => crossEntropyDifference({ target: ['!'], seed: 1 })).toThrow(/needs texts of the target/);
    expect(() => importanceResampling({ target, seed: 1, buckets: 1 })).toThrow(/number of buckets is 1/);
  });
});
