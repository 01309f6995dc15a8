/** Training on label images: frames and masks mirrored alike, the loss over the pixels that have a right answer. */
import { epochStream } from '../data/batches';
// As a value too: what trains calls its methods, so the ids of its runs must cover it.
import '../data/labelledFrames';
import type { LabelledFrames } from '../data/labelledFrames';
import { seededRandom } from '../data/seededRandom';
import { softmaxCrossEntropy } from '../engine/kernels/softmaxCrossEntropy';
import { tf } from '../engine/native';
import { compile, type Engine, type Precision } from '../engine/program';
import { LabError } from '../errors';
import type { SegmentationNetwork } from '../models/segmentationNetwork';
import { arraysHash, type PretrainingRecord, pretrainingLoop } from './pretrainingLoop';

export interface SegmentationTrainingOptions {
  readonly train: LabelledFrames;
  /** Label of pixels without a right answer. */
  readonly voidLabel: number;
  readonly steps: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Frames in a batch; drawn with replacement where there are fewer. */
  readonly batchSize: number;
  /** Whether the encoder stays as it is. */
  readonly frozen: boolean;
  readonly seed: number;
  readonly engine?: Engine;
  readonly precision?: Precision;
}

/** A batch of frames and their masks, each mirrored or not by the seed: [batch, height, width, channels] and [batch * pixels]. */
export function mirroredBatch(
  frames: LabelledFrames,
  rows: readonly number[],
  mirrored: (at: number) => boolean,
): { images: Float32Array; labels: Int32Array } {
  const [height, width, channels] = frames.shape;
  const images = new Float32Array(rows.length * height * width * channels);
  const labels = new Int32Array(rows.length * height * width);
  rows.forEach((row, at) => {
    const [image, mask, turned] = [frames.image(row), frames.mask(row), mirrored(at)];
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const [to, from] = [y * width + x, y * width + (turned ? width - 1 - x : x)];
        labels[at * height * width + to] = mask[from]!;
        for (let c = 0; c < channels; c++)
          images[(at * height * width + to) * channels + c] = image[from * channels + c]! / 255;
      }
  });
  return { images, labels };
}

/**
 * Trains the network on the frames, its weights changed in place.
 * @throws LabError for no frame, a label that is no class, or if the loss stops being a number; StoppedError on request
 */
export async function trainSegmentation(
  network: SegmentationNetwork,
  options: SegmentationTrainingOptions,
): Promise<PretrainingRecord> {
  const { train, voidLabel, batchSize, seed, frozen, ...rest } = options;
  if (train.length === 0) throw new LabError('There is no labelled frame to train on; choose at least one.');
  const classes = network.classes.length;
  const wrong = train.masks.find((label) => label >= classes && label !== voidLabel);
  if (wrong !== undefined)
    throw new LabError(
      `A pixel has the label ${wrong}, but there are ${classes} classes (0 to ${classes - 1}).`,
    );
  const [height, width, channels] = train.shape;
  const rows = Array.from({ length: Math.max(train.length, batchSize) }, (_, k) => k % train.length);
  const next = epochStream(rows.length, { batchSize, seed, order: 'segmentation' });
  const weightsOf = (labels: Int32Array) => Float32Array.from(labels, (label) => Number(label !== voidLabel));
  return pretrainingLoop(
    {
      label: `Train on ${train.length} labelled frames`,
      parameters: network.parameters,
      nextBatch: next,
      inputs(chosen, step) {
        const random = seededRandom(`mirror/${seed}/${step}`);
        const turns = chosen.map(() => random.uniform() < 0.5);
        const { images, labels } = mirroredBatch(
          train,
          chosen.map((index) => rows[index]!),
          (at) => turns[at]!,
        );
        return {
          images: tf.tensor4d(images, [batchSize, height, width, channels]),
          labels: tf.tensor1d(
            labels.map((label) => (label === voidLabel ? 0 : label)),
            'int32',
          ),
          weights: tf.tensor1d(weightsOf(labels)),
        };
      },
      loss({ images, labels, weights }) {
        const scores = network.logits(images).reshape([-1, classes]);
        return softmaxCrossEntropy(scores, labels).mul(weights).sum().div(tf.maximum(weights.sum(), 1));
      },
      rateOf: (name, rate) => (frozen && name.startsWith('encoder.') ? rate.mul(0) : rate),
      counts: (chosen) => ({ seen: chosen.length, flops: 3 * network.forwardFlops(chosen.length) }),
      data: { batchSize, hash: () => arraysHash([train.pixels, train.masks]) },
    },
    { ...rest, seed },
  );
}

/** The likeliest class of every pixel, frame after frame. */
export function segmented(
  network: SegmentationNetwork,
  frames: LabelledFrames,
  {
    batchSize = 32,
    engine,
    precision,
  }: { readonly batchSize?: number; readonly engine?: Engine; readonly precision?: Precision } = {},
): Uint8Array {
  const [height, width, channels] = frames.shape;
  const program = compile({
    state: network.parameters,
    ...{ engine, precision },
    functions: {
      classes: ({ images }: { images: tf.Tensor }) => ({ values: network.logits(images).argMax(3) }),
    },
  });
  const found = new Uint8Array(frames.length * height * width);
  try {
    for (let start = 0; start < frames.length; start += batchSize) {
      const rows = Array.from({ length: batchSize }, (_, k) => Math.min(start + k, frames.length - 1));
      const images = tf.tensor4d(frames.values(rows), [batchSize, height, width, channels]);
      const { values } = program.classes({ images });
      const own = Math.min(batchSize, frames.length - start) * height * width;
      found.set(Uint8Array.from(values.dataSync().subarray(0, own)), start * height * width);
      tf.dispose([images, values]);
    }
  } finally {
    program.program.dispose();
  }
  return found;
}
