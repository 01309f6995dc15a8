/** Deep networks: plain and residual against loops, equal parameters, gradients against finite differences. */
import { describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { type DeepConfig, deepEncoder } from '../../src/models/deepEncoder';
import { dot, expectClose, normals, slopes } from '../numerical';

type Values = Record<string, ArrayLike<number>>;
interface Picture {
  readonly side: number;
  readonly channels: number;
  readonly x: number[];
}

/** Convolution by its definition: 3 x 3, 'same' padding, more of it after than before where it is odd. */
function slowConvolution(
  { side, channels, x }: Picture,
  filter: ArrayLike<number>,
  to: number,
  stride: number,
): Picture {
  const out = Math.ceil(side / stride);
  const before = Math.floor(Math.max(0, (out - 1) * stride + 3 - side) / 2);
  const next: number[] = [];
  for (let r = 0; r < out; r++)
    for (let c = 0; c < out; c++)
      for (let o = 0; o < to; o++) {
        let sum = 0;
        for (let i = 0; i < 3; i++)
          for (let j = 0; j < 3; j++)
            for (let k = 0; k < channels; k++) {
              const [y, z] = [r * stride + i - before, c * stride + j - before];
              if (y < 0 || z < 0 || y >= side || z >= side) continue;
              sum += x[(y * side + z) * channels + k]! * filter[((i * 3 + j) * channels + k) * to + o]!;
            }
        next.push(sum);
      }
  return { side: out, channels: to, x: next };
}

const relu = (picture: Picture): Picture => ({ ...picture, x: picture.x.map((value) => Math.max(0, value)) });
const shifted = (picture: Picture, shift: ArrayLike<number>): Picture => ({
  ...picture,
  x: picture.x.map((value, k) => value + shift[k % picture.channels]!),
});

/** Option A of He et al. 2016, section 3.3: every second place, zeros in the channels that are new. */
function slowSkip({ side, channels, x }: Picture, to: Picture): number[] {
  const step = side / to.side;
  return to.x.map((_, at) => {
    const channel = at % to.channels;
    const place = Math.floor(at / to.channels);
    const [row, column] = [Math.floor(place / to.side) * step, (place % to.side) * step];
    return channel < channels ? x[(row * side + column) * channels + channel]! : 0;
  });
}

const config = { shape: [8, 8, 1], channels: [2, 4], blocksPerStage: 1, normalised: false } as const;

function slowFeatures(values: Values, image: ArrayLike<number>, skips: boolean): number[] {
  const of = (name: string) => values[`encoder.${name}`]!;
  const layer = (x: Picture, name: string, to: number, stride: number) =>
    shifted(slowConvolution(x, of(`${name}.filter`), to, stride), of(`${name}.shift`));
  let x = relu(layer({ side: 8, channels: 1, x: Array.from(image) }, 'stem', 2, 2));
  for (const [name, to, stride] of [
    ['stages.0.0', 2, 1],
    ['stages.1.0', 4, 2],
  ] as const) {
    const change = layer(relu(layer(x, `${name}.first`, to, stride)), `${name}.second`, to, 1);
    const skip = slowSkip(x, change);
    x = relu(skips ? { ...change, x: change.x.map((value, k) => value + skip[k]!) } : change);
  }
  const places = x.side ** 2;
  return Array.from(
    { length: x.channels },
    (_, channel) => x.x.filter((_, k) => k % x.channels === channel).reduce((a, b) => a + b, 0) / places,
  );
}

const values = (parameters: Record<string, tf.Tensor>): Values =>
  Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [name, tensor.dataSync()]));

describe('a deep network', () => {
  it.each([true, false])('computes what loops over the paper do, with skips: %s', (skips) => {
    const encoder = deepEncoder({ ...config, skips, seed: 3 });
    for (const [k, parameter] of Object.values(encoder.parameters).entries())
      if (parameter.rank === 1) parameter.assign(tf.tensor(normals(parameter.size, `shift ${k}`, 0.3)));
    const images = normals(2 * 64, 'images');
    const found = encoder.features(tf.tensor(images, [2, 8, 8, 1])).arraySync() as number[][];
    const own = values(encoder.parameters);
    for (const k of [0, 1])
      expectClose(found[k]!, slowFeatures(own, images.slice(64 * k, 64 * k + 64), skips), 1e-5);
    encoder.dispose();
  });

  it('has the gradient that finite differences of the loops give', () => {
    const encoder = deepEncoder({ ...config, skips: true, seed: 5 });
    const [image, weights] = [normals(64, 'image'), normals(4, 'weights')];
    const own = values(encoder.parameters);
    for (const name of ['stem.filter', 'stages.0.0.second.shift', 'stages.1.0.first.filter']) {
      const full = `encoder.${name}`;
      const expected = slopes(
        (x) => dot(slowFeatures({ ...own, [full]: x }, image, true), weights),
        own[full]!,
      );
      const variable = encoder.parameters[full]!;
      const loss = () =>
        encoder
          .features(tf.tensor(image, [1, 8, 8, 1]))
          .mul(weights)
          .sum() as tf.Scalar;
      const { grads } = tf.variableGrads(loss, [variable]);
      expectClose(grads[variable.name]!.dataSync(), expected, 1e-3);
    }
    encoder.dispose();
  });

  it('that normalises does not see the scale of a filter, and one that does not does', () => {
    const changeOf = (normalised: boolean) => {
      const encoder = deepEncoder({ ...config, normalised, groups: 2, skips: true, seed: 5 });
      const images = tf.tensor(normals(64, 'images'), [1, 8, 8, 1]);
      const features = () => Array.from(encoder.features(images).dataSync());
      const before = features();
      const filter = encoder.parameters['encoder.stages.0.0.first.filter']!;
      filter.assign(filter.mul(8));
      const after = features();
      encoder.dispose();
      return Math.max(...before.map((value, k) => Math.abs(value - after[k]!)));
    };
    expect(changeOf(true)).toBeLessThan(1e-3);
    expect(changeOf(false)).toBeGreaterThan(0.1);
  });

  it('has the same parameters with skips as without, and starts at the same', () => {
    const [plain, residual] = [false, true].map((skips) => deepEncoder({ ...config, skips, seed: 7 }));
    expect(values(plain!.parameters)).toEqual(values(residual!.parameters));
    expect(plain!.depth).toBe(5);
    expect(plain!.filters).toHaveLength(5);
    // 4 x 4 places of the stem and the first block, 2 x 2 of the second.
    expect(plain!.forwardFlops(2)).toBe(2 * 2 * 9 * (16 * (1 * 2 + 2 * 2 + 2 * 2) + 4 * (2 * 4 + 4 * 4)));
  });

  it('halves odd sides as the convolution does', () => {
    const encoder = deepEncoder({ ...config, shape: [7, 5, 1], channels: [2, 4, 4], skips: true, seed: 1 });
    expect(encoder.features(tf.ones([3, 7, 5, 1])).shape).toEqual([3, 4]);
  });

  it('refuses groups that do not divide, and no blocks', () => {
    const wrong = (changes: Partial<DeepConfig>) => () =>
      deepEncoder({ ...config, skips: true, normalised: true, ...changes });
    expect(wrong({ groups: 3 })).toThrow('3 groups do not divide 2 channels; choose groups that do.');
    expect(wrong({ groups: 2, blocksPerStage: 0.5 })).toThrow(
      'blocksPerStage is 0.5: choose a whole number above 0.',
    );
  });
});
