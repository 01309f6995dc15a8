import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import type { DenseMatrix } from '../../src/data/sparseMatrix';
import {
  firstComponent,
  removeDirection,
  Standardisation,
  sifWeights,
  tokenCounts,
  unitRows,
  weightedMeans,
} from '../../src/models/wordVectors';

const sequences = [Int32Array.of(0, 1, 1), Int32Array.of(2), new Int32Array(0)];

function randomFeatures(rows: number, columns: number, seed: number): DenseMatrix {
  const random = seededRandom(seed);
  const values = Float64Array.from(
    { length: rows * columns },
    (_, k) => random.normal() * (1 + (k % columns)) + 2,
  );
  return { kind: 'dense', rows, columns, values };
}

describe('sentence vectors', () => {
  it('weigh tokens by a / (a + p) and divide by the number of tokens', () => {
    const counts = tokenCounts(sequences, 4);
    expect(Array.from(counts)).toEqual([1, 2, 1, 0]);
    const weights = sifWeights(counts, 0.25);
    expect(Array.from(weights)).toEqual([0.25 / 0.5, 0.25 / 0.75, 0.25 / 0.5, 1].map(Math.fround));
    const vectors = Float32Array.of(1, 0, 0, 3, 5, 5, 9, 9);
    const { values } = weightedMeans(sequences, { vectors, dimensions: 2, weights });
    const expected = [0.5 / 3, (2 / 3) * (0.25 / 0.75) * 3, 2.5, 2.5, 0, 0];
    for (const [k, value] of expected.entries()) expect(values[k]).toBeCloseTo(value, 6);
  });

  it('are scaled to length 1, direction kept, zeros left alone', () => {
    const features = { kind: 'dense', rows: 2, columns: 2, values: Float32Array.of(3, 4, 0, 0) } as const;
    expect(Array.from(unitRows(features).values)).toEqual([0.6, 0.8, 0, 0]);
    expect(Array.from(features.values)).toEqual([3, 4, 0, 0]);
  });

  it('refuse a constant of 0 and empty counts', () => {
    expect(() => sifWeights([1, 2], 0)).toThrow(/SIF constant is 0/);
    expect(() => sifWeights([0, 0])).toThrow(/No token/);
  });
});

describe('the first component', () => {
  it('is the direction of largest moment: no random direction carries more', () => {
    const features = randomFeatures(50, 6, 1);
    const carried = (direction: Float64Array) => {
      let sum = 0;
      for (let row = 0; row < 50; row++) {
        let along = 0;
        for (let k = 0; k < 6; k++) along += features.values[row * 6 + k] * direction[k];
        sum += along ** 2;
      }
      return sum;
    };
    const direction = firstComponent(features);
    expect(Math.hypot(...direction)).toBeCloseTo(1, 12);
    const random = seededRandom(2);
    for (let attempt = 0; attempt < 200; attempt++) {
      const other = direction.map((value) => value + 0.3 * random.normal());
      const norm = Math.hypot(...other);
      expect(carried(other.map((value) => value / norm))).toBeLessThan(carried(direction));
    }
    expect(carried(firstComponent(removeDirection(features, direction)))).toBeGreaterThan(0);
    const rest = removeDirection(features, direction);
    for (let row = 0; row < 50; row++) {
      let along = 0;
      for (let k = 0; k < 6; k++) along += rest.values[row * 6 + k] * direction[k];
      expect(Math.abs(along)).toBeLessThan(1e-9);
    }
  });

  it('is found in a known matrix and in one of zeros', () => {
    const values = Float64Array.of(3, 4, -6, -8, 4, -3);
    const direction = firstComponent({ kind: 'dense', rows: 3, columns: 2, values });
    expect(direction[0]).toBeCloseTo(0.6, 9);
    expect(direction[1]).toBeCloseTo(0.8, 9);
    const zeros = { kind: 'dense', rows: 2, columns: 3, values: new Float64Array(6) } as const;
    expect(Array.from(firstComponent(zeros))).toEqual([0, 0, 0]);
  });
});

describe('Standardisation', () => {
  it('gives each column mean 0 and deviation 1 where it was fitted, and the same map elsewhere', () => {
    const features = randomFeatures(40, 3, 3);
    const constant = { ...features, values: features.values.map((value, k) => (k % 3 === 2 ? 0.1 : value)) };
    const standardisation = Standardisation.fit(constant);
    const { values } = standardisation.apply(constant);
    for (const column of [0, 1]) {
      const entries = Array.from({ length: 40 }, (_, row) => values[row * 3 + column]);
      const mean = entries.reduce((a, b) => a + b, 0) / 40;
      expect(mean).toBeCloseTo(0, 10);
      expect(entries.reduce((a, b) => a + (b - mean) ** 2, 0) / 40).toBeCloseTo(1, 10);
    }
    expect(Math.abs(values[2])).toBeLessThan(1e-12);
    const one = { kind: 'dense', rows: 1, columns: 3, values: constant.values.slice(3, 6) } as const;
    expect(Array.from(standardisation.apply(one).values)).toEqual(Array.from(values.slice(3, 6)));
  });
});
