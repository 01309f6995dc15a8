import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { attention } from '../../src/engine/kernels/attention';
import { biasDropoutResidual, dropout } from '../../src/engine/kernels/dropout';
import { gatherRows } from '../../src/engine/kernels/embedding';
import { biasGelu, gelu } from '../../src/engine/kernels/gelu';
import { layerNormalization } from '../../src/engine/kernels/layerNormalization';
import { softmaxCrossEntropy } from '../../src/engine/kernels/softmaxCrossEntropy';
import { tf } from '../../src/engine/native';
import { randomness } from '../../src/engine/randomness';
import { dot, expectClose, normals, slopes } from '../numerical';

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

/** Hendrycks & Gimpel 2016, section 2, the tanh form, one number at a time. */
const slowGelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

describe('gelu', () => {
  const x = Float32Array.from([-40, -5, -1, -0.1, 0, 0.1, 1, 5, 40, ...normals(40, 'gelu', 2)]);

  it('is the formula of the paper, also far from zero', () => {
    expectClose(gelu(tf.tensor1d(x)).dataSync(), [...x].map(slowGelu), 1e-6);
    expect([...gelu(tf.tensor1d([0, 40, -40])).dataSync()].map((v) => v + 0)).toEqual([0, 40, 0]);
  });

  it('has the slope of finite differences in any shape', () => {
    const dy = normals(x.length - 1, 'gelu/dy');
    const inner = x.subarray(0, dy.length);
    const gradient = tf.grad((t) => gelu(t))(tf.tensor3d(inner, [4, 3, 4]), tf.tensor3d(dy, [4, 3, 4]));
    expect(gradient.shape).toEqual([4, 3, 4]);
    expectClose(
      gradient.dataSync(),
      slopes((p) => dot(Array.from(p, slowGelu), dy), inner),
      1e-5,
    );
  });
});

describe('biasGelu', () => {
  it('is gelu of the sum, with the slopes of finite differences in both inputs', () => {
    const [rows, width] = [3, 5];
    const x = normals(rows * width, 'biasGelu/x', 2);
    const bias = normals(width, 'biasGelu/bias');
    const dy = normals(rows * width, 'biasGelu/dy');
    const slow = (values: ArrayLike<number>, added: ArrayLike<number>) =>
      Array.from(values, (value, k) => slowGelu(value + added[k % width]));
    const inputs = [tf.tensor2d(x, [rows, width]), tf.tensor1d(bias)];
    expectClose(biasGelu(inputs[0], inputs[1]).dataSync(), slow(x, bias), 1e-6);
    const [dx, dBias] = tf.grads((a, b) => biasGelu(a, b))(inputs, tf.tensor2d(dy, [rows, width]));
    const slopeOf = (at: Float32Array, f: (p: Float64Array) => number[]) => slopes((p) => dot(f(p), dy), at);
    expectClose(
      dx.dataSync(),
      slopeOf(x, (p) => slow(p, bias)),
      1e-5,
    );
    expectClose(
      dBias.dataSync(),
      slopeOf(bias, (p) => slow(x, p)),
      1e-5,
    );
  });
});

describe('attention', () => {
  const [batch, time, width, heads] = [2, 4, 6, 3];
  const rows = batch * time;
  const projected = normals(rows * 3 * width, 'attention/x');
  const bias = normals(3 * width, 'attention/bias', 0.3);
  // The second sequence ends in two positions of padding.
  const mask = Float32Array.of(0, 0, 0, 0, 0, 0, -1e9, -1e9);
  const dy = normals(rows * width, 'attention/dy');

  /** Vaswani et al. 2017, eq. 1, for each sequence, head and query by itself. */
  function slow(values: ArrayLike<number>, added: ArrayLike<number>): number[] {
    const headWidth = width / heads;
    const at = (row: number, which: number, column: number) =>
      values[row * 3 * width + which * width + column] + added[which * width + column];
    const out: number[] = Array(rows * width);
    for (let row = 0; row < rows; row++)
      for (let head = 0; head < heads; head++) {
        const first = row - (row % time);
        const weights = Array.from({ length: time }, (_, t) => {
          let score = 0;
          for (let k = head * headWidth; k < (head + 1) * headWidth; k++)
            score += at(row, 0, k) * at(first + t, 1, k);
          return mask[first + t] < 0 ? 0 : Math.exp(score / Math.sqrt(headWidth));
        });
        const total = weights.reduce((a, b) => a + b, 0);
        for (let k = head * headWidth; k < (head + 1) * headWidth; k++)
          out[row * width + k] = weights.reduce(
            (sum, weight, t) => sum + (weight / total) * at(first + t, 2, k),
            0,
          );
      }
    return out;
  }
  const run = (x: tf.Tensor, b: tf.Tensor) => attention(x, b, tf.tensor2d(mask, [batch, time]), heads);
  const inputs = () => [tf.tensor2d(projected, [rows, 3 * width]), tf.tensor1d(bias)] as const;

  it('equals slow loops, padding included', () => {
    const result = run(...inputs());
    expect(result.shape).toEqual([rows, width]);
    expectClose(result.dataSync(), slow(projected, bias), 1e-5);
  });

  it('is the mean of the values where all queries are zero', () => {
    const zeroQueries = projected.map((value, k) => (k % (3 * width) < width ? 0 : value));
    const zero = tf.zeros([3 * width]);
    const result = run(tf.tensor2d(zeroQueries, [rows, 3 * width]), zero).dataSync();
    for (let k = 0; k < width; k++) {
      let mean = 0;
      for (let t = 0; t < time; t++) mean += projected[t * 3 * width + 2 * width + k] / time;
      expect(result[k]).toBeCloseTo(mean, 5);
    }
  });

  it('has the slopes of finite differences', () => {
    const [dx, dBias] = tf.grads((x, b) => run(x, b))([...inputs()], tf.tensor2d(dy, [rows, width]));
    expectClose(
      dx.dataSync(),
      slopes((p) => dot(slow(p, bias), dy), projected),
      1e-5,
    );
    expectClose(
      dBias.dataSync(),
      slopes((p) => dot(slow(projected, p), dy), bias),
      1e-5,
    );
  });
});

describe('layerNormalization', () => {
  const [rows, width] = [5, 7];
  const x = normals(rows * width, 'norm/x', 3).map((value) => value + 2);
  const scale = normals(width, 'norm/scale');
  const shift = normals(width, 'norm/shift');
  const dy = normals(rows * width, 'norm/dy');

  /** Ba, Kiros & Hinton 2016, eq. 4, with the stated 1e-5 under the root. */
  function slow(values: ArrayLike<number>, gain: ArrayLike<number>, bias: ArrayLike<number>): number[] {
    const out: number[] = [];
    for (let row = 0; row < values.length / width; row++) {
      let mean = 0;
      let variance = 0;
      for (let k = 0; k < width; k++) mean += values[row * width + k] / width;
      for (let k = 0; k < width; k++) variance += (values[row * width + k] - mean) ** 2 / width;
      for (let k = 0; k < width; k++)
        out.push(((values[row * width + k] - mean) / Math.sqrt(variance + 1e-5)) * gain[k] + bias[k]);
    }
    return out;
  }
  const run = (values: Float32Array) =>
    layerNormalization(tf.tensor2d(values, [rows, width]), tf.tensor1d(scale), tf.tensor1d(shift));

  it('is the formula of the paper', () => {
    expectClose(run(x).dataSync(), slow(x, scale, shift), 1e-5);
  });

  it('gives the shift where a row is constant', () => {
    expectClose(
      run(new Float32Array(rows * width).fill(3)).dataSync(),
      slow(new Float32Array(rows * width), scale, shift),
      1e-4,
    );
  });

  it('has the slopes of finite differences in all three inputs', () => {
    const [dx, dScale, dShift] = tf.grads((a, b, c) => layerNormalization(a, b, c))(
      [tf.tensor2d(x, [rows, width]), tf.tensor1d(scale), tf.tensor1d(shift)],
      tf.tensor2d(dy, [rows, width]),
    );
    expectClose(
      dx.dataSync(),
      slopes((p) => dot(slow(p, scale, shift), dy), x),
      2e-5,
    );
    expectClose(
      dScale.dataSync(),
      slopes((p) => dot(slow(x, p, shift), dy), scale),
      2e-5,
    );
    expectClose(
      dShift.dataSync(),
      slopes((p) => dot(slow(x, scale, p), dy), shift),
      2e-5,
    );
  });
});

describe('softmaxCrossEntropy', () => {
  const [rows, classes] = [6, 5];
  const logits = normals(rows * classes, 'entropy', 2);
  const labels = Int32Array.from([0, 4, 2, 2, 1, 3]);

  /** -log(exp(own) / sum of exp), row by row. */
  function slow(scores: ArrayLike<number>): number[] {
    return Array.from(labels, (label, row) => {
      let sum = 0;
      for (let k = 0; k < classes; k++) sum += Math.exp(scores[row * classes + k]);
      return Math.log(sum) - scores[row * classes + label];
    });
  }
  const run = (scores: tf.Tensor, wanted = labels) =>
    softmaxCrossEntropy(scores, tf.tensor1d(wanted, 'int32'));

  it('is minus the log of the label’s share', () => {
    expectClose(run(tf.tensor2d(logits, [rows, classes])).dataSync(), slow(logits), 1e-6);
  });

  it('is log(classes) for equal scores', () => {
    expectClose(run(tf.fill([rows, classes], 3)).dataSync(), Array(rows).fill(Math.log(classes)), 1e-6);
  });

  it('does not overflow: scores of 10,000 cost their distance to the largest', () => {
    const scores = tf.tensor2d([10_000, 9_990, -10_000, 10_000], [2, 2]);
    expectClose(run(scores, Int32Array.of(1, 0)).dataSync(), [10, 20_000], 1e-4);
  });

  it('has the slopes of finite differences, each row weighted by its own dy', () => {
    const dy = normals(rows, 'entropy/dy');
    const gradient = tf.grad((scores) => run(scores))(tf.tensor2d(logits, [rows, classes]), tf.tensor1d(dy));
    expectClose(
      gradient.dataSync(),
      slopes((p) => dot(slow(p), dy), logits),
      1e-5,
    );
    expectClose(gradient.sum(1).dataSync(), new Float32Array(rows), 1e-6);
  });

  it('adds a bias to every row, with its slopes', () => {
    const bias = normals(classes, 'entropy/bias');
    const dy = normals(rows, 'entropy/dy');
    const shifted = (added: ArrayLike<number>) =>
      Array.from(logits, (value, k) => value + added[k % classes]);
    const biased = (scores: tf.Tensor, added: tf.Tensor) =>
      softmaxCrossEntropy(scores, tf.tensor1d(labels, 'int32'), added);
    const inputs = [tf.tensor2d(logits, [rows, classes]), tf.tensor1d(bias)];
    expectClose(biased(inputs[0], inputs[1]).dataSync(), slow(shifted(bias)), 1e-6);
    const [dScores, dBias] = tf.grads(biased)(inputs, tf.tensor1d(dy));
    expectClose(
      dScores.dataSync(),
      slopes((p) => dot(slow(p), dy), shifted(bias)),
      1e-5,
    );
    expectClose(
      dBias.dataSync(),
      slopes((p) => dot(slow(shifted(p)), dy), bias),
      1e-5,
    );
  });
});

describe('gatherRows', () => {
  const [rows, width] = [6, 3];
  const table = normals(rows * width, 'rows');
  const indices = Int32Array.from([5, 0, 5, 2, 5, 0, 1, 1]);

  it('copies rows in the indices’ shape', () => {
    const gathered = gatherRows(tf.tensor2d(table, [rows, width]), tf.tensor2d(indices, [2, 4], 'int32'));
    expect(gathered.shape).toEqual([2, 4, width]);
    const slow = [...indices].flatMap((row) => [...table.subarray(row * width, (row + 1) * width)]);
    expect([...gathered.dataSync()]).toEqual(slow);
  });

  it('sums the incoming rows of a repeated index, and gives zero to a row that is not used', () => {
    const dy = normals(indices.length * width, 'rows/dy');
    const expected = new Float64Array(rows * width);
    indices.forEach((row, at) => {
      for (let k = 0; k < width; k++) expected[row * width + k] += dy[at * width + k];
    });
    const gradient = tf.grad((t) => gatherRows(t, tf.tensor2d(indices, [2, 4], 'int32')))(
      tf.tensor2d(table, [rows, width]),
      tf.tensor3d(dy, [2, 4, width]),
    );
    expectClose(gradient.dataSync(), expected, 1e-6);
  });
});

describe('dropout', () => {
  const size = 20_000;

  it.each([0.1, 0.5])('at rate %f zeroes that share and scales the rest by 1 / (1 - rate)', (rate) => {
    const values = dropout(tf.ones([size]), rate, randomness(3)).dataSync();
    const dropped = values.filter((value) => value === 0).length;
    // Five standard deviations of the binomial.
    expect(Math.abs(dropped - size * rate)).toBeLessThan(5 * Math.sqrt(size * rate * (1 - rate)));
    const kept = values.filter((value) => value !== 0);
    expectClose(kept, new Float32Array(kept.length).fill(1 / (1 - rate)), 1e-6);
  });

  it('lets the gradient through where the value went through', () => {
    const stream = randomness(4);
    const { value, grad } = tf.valueAndGrad((x) => dropout(x, 0.3, stream))(tf.ones([200]), tf.ones([200]));
    expect([...grad.dataSync()]).toEqual([...value.dataSync()]);
    expect([...grad.dataSync()].filter((slope) => slope === 0).length).toBeGreaterThan(20);
  });

  it('is the identity at rate 0 and in evaluation', () => {
    const x = tf.tensor1d(normals(50, 'dropout'));
    expect([...dropout(x, 0, randomness(1)).dataSync()]).toEqual([...x.dataSync()]);
    expect([...dropout(x, 0.5, undefined).dataSync()]).toEqual([...x.dataSync()]);
  });
});

describe('biasDropoutResidual', () => {
  const [rows, width] = [40, 8];
  const [x, residual] = ['x', 'residual'].map((name) => normals(rows * width, `branch/${name}`));
  const bias = normals(width, 'branch/bias');
  const inputs = () =>
    [tf.tensor2d(x, [rows, width]), tf.tensor1d(bias), tf.tensor2d(residual, [rows, width])] as const;

  it('is the residual plus the dropped sum: the same numbers as dropout draws', () => {
    const [branch, added, kept] = inputs();
    const expected = kept.add(dropout(branch.add(added), 0.25, randomness(6)));
    expectClose(
      biasDropoutResidual(branch, added, kept, 0.25, randomness(6)).dataSync(),
      expected.dataSync(),
      1e-6,
    );
    const untouched = biasDropoutResidual(branch, added, kept, 0.25, undefined);
    expectClose(
      untouched.dataSync(),
      x.map((value, k) => value + bias[k % width] + residual[k]),
      1e-6,
    );
  });

  it('has the slopes of its mask', () => {
    const dy = normals(rows * width, 'branch/dy');
    const mask = dropout(tf.ones([rows, width]), 0.25, randomness(6)).dataSync();
    expect(new Set(mask).size).toBe(2);
    const [dx, dBias, dResidual] = tf.grads((a, b, c) => biasDropoutResidual(a, b, c, 0.25, randomness(6)))(
      [...inputs()],
      tf.tensor2d(dy, [rows, width]),
    );
    const slow = dy.map((slope, k) => slope * mask[k]);
    const columns = new Float64Array(width);
    slow.forEach((slope, k) => {
      columns[k % width] += slope;
    });
    expectClose(dx.dataSync(), slow, 1e-6);
    expectClose(dBias.dataSync(), columns, 1e-5);
    expectClose(dResidual.dataSync(), dy, 0);
  });
});
