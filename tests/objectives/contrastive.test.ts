import { describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { LabError } from '../../src/errors';
import { contrastive, ntXent } from '../../src/objectives/contrastive';
import { expectClose, normals, slopes } from '../numerical';

/** Algorithm 1 of Chen et al. 2020, pair by pair: views 2k and 2k + 1 belong together. */
function slowLoss(z: readonly ArrayLike<number>[], temperature: number): number {
  const cosine = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    let [product, squaresA, squaresB] = [0, 0, 0];
    for (let k = 0; k < a.length; k++) {
      product += a[k] * b[k];
      squaresA += a[k] ** 2;
      squaresB += b[k] ** 2;
    }
    return product / Math.sqrt(squaresA * squaresB);
  };
  const one = (i: number, j: number) => {
    let sum = 0;
    for (let k = 0; k < z.length; k++) if (k !== i) sum += Math.exp(cosine(z[i], z[k]) / temperature);
    return -Math.log(Math.exp(cosine(z[i], z[j]) / temperature) / sum);
  };
  let total = 0;
  for (let k = 0; k < z.length; k += 2) total += one(k, k + 1) + one(k + 1, k);
  return total / z.length;
}

const [n, width] = [5, 4];
const values = normals(2 * n * width, 'embeddings');
const rowsOf = (numbers: ArrayLike<number>) => {
  const row = (k: number) => Array.from({ length: width }, (_, column) => numbers[k * width + column]);
  // Interleaved as in the paper: the first view of k beside the second.
  return Array.from({ length: 2 * n }, (_, k) => row(k % 2 === 0 ? k / 2 : n + (k - 1) / 2));
};
const fast = (numbers: Float32Array, temperature: number) =>
  tf.tidy(() => {
    const all = tf.tensor2d(numbers, [2 * n, width]);
    return ntXent(all.slice([0, 0], [n, width]), all.slice([n, 0], [n, width]), temperature).dataSync()[0];
  });

describe('NT-Xent', () => {
  it.each([0.1, 0.5, 2])('is the loop of the paper at temperature %d', (temperature) => {
    expectClose([fast(values, temperature)], [slowLoss(rowsOf(values), temperature)], 2e-6);
  });

  it('is log(2n - 1) where all views are identical, whatever the temperature', () => {
    const same = Float32Array.from({ length: 2 * n * width }, (_, k) => (k % width) + 1);
    for (const temperature of [0.1, 1]) expectClose([fast(same, temperature)], [Math.log(2 * n - 1)], 2e-6);
  });

  it('does not depend on the lengths of the embeddings', () => {
    expectClose(
      [
        fast(
          values.map((value) => value * 7),
          0.5,
        ),
      ],
      [fast(values, 0.5)],
      2e-6,
    );
  });

  it('has the gradient that finite differences of the loop give', () => {
    const expected = slopes((x) => slowLoss(rowsOf(x), 0.5), values);
    const actual = tf.tidy(() => {
      const gradient = tf.grad((x) =>
        ntXent(x.slice([0, 0], [n, width]), x.slice([n, 0], [n, width]), 0.5).asScalar(),
      );
      return gradient(tf.tensor2d(values, [2 * n, width])).dataSync();
    });
    expectClose(actual, expected, 1e-5);
  });
});

describe('The contrastive objective', () => {
  it('projects through one hidden layer with ReLU before the loss', () => {
    const objective = contrastive({ featureWidth: 3, projection: [4, 2], temperature: 0.5, seed: 3 });
    const parameters = Object.fromEntries(
      Object.entries(objective.parameters()).map(([name, variable]) => [name, variable.arraySync()]),
    ) as Record<string, number[][]>;
    const features = normals(6 * 3, 'features');
    const project = (row: number) => {
      const hidden = [0, 1, 2, 3].map((h) =>
        Math.max(
          0,
          [0, 1, 2].reduce(
            (s, k) => s + features[row * 3 + k] * parameters['projection.hidden.weight'][k][h],
            0,
          ),
        ),
      );
      return [0, 1].map((o) =>
        hidden.reduce((s, value, h) => s + value * parameters['projection.output.weight'][h][o], 0),
      );
    };
    const z = [0, 1, 2].flatMap((k) => [project(k), project(3 + k)]);
    const loss = tf.tidy(() => {
      const all = tf.tensor2d(features, [6, 3]);
      return objective.loss(all.slice([0, 0], [3, 3]), all.slice([3, 0], [3, 3])).dataSync()[0];
    });
    expectClose([loss], [slowLoss(z, 0.5)], 1e-5);
  });

  it('refuses a temperature that is not above 0', () => {
    expect(() => contrastive({ featureWidth: 3, temperature: 0 })).toThrow(LabError);
  });
});
