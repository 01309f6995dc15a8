import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { toDense } from '../../src/data/sparseMatrix';
import { tf } from '../../src/engine/native';
import { LabError } from '../../src/errors';
import {
  coOccurrenceCounts,
  coOccurrenceVectors,
  positivePointwiseMutualInformation,
} from '../../src/objectives/coOccurrence';
import { setProgressRenderer } from '../../src/progress';
import { clearStop, requestStop } from '../../src/stop';

function randomSequences(count: number, vocabularySize: number, seed: number): Int32Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () =>
    Int32Array.from({ length: random.integer(13) }, () => random.integer(vocabularySize)),
  );
}

/** Every pair of positions, straight from the definition. */
function slowCounts(
  sequences: Int32Array[],
  vocabularySize: number,
  window: number,
  weight: (d: number) => number,
) {
  const counts = new Float64Array(vocabularySize * vocabularySize);
  for (const tokens of sequences) {
    tokens.forEach((token, i) => {
      tokens.forEach((context, j) => {
        const distance = Math.abs(i - j);
        if (distance >= 1 && distance <= window) counts[token * vocabularySize + context] += weight(distance);
      });
    });
  }
  return counts;
}

const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, index) => Math.abs(value - b[index])));

describe('counting neighbours', () => {
  it.each([
    ['uniform', () => 1],
    ['harmonic', (d: number) => 1 / d],
    ['linear', (d: number) => (4 - d) / 3],
  ] as const)('equals a double loop over positions, %s weights', async (weighting, weight) => {
    const sequences = randomSequences(60, 11, 1);
    const counts = await coOccurrenceCounts(sequences, { vocabularySize: 11, window: 3, weighting });
    expect(distance(toDense(counts).values, slowCounts(sequences, 11, 3, weight))).toBeLessThan(1e-12);
  });

  it('is the same when the vocabulary is so large that the table is counted in bands', async () => {
    // 2^23 counts are held at once: 5,000 tokens need three passes.
    const random = seededRandom(2);
    const sequences = Array.from({ length: 40 }, () =>
      Int32Array.from({ length: 12 }, () => random.integer(5000)),
    );
    const counts = await coOccurrenceCounts(sequences, { vocabularySize: 5000, window: 2 });
    const pairs = sequences.flatMap((tokens) =>
      Array.from(tokens).flatMap((token, i) =>
        [i - 2, i - 1, i + 1, i + 2].filter((j) => j in tokens).map((j) => `${token} ${tokens[j]}`),
      ),
    );
    const expected = new Map<string, number>();
    for (const pair of pairs) expected.set(pair, (expected.get(pair) ?? 0) + 1);
    const found = new Map<string, number>();
    for (let row = 0; row < 5000; row++) {
      for (let k = counts.rowOffsets[row]; k < counts.rowOffsets[row + 1]; k++) {
        found.set(`${row} ${counts.columnIndices[k]}`, counts.values[k]);
      }
    }
    expect(found).toEqual(expected);
  });

  it('refuses a token outside the vocabulary and a window of 0', async () => {
    const sequences = [Int32Array.of(0, 4)];
    await expect(coOccurrenceCounts(sequences, { vocabularySize: 4, window: 2 })).rejects.toThrow(
      /Token id 4 lies outside/,
    );
    await expect(coOccurrenceCounts(sequences, { vocabularySize: 5, window: 0 })).rejects.toThrow(LabError);
  });
});

describe('positive pointwise mutual information', () => {
  // Counts: (a,b) 4, (a,c) 1, (b,c) 1, symmetric; total 12; P(a) = P(b) = 5/12, P(c) = 2/12.
  const sequences = [
    Int32Array.of(0, 1),
    Int32Array.of(1, 0),
    Int32Array.of(0, 1),
    Int32Array.of(0, 1),
    Int32Array.of(0, 2),
    Int32Array.of(2, 1),
  ];

  it('is max(0, ln(P(w, c) / (P(w) P(c)))) without smoothing', async () => {
    const counts = await coOccurrenceCounts(sequences, { vocabularySize: 3, window: 1 });
    const table = toDense(positivePointwiseMutualInformation(counts, { contextSmoothing: 1 })).values;
    const ab = Math.log(4 / 12 / ((5 / 12) * (5 / 12)));
    const ac = Math.log(1 / 12 / ((5 / 12) * (2 / 12)));
    expect(distance(table, [0, ab, ac, ab, 0, ac, ac, ac, 0])).toBeLessThan(1e-12);
  });

  it('smooths contexts and shifts as stated', async () => {
    const counts = await coOccurrenceCounts(sequences, { vocabularySize: 3, window: 1 });
    const options = { contextSmoothing: 0.75, shift: 0.1 };
    const table = toDense(positivePointwiseMutualInformation(counts, options)).values;
    const norm = 2 * 5 ** 0.75 + 2 ** 0.75;
    const ab = Math.log(4 / 12 / ((5 / 12) * (5 ** 0.75 / norm))) - 0.1;
    const ac = Math.log(1 / 12 / ((5 / 12) * (2 ** 0.75 / norm))) - 0.1;
    const ca = Math.log(1 / 12 / ((2 / 12) * (5 ** 0.75 / norm))) - 0.1;
    const clip = (value: number) => Math.max(0, value);
    const expected = [0, ab, ac, ab, 0, ac, ca, ca, 0].map(clip);
    expect(distance(table, expected)).toBeLessThan(1e-12);
  });

  it('is nowhere positive where tokens are independent', async () => {
    // One sequence that holds each ordered neighbour pair of 2 tokens equally often, up to its two ends.
    const tokens = Int32Array.from({ length: 4001 }, (_, i) => (i >> 1) % 2);
    const counts = await coOccurrenceCounts([tokens], { vocabularySize: 2, window: 1 });
    const table = positivePointwiseMutualInformation(counts, { contextSmoothing: 1 });
    expect(Math.max(0, ...table.values)).toBeLessThan(1e-3);
  });

  it('refuses a smoothing exponent above 1 and a negative shift', async () => {
    const counts = await coOccurrenceCounts(sequences, { vocabularySize: 3, window: 1 });
    expect(() => positivePointwiseMutualInformation(counts, { contextSmoothing: 1.1 })).toThrow(/smoothing/);
    expect(() => positivePointwiseMutualInformation(counts, { shift: -1 })).toThrow(/shift/);
  });
});

describe('co-occurrence vectors', () => {
  /** Sentences of topic words (each topic has 5, used interchangeably) among filler words. */
  function planted(seed: number): Int32Array[] {
    const random = seededRandom(seed);
    return Array.from({ length: 2000 }, () => {
      const topic = random.integer(4);
      return Int32Array.from({ length: 8 }, () =>
        random.uniform() < 0.5 ? topic * 5 + random.integer(5) : 20 + random.integer(30),
      );
    });
  }
  const options = { vocabularySize: 52, dimensions: 8, window: 4, seed: 7 };
  const cosine = (vectors: Float32Array, a: number, b: number) => {
    let [dot, aa, bb] = [0, 0, 0];
    for (let k = 0; k < options.dimensions; k++) {
      const [x, y] = [vectors[a * options.dimensions + k], vectors[b * options.dimensions + k]];
      dot += x * y;
      aa += x * x;
      bb += y * y;
    }
    return dot / Math.sqrt(aa * bb);
  };

  it('put words of one planted topic nearer to each other than to any other word', async () => {
    const vectors = await coOccurrenceVectors(planted(3), options);
    for (let word = 0; word < 20; word++) {
      const others = Array.from({ length: 50 }, (_, other) => other).filter((other) => other !== word);
      const nearest = others.sort((a, b) => cosine(vectors, word, b) - cosine(vectors, word, a)).slice(0, 4);
      expect(nearest.map((other) => Math.floor(other / 5))).toEqual(Array(4).fill(Math.floor(word / 5)));
    }
  });

  it('are the same bytes for the same seed, and zero for tokens that never occur', async () => {
    const [first, second] = [
      await coOccurrenceVectors(planted(4), options),
      await coOccurrenceVectors(planted(4), options),
    ];
    expect(Buffer.from(first.buffer).equals(Buffer.from(second.buffer))).toBe(true);
    expect(first.length).toBe(52 * 8);
    expect(Math.hypot(...first.slice(51 * 8))).toBeLessThan(1e-6);
    expect(Math.hypot(...first.slice(0, 8))).toBeGreaterThan(0.1);
  });

  it('leave no tensor behind, also when stopped midway', async () => {
    await coOccurrenceVectors(planted(5), options);
    const before = tf.memory().numTensors;
    await coOccurrenceVectors(planted(5), options);
    expect(tf.memory().numTensors).toBe(before);
    setProgressRenderer(({ unit }) => ({
      update: (done) => (unit === 'products' && done === 3 ? requestStop() : undefined),
      finish() {},
    }));
    await expect(coOccurrenceVectors(planted(5), options)).rejects.toThrow(/Stopped/);
    clearStop();
    expect(tf.memory().numTensors).toBe(before);
  });
});
