import { describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { convolutionalEncoder } from '../../src/models/convolutionalEncoder';
import { dot, expectClose, normals, slopes } from '../numerical';

const config = { shape: [5, 5, 2], channels: [3, 4], strides: [2, 1] } as const;
const pixels = normals(2 * 50, 'images');

const gelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

type Values = Record<string, ArrayLike<number>>;

/** Convolution by its definition: 'same' padding, more of it after than before where it is odd. */
function slowFeatures(values: Values, image: ArrayLike<number>): number[] {
  let [height, width, from] = config.shape as unknown as [number, number, number];
  let x = Array.from(image);
  config.channels.forEach((to, layer) => {
    const stride = config.strides[layer];
    const [filter, bias] = [values[`encoder.layers.${layer}.filter`], values[`encoder.layers.${layer}.bias`]];
    const [rows, columns] = [Math.ceil(height / stride), Math.ceil(width / stride)];
    const before = (size: number, out: number) => Math.floor(Math.max(0, (out - 1) * stride + 3 - size) / 2);
    const [top, left] = [before(height, rows), before(width, columns)];
    const next: number[] = [];
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++)
        for (let o = 0; o < to; o++) {
          let sum = bias[o];
          for (let i = 0; i < 3; i++)
            for (let j = 0; j < 3; j++)
              for (let k = 0; k < from; k++) {
                const [y, z] = [r * stride + i - top, c * stride + j - left];
                if (y < 0 || z < 0 || y >= height || z >= width) continue;
                sum += x[(y * width + z) * from + k] * filter[((i * 3 + j) * from + k) * to + o];
              }
          next.push(gelu(sum));
        }
    [x, height, width, from] = [next, rows, columns, to];
  });
  const places = height * width;
  return Array.from(
    { length: from },
    (_, o) => x.filter((_, k) => k % from === o).reduce((a, b) => a + b) / places,
  );
}

describe('The convolutional encoder', () => {
  const encoder = convolutionalEncoder({
    ...config,
    channels: [...config.channels],
    strides: [...config.strides],
    seed: 2,
  });
  const values: Values = Object.fromEntries(
    Object.entries(encoder.parameters).map(([name, variable]) => [name, variable.dataSync()]),
  );

  it('is the sum over windows by definition, GELU, and the mean over places', () => {
    const features = tf.tidy(() => encoder.features(tf.tensor4d(pixels, [2, 5, 5, 2])).dataSync());
    const expected = [0, 1].flatMap((k) => slowFeatures(values, pixels.slice(k * 50, k * 50 + 50)));
    expectClose(features, expected, 1e-5);
  });

  it('has the gradient that finite differences give', () => {
    const weights = normals(4, 'weights');
    const image = pixels.slice(0, 50);
    for (const name of ['encoder.layers.0.filter', 'encoder.layers.1.bias']) {
      const expected = slopes(
        (x) => dot(slowFeatures({ ...values, [name]: x }, image), weights),
        values[name],
      );
      const { grads } = tf.variableGrads(
        () =>
          encoder
            .features(tf.tensor4d(image, [1, 5, 5, 2]))
            .mul(weights)
            .sum()
            .asScalar(),
        [encoder.parameters[name]],
      );
      expectClose(grads[encoder.parameters[name].name].dataSync(), expected, 1e-4);
    }
  });

  it('counts its operations: two a weight and place, places halved by a stride of 2', () => {
    expect(encoder.forwardFlops(7)).toBe(2 * 7 * (9 * 9 * 2 * 3 + 9 * 9 * 3 * 4));
    expect(encoder.featureWidth).toBe(4);
  });
});
