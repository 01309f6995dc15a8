/** Arms that name every pixel of a frame: a network from random weights or a stage's, and a classical one of colours. */
import type { LabelledFrames } from '../data/labelledFrames';
import { seededRandom } from '../data/seededRandom';
import { armRecipe, type TrialContext } from '../form/recipe';
import type { TrialResult } from '../form/result';
import type { Scoring } from '../form/task';
import { LogisticRegression } from '../models/logisticRegression';
import { countParameters } from '../models/parameters';
import { SegmentationNetwork } from '../models/segmentationNetwork';
import { drawnImages, scoredPixels } from '../tasks/segmentation';
import { segmented, trainSegmentation } from '../training/segmentationTraining';
import { type ConvnetSettings, convnet } from './convnet';
import { startWeights } from './imageNetwork';
import type { RoadSceneData } from './roadSceneData';

export interface SegmentationSettings extends ConvnetSettings {
  readonly decoder: { readonly width: number };
  readonly segmentation: {
    readonly steps: number;
    readonly learningRate: number;
    readonly weightDecay: number;
    readonly batchSize: number;
  };
}

/** A type, so that it counts as plain options. */
export type SegmentationOptions = {
  /** Whether the encoder stays as the stage left it. Default false. */
  readonly frozen?: boolean;
};

/** The task's metrics, and the mean IoU of each weather as a fact 'mean IoU, night'. */
function scoredFrames(found: Uint8Array, data: RoadSceneData, scoring: Scoring) {
  const { test, weather } = data;
  const { metrics, facts } = scoredPixels(found, { length: test.length, pixels: test.masks }, data, scoring);
  // In tuning, the test set is the dev set.
  const of = test === data.dev ? weather.dev : weather.test;
  const size = test.shape[0] * test.shape[1];
  for (const kind of new Set(of)) {
    const rows = [...of.keys()].filter((row) => of[row] === kind);
    const own = test.select(rows);
    const pixels = new Uint8Array(rows.length * size);
    rows.forEach((row, at) => {
      pixels.set(found.subarray(row * size, (row + 1) * size), at * size);
    });
    const scores = scoredPixels(pixels, { length: own.length, pixels: own.masks }, data, scoring);
    facts[`mean IoU, ${kind}`] = scores.metrics.meanIoU!;
  }
  return { metrics, facts };
}

/** Encoder and decoder are trained on the drawn frames, the encoder from the stage's weights or from random ones. */
export const segmentationArm = armRecipe({
  name: 'segmentationArm',
  kind: 'pretrained',
  uses: ['convnet', 'decoder', 'segmentation'],
  async run(
    context: TrialContext<RoadSceneData, SegmentationSettings, SegmentationOptions>,
  ): Promise<TrialResult> {
    const { settings, data, seed, amount, start, matched, engine, precision, options } = context;
    const started = performance.now();
    const { frozen = false } = options;
    const train = data.pool.select(drawnImages(data, amount, seed));
    const make = () => convnet.make(settings, train.shape, seed);
    const encoder = make();
    startWeights(encoder, start, make);
    const network = new SegmentationNetwork(encoder, data.labels, settings.decoder.width, seed);
    const { steps, batchSize } = settings.segmentation;
    const ofStep = 3 * network.forwardFlops(batchSize);
    try {
      const record = await trainSegmentation(network, {
        ...settings.segmentation,
        steps: steps + (matched ? Math.round(matched.ledger.trainingFlops / ofStep) : 0),
        ...{ train, voidLabel: data.voidLabel, frozen, seed, engine, precision },
      });
      const { metrics, facts } = scoredFrames(
        segmented(network, data.test, { engine, precision }),
        data,
        context.scoring,
      );
      return {
        ...{ metrics, facts },
        curves: { trainingLoss: record.losses },
        ledger: {
          trainableParameters: countParameters(frozen ? network.decoder : network.parameters),
          trainingFlops: record.trainingFlops,
          seconds: (performance.now() - started) / 1000,
          steps: record.steps,
        },
      };
    } finally {
      network.dispose();
    }
  },
});

export interface PixelClassifierSettings {
  readonly pixelClassifier: {
    /** Pixels that it learns from. */
    readonly pixels: number;
    readonly l2: number;
  };
}

const perPixel = 15;

/** Of each pixel: colour, mean colour of the 3 x 3 and 7 x 7 around it, place, and the square of its row; [pixels, 15]. */
export function pixelFeatures(frames: LabelledFrames, row: number): Float64Array {
  const [height, width] = frames.shape;
  const image = frames.image(row);
  const features = new Float64Array(height * width * perPixel);
  const meanAround = (y: number, x: number, reach: number, channel: number) => {
    let [sum, count] = [0, 0];
    for (let r = Math.max(0, y - reach); r <= Math.min(height - 1, y + reach); r++)
      for (let c = Math.max(0, x - reach); c <= Math.min(width - 1, x + reach); c++) {
        sum += image[(r * width + c) * 3 + channel]!;
        count++;
      }
    return sum / count / 255;
  };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * perPixel;
      for (const [k, reach] of [0, 1, 3].entries())
        for (let c = 0; c < 3; c++) features[at + 3 * k + c] = meanAround(y, x, reach, c);
      const [down, across] = [y / (height - 1), Math.abs(x / (width - 1) - 0.5)];
      features.set(
        [down, down * down, across, across * across, down * across, Number(y < height / 3)],
        at + 9,
      );
    }
  return features;
}

/** Logistic regression on each pixel's colours and place: no network. */
export const pixelClassifier = armRecipe({
  name: 'pixelClassifier',
  kind: 'classical',
  uses: ['pixelClassifier'],
  async run(context: TrialContext<RoadSceneData, PixelClassifierSettings>): Promise<TrialResult> {
    const { settings, data, seed, amount } = context;
    const started = performance.now();
    const train = data.pool.select(drawnImages(data, amount, seed));
    const random = seededRandom(`pixels/${seed}`);
    const size = train.shape[0] * train.shape[1];
    const places = [...train.masks.keys()].filter((at) => train.masks[at] !== data.voidLabel);
    const chosen = random.shuffle(places).slice(0, settings.pixelClassifier.pixels);
    const byFrame = Array.from({ length: train.length }, (_, row) => pixelFeatures(train, row));
    const values = new Float64Array(chosen.length * perPixel);
    chosen.forEach((at, row) => {
      const from = (at % size) * perPixel;
      values.set(byFrame[Math.floor(at / size)]!.subarray(from, from + perPixel), row * perPixel);
    });
    const model = LogisticRegression.fit(
      { kind: 'dense', rows: chosen.length, columns: perPixel, values },
      Int32Array.from(chosen, (at) => train.masks[at]!),
      { classes: data.labels.length, l2: settings.pixelClassifier.l2 },
    );
    const found = new Uint8Array(data.test.length * size);
    for (let row = 0; row < data.test.length; row++) {
      const features = {
        kind: 'dense',
        rows: size,
        columns: perPixel,
        values: pixelFeatures(data.test, row),
      } as const;
      found.set(model.predict(features), row * size);
    }
    const { metrics, facts } = scoredFrames(found, data, context.scoring);
    const seconds = (performance.now() - started) / 1000;
    const parameters = (perPixel + 1) * data.labels.length;
    return {
      metrics,
      facts,
      ledger: { trainableParameters: parameters, trainingFlops: 0, seconds, steps: model.iterations },
    };
  },
});
