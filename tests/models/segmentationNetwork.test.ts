/** The segmentation network against loops, its gradient, and training on label images. */
import { describe, expect, it } from 'vitest';
import { LabelledFrames } from '../../src/data/labelledFrames';
import { tf } from '../../src/engine/native';
import { convolutionalEncoder } from '../../src/models/convolutionalEncoder';
import { SegmentationNetwork } from '../../src/models/segmentationNetwork';
import { mirroredBatch, segmented, trainSegmentation } from '../../src/training/segmentationTraining';
import { dot, expectClose, normals, slopes } from '../numerical';

type Values = Record<string, ArrayLike<number>>;
interface Picture {
  readonly side: number;
  readonly channels: number;
  readonly x: number[];
}

function slowConvolution(
  { side, channels, x }: Picture,
  filter: ArrayLike<number>,
  bias: ArrayLike<number>,
  size: number,
  stride: number,
): Picture {
  const to = bias.length;
  const out = Math.ceil(side / stride);
  const before = Math.floor(Math.max(0, (out - 1) * stride + size - side) / 2);
  const next: number[] = [];
  for (let r = 0; r < out; r++)
    for (let c = 0; c < out; c++)
      for (let o = 0; o < to; o++) {
        let sum = bias[o]!;
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

/** Equation 2 of Hendrycks & Gimpel 2016, as the engine's GELU. */
const gelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
const active = (picture: Picture): Picture => ({ ...picture, x: picture.x.map(gelu) });

/** Twice as many places a side, each between its neighbours by the distance of centres. */
function slowTwice({ side, channels, x }: Picture): Picture {
  const at = (r: number, c: number, k: number) => x[(r * side + c) * channels + k]!;
  const near = (place: number) => {
    const exact = Math.max(0, Math.min(side - 1, (place + 0.5) / 2 - 0.5));
    const low = Math.floor(exact);
    return { low, high: Math.min(side - 1, low + 1), share: exact - low };
  };
  const next: number[] = [];
  for (let r = 0; r < 2 * side; r++)
    for (let c = 0; c < 2 * side; c++)
      for (let k = 0; k < channels; k++) {
        const [y, z] = [near(r), near(c)];
        const row = (place: number) => at(place, z.low, k) * (1 - z.share) + at(place, z.high, k) * z.share;
        next.push(row(y.low) * (1 - y.share) + row(y.high) * y.share);
      }
  return { side: 2 * side, channels, x: next };
}

function joined(a: Picture, b: Picture): Picture {
  const places = a.side ** 2;
  const x = Array.from({ length: places }, (_, place) => [
    ...a.x.slice(place * a.channels, (place + 1) * a.channels),
    ...b.x.slice(place * b.channels, (place + 1) * b.channels),
  ]).flat();
  return { side: a.side, channels: a.channels + b.channels, x };
}

function slowLogits(values: Values, image: ArrayLike<number>): number[] {
  const layer = (x: Picture, name: string, size: number, stride: number) =>
    slowConvolution(x, values[`${name}.filter`]!, values[`${name}.bias`]!, size, stride);
  const picture: Picture = { side: 4, channels: 1, x: Array.from(image) };
  const first = active(layer(picture, 'encoder.layers.0', 3, 1));
  const second = active(layer(first, 'encoder.layers.1', 3, 2));
  const up = active(layer(joined(slowTwice(second), first), 'decoder.ups.0', 3, 1));
  return layer(active(layer(joined(up, picture), 'decoder.ups.1', 3, 1)), 'decoder.output', 1, 1).x;
}

const networkOf = (seed: number) =>
  new SegmentationNetwork(
    convolutionalEncoder({ shape: [4, 4, 1], channels: [2, 3], strides: [1, 2], seed }),
    ['ground', 'thing', 'sky'],
    2,
    seed,
  );
const valuesOf = ({ parameters }: SegmentationNetwork): Values =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, tensor]) => [name, Float64Array.from(tensor.dataSync())]),
  );

/** Frames whose bright pixels are 'thing' and whose first row has no right answer. */
function frames(count: number): LabelledFrames {
  const pixels = Uint8Array.from(normals(count * 16, 'pixels'), (value) => (value > 0 ? 220 : 30));
  const masks = Uint8Array.from(pixels, (value, at) => (at % 16 < 4 ? 255 : Number(value > 100)));
  return new LabelledFrames(pixels, [4, 4, 1], masks);
}
const training = { voidLabel: 255, learningRate: 0.02, weightDecay: 0, batchSize: 4, seed: 1 };

describe('a segmentation network', () => {
  it('computes what loops over the paper do, and has their gradient', () => {
    const network = networkOf(3);
    for (const [name, parameter] of Object.entries(network.parameters))
      if (parameter.rank === 1) parameter.assign(tf.tensor(normals(parameter.size, name, 0.3)));
    const image = normals(16, 'image');
    const values = valuesOf(network);
    const images = tf.tensor(image, [1, 4, 4, 1]);
    expectClose(network.logits(images).dataSync(), slowLogits(values, image), 1e-4);
    const weights = normals(48, 'weights');
    for (const name of [
      'encoder.layers.0.filter',
      'encoder.layers.1.bias',
      'decoder.ups.0.filter',
      'decoder.output.bias',
    ]) {
      const expected = slopes(
        (x) => dot(slowLogits({ ...values, [name]: x }, image), weights),
        values[name]!,
      );
      const variable = network.parameters[name]!;
      const loss = () => network.logits(images).reshape([-1]).mul(weights).sum() as tf.Scalar;
      expectClose(tf.variableGrads(loss, [variable]).grads[variable.name]!.dataSync(), expected, 2e-3);
    }
    network.dispose();
  });

  it('reaches the size of pictures with odd sides', () => {
    const encoder = convolutionalEncoder({ shape: [7, 5, 1], channels: [2, 3], strides: [2, 2] });
    const network = new SegmentationNetwork(encoder, ['one', 'other'], 2, 1);
    expect(network.logits(tf.ones([2, 7, 5, 1])).shape).toEqual([2, 7, 5, 2]);
  });

  it('counts the operations of its products', () => {
    // 16 places: 9 x 1 x 2 encoder, 9 x 5 x 2, 9 x 3 x 2 and 2 x 3 decoder; 4 places: 9 x 2 x 3.
    expect(networkOf(1).forwardFlops(2)).toBe(2 * 2 * (16 * (18 + 90 + 54 + 6) + 4 * 54));
  });

  it('learns what can be learnt, the same from the same seed, and leaves a frozen encoder alone', async () => {
    const train = frames(8);
    const learn = async (frozen: boolean) => {
      const network = networkOf(5);
      const before = valuesOf(network);
      const record = await trainSegmentation(network, { ...training, train, steps: 150, frozen });
      const after = valuesOf(network);
      const found = segmented(network, train, { batchSize: 3 });
      network.dispose();
      const right = [...found.keys()].filter(
        (at) => train.masks[at] !== 255 && found[at] === train.masks[at],
      );
      return { before, after, losses: record.losses, share: right.length / (8 * 12) };
    };
    const [all, again, frozen] = [await learn(false), await learn(false), await learn(true)];
    expect(all.share).toBe(1);
    expect(again.losses).toEqual(all.losses);
    const encoder = (values: Values) => values['encoder.layers.0.filter'];
    expect(encoder(frozen.after)).toEqual(encoder(frozen.before));
    expect(encoder(all.after)).not.toEqual(encoder(all.before));
    expect(frozen.after['decoder.output.filter']).not.toEqual(frozen.before['decoder.output.filter']);
  });

  it('refuses one class, no frames, and labels that are no class', async () => {
    const encoder = convolutionalEncoder({ shape: [4, 4, 1], channels: [2], strides: [1] });
    expect(() => new SegmentationNetwork(encoder, ['all'], 2, 1)).toThrow(
      'Pixels need at least two classes to choose from, not 1.',
    );
    const wide = convolutionalEncoder({ shape: [4, 4, 1], channels: [2], strides: [4] });
    expect(() => new SegmentationNetwork(wide, ['one', 'other'], 2, 1)).toThrow(
      'has the stride 4: take 1 or 2.',
    );
    const train = (set: LabelledFrames) =>
      trainSegmentation(networkOf(1), { ...training, train: set, steps: 1, frozen: false });
    await expect(train(frames(1).select([]))).rejects.toThrow('There is no labelled frame to train on');
    const odd = new LabelledFrames(new Uint8Array(16), [4, 4, 1], new Uint8Array(16).fill(7));
    await expect(train(odd)).rejects.toThrow('A pixel has the label 7, but there are 3 classes (0 to 2).');
  });
});

it('image and mask are mirrored alike', () => {
  const pixels = Uint8Array.from({ length: 6 * 2 }, (_, k) => k);
  const set = new LabelledFrames(pixels, [2, 3, 2], Uint8Array.of(0, 1, 2, 3, 4, 5));
  const { images, labels } = mirroredBatch(set, [0, 0], (at) => at === 1);
  expect(Array.from(labels)).toEqual([0, 1, 2, 3, 4, 5, 2, 1, 0, 5, 4, 3]);
  expectClose(
    Array.from(images.slice(12), (value) => value * 255),
    [4, 5, 2, 3, 0, 1, 10, 11, 8, 9, 6, 7],
    1e-5,
  );
});
