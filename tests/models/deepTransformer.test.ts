/** A transformer of any depth: its two forms against loops, and what it refuses. */
import { describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { DeepTransformer } from '../../src/models/deepTransformer';
import { dot, expectClose, normals, slopes } from '../numerical';

const config = { shape: [4, 4, 1], patch: 2, layers: 2, width: 4, heads: 2 } as const;
type Values = Record<string, ArrayLike<number>>;

function slowNorm(row: number[], scale: ArrayLike<number>, shift: ArrayLike<number>): number[] {
  const mean = row.reduce((a, b) => a + b) / row.length;
  const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / row.length;
  return row.map((x, k) => ((x - mean) / Math.sqrt(variance + 1e-5)) * scale[k]! + shift[k]!);
}

/** Equations of Vaswani et al. 2017, sections 3.1 to 3.3, row by row; the norm before each branch or after each sum. */
function slowFeatures(values: Values, image: ArrayLike<number>, norm: 'before' | 'after'): number[] {
  const of = (name: string) => values[`encoder.${name}`]!;
  const linear = (row: number[], name: string) => {
    const [weight, bias] = [of(`${name}.weight`), of(`${name}.bias`)];
    return Array.from(bias, (b, to) => row.reduce((sum, x, k) => sum + x * weight[k * bias.length + to]!, b));
  };
  const normed = (row: number[], name: string) => slowNorm(row, of(`${name}.scale`), of(`${name}.shift`));
  let rows = [0, 1, 2, 3].map((place) => {
    const [top, left] = [2 * Math.floor(place / 2), 2 * (place % 2)];
    const patch = [0, 1, 2, 3].map((k) => image[(top + Math.floor(k / 2)) * 4 + left + (k % 2)]!);
    return linear(patch, 'projection').map((x, k) => x + of('positions')[place * 4 + k]!);
  });
  const branch = (name: string, compute: (rows: number[][]) => number[][]) => {
    const inputs = norm === 'before' ? rows.map((row) => normed(row, name)) : rows;
    const sums = compute(inputs).map((row, at) => row.map((x, k) => x + rows[at]![k]!));
    rows = norm === 'before' ? sums : sums.map((row) => normed(row, name));
  };
  const gelu = (x: number) => {
    // The error function by its series; arguments are small.
    let [term, sum] = [x / Math.SQRT2, x / Math.SQRT2];
    for (let n = 1; n < 60; n++) {
      term *= (-(x * x) / 2 / n) as number;
      sum += term / (2 * n + 1);
    }
    return 0.5 * x * (1 + (2 / Math.sqrt(Math.PI)) * sum);
  };
  for (const layer of ['layers.0', 'layers.1']) {
    branch(`${layer}.attentionNorm`, (inputs) => {
      const [query, key, value] = ['query', 'key', 'value'].map((part) =>
        inputs.map((row) => linear(row, `${layer}.${part}`)),
      ) as [number[][], number[][], number[][]];
      return inputs.map((_, at) => {
        const joined = [0, 1].flatMap((head) => {
          const own = [2 * head, 2 * head + 1];
          const scores = key.map((k) => own.reduce((sum, c) => sum + query[at]![c]! * k[c]!, 0) / Math.SQRT2);
          const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
          return own.map((c) =>
            value.reduce((sum, v, other) => sum + (Math.exp(scores[other]!) / total) * v[c]!, 0),
          );
        });
        return linear(joined, `${layer}.output`);
      });
    });
    branch(`${layer}.feedForwardNorm`, (inputs) =>
      inputs.map((row) => linear(linear(row, `${layer}.expand`).map(gelu), `${layer}.contract`)),
    );
  }
  const last = rows.map((row) => normed(row, 'finalNorm'));
  return [0, 1, 2, 3].map((k) => last.reduce((sum, row) => sum + row[k]!, 0) / 4);
}

describe.each(['before', 'after'] as const)('a deep transformer, norm %s', (norm) => {
  const encoder = new DeepTransformer({ ...config, norm }, 3);
  const image = normals(16, 'image');
  const values: Values = Object.fromEntries(
    Object.entries(encoder.parameters).map(([name, tensor]) => [name, Float64Array.from(tensor.dataSync())]),
  );

  it('computes what loops over the paper do', () => {
    const found = encoder.features(tf.tensor(image, [1, 4, 4, 1])).dataSync();
    expectClose(found, slowFeatures(values, image, norm), 1e-4);
  });

  it('has the gradient that finite differences of the loops give', () => {
    const weights = normals(4, 'weights');
    for (const name of [
      'encoder.layers.0.query.weight',
      'encoder.layers.1.expand.bias',
      'encoder.positions',
    ]) {
      const expected = slopes(
        (x) => dot(slowFeatures({ ...values, [name]: x }, image, norm), weights),
        values[name]!,
      );
      const variable = encoder.parameters[name]!;
      const loss = () =>
        encoder
          .features(tf.tensor(image, [1, 4, 4, 1]))
          .mul(weights)
          .sum() as tf.Scalar;
      expectClose(tf.variableGrads(loss, [variable]).grads[variable.name]!.dataSync(), expected, 2e-3);
    }
  });
});

it('a deep transformer refuses patches and heads that do not divide', () => {
  expect(() => new DeepTransformer({ ...config, norm: 'after', patch: 3 }, 1)).toThrow(
    'Patches of 3 do not divide images of 4 x 4; choose a patch that does.',
  );
  expect(() => new DeepTransformer({ ...config, norm: 'after', heads: 3 }, 1)).toThrow('3');
});
