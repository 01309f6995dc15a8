import { describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { groupNormalization, residualEncoder } from '../../src/models/residualEncoder';
import { dot, expectClose, normals, slopes } from '../numerical';

type Values = Record<string, ArrayLike<number>>;
interface Picture {
  readonly side: number;
  readonly channels: number;
  readonly x: number[];
}

/** Convolution by its definition: 'same' padding, more of it after than before where it is odd. */
function slowConvolution(
  { side, channels, x }: Picture,
  filter: ArrayLike<number>,
  size: number,
  to: number,
  stride: number,
): Picture {
  const out = Math.ceil(side / stride);
  const before = Math.floor(Math.max(0, (out - 1) * stride + size - side) / 2);
  const next: number[] = [];
  for (let r = 0; r < out; r++)
    for (let c = 0; c < out; c++)
      for (let o = 0; o < to; o++) {
        let sum = 0;
        for (let i = 0; i < size; i++)
          for (let j = 0; j < size; j++)
            for (let k = 0; k < channels; k++) {
              const [y, z] = [r * stride + i - before, c * stride + j - before];
              if (y < 0 || z < 0 || y >= side || z >= side) continue;
              sum += x[(y * side + z) * channels + k]! * filter[((i * size + j) * channels + k) * to + o]!;
            }
        next.push(sum);
      }
  return { side: out, channels: to, x: next };
}

/** Equations 1, 2 and 7 of Wu & He 2018, value by value. */
function slowNorm(
  { side, channels, x }: Picture,
  groups: number,
  scale: ArrayLike<number>,
  shift: ArrayLike<number>,
): Picture {
  const size = channels / groups;
  const groupOf = (k: number) => Math.floor((k % channels) / size);
  const next = x.map((value, k) => {
    const own = x.filter((_, other) => groupOf(other) === groupOf(k));
    const mean = own.reduce((a, b) => a + b) / own.length;
    const variance = own.reduce((sum, other) => sum + (other - mean) ** 2, 0) / own.length;
    const channel = k % channels;
    return ((value - mean) / Math.sqrt(variance + 1e-5)) * scale[channel]! + shift[channel]!;
  });
  return { side, channels, x: next };
}

const relu = (picture: Picture): Picture => ({ ...picture, x: picture.x.map((value) => Math.max(0, value)) });

/** Figure 2 of He et al. 2016: a 3 x 3 convolution, two stages of one block, the mean over places. */
function slowFeatures(values: Values, image: ArrayLike<number>): number[] {
  const of = (name: string) => values[`encoder.${name}`]!;
  const norm = (picture: Picture, name: string) =>
    slowNorm(picture, 2, of(`${name}.scale`), of(`${name}.shift`));
  let x: Picture = { side: 4, channels: 1, x: Array.from(image) };
  x = relu(norm(slowConvolution(x, of('stem.filter'), 3, 2, 1), 'stem.norm'));
  for (const [name, to, stride] of [
    ['stages.0.0', 2, 1],
    ['stages.1.0', 4, 2],
  ] as const) {
    const first = slowConvolution(x, of(`${name}.first.filter`), 3, to, stride);
    const inner = relu(norm(first, `${name}.firstNorm`));
    const change = norm(slowConvolution(inner, of(`${name}.second.filter`), 3, to, 1), `${name}.secondNorm`);
    const skipped = stride === 1 ? x : slowConvolution(x, of(`${name}.shortcut.filter`), 1, to, stride);
    x = relu({ ...change, x: change.x.map((value, k) => value + skipped.x[k]!) });
  }
  const places = x.side ** 2;
  return Array.from(
    { length: x.channels },
    (_, o) => x.x.filter((_value, k) => k % x.channels === o).reduce((a, b) => a + b) / places,
  );
}

describe('Group normalisation', () => {
  it('is the loop of the paper, and the same for an image alone and in a batch', () => {
    const x = normals(2 * 9 * 6, 'norm', 3);
    const [scale, shift] = [normals(6, 'scale'), normals(6, 'shift')];
    const fast = tf.tidy(() =>
      groupNormalization(tf.tensor4d(x, [2, 3, 3, 6]), 3, tf.tensor1d(scale), tf.tensor1d(shift)).dataSync(),
    );
    const slow = [0, 1].flatMap(
      (k) =>
        slowNorm({ side: 3, channels: 6, x: Array.from(x.slice(k * 54, k * 54 + 54)) }, 3, scale, shift).x,
    );
    expectClose(fast, slow, 1e-5);
  });
});

describe('The residual encoder', () => {
  const encoder = residualEncoder({
    ...{ shape: [4, 4, 1], channels: [2, 4], blocksPerStage: 1, groups: 2, seed: 2 },
  });
  const values: Values = Object.fromEntries(
    Object.entries(encoder.parameters).map(([name, variable]) => [name, variable.dataSync()]),
  );
  const pixels = normals(32, 'images');

  it('is convolutions, normalisation and skip connections by their definitions', () => {
    const features = tf.tidy(() => encoder.features(tf.tensor4d(pixels, [2, 4, 4, 1])).dataSync());
    const expected = [0, 1].flatMap((k) => slowFeatures(values, pixels.slice(k * 16, k * 16 + 16)));
    expectClose(features, expected, 1e-5);
  });

  it('has the gradient that finite differences give', () => {
    const weights = normals(4, 'weights');
    const image = pixels.slice(0, 16);
    for (const name of ['stem.filter', 'stages.1.0.shortcut.filter', 'stages.0.0.firstNorm.scale']) {
      const own = `encoder.${name}`;
      const expected = slopes(
        (x) => dot(slowFeatures({ ...values, [own]: x }, image), weights),
        values[own]!,
      );
      const variable = encoder.parameters[own]!;
      const { grads } = tf.variableGrads(
        () =>
          encoder
            .features(tf.tensor4d(image, [1, 4, 4, 1]))
            .mul(weights)
            .sum()
            .asScalar(),
        [variable],
      );
      expectClose(grads[variable.name]!.dataSync(), expected, 2e-4);
    }
  });

  it('counts its operations, shortcuts too, and refuses groups that do not divide', () => {
    const [stem, same] = [16 * 9 * 1 * 2, 2 * 16 * 9 * 2 * 2];
    const halved = 4 * 9 * 2 * 4 + 4 * 9 * 4 * 4 + 4 * 2 * 4;
    expect(encoder.forwardFlops(3)).toBe(2 * 3 * (stem + same + halved));
    const odd = { shape: [4, 4, 1], channels: [2, 5], blocksPerStage: 1, groups: 2 } as const;
    expect(() => residualEncoder(odd)).toThrow('2 groups do not divide 5 channels');
  });
});
