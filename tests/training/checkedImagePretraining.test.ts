import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImageCollection, LabelledImages } from '../../src/data/images';
import { tf } from '../../src/engine/native';
import { disposeIdleSessions } from '../../src/engine/session';
import { StoppedError } from '../../src/errors';
import { convolutionalEncoder } from '../../src/models/convolutionalEncoder';
import { visionTransformer } from '../../src/models/visionTransformer';
import type { Augmentation } from '../../src/objectives/augmentation';
import { contrastive, maskedAutoencoder } from '../../src/objectives/madeWith';
import { rotationPrediction } from '../../src/objectives/rotationPrediction';
import { cellAugmentation, digitAugmentation } from '../../src/recipes/imageAugmentation';
import { clearStop, requestStop } from '../../src/stop';
import {
  pretrainContrastive,
  pretrainMaskedAutoencoder,
  pretrainRotations,
  pretrainSupervisedImages,
} from '../../src/training/checkedImagePretraining';

let folder = '';
beforeEach(() => {
  tf.engine().startScope();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'checkpoint-'));
});
afterEach(() => {
  clearStop();
  disposeIdleSessions();
  tf.engine().endScope();
  fs.rmSync(folder, { recursive: true });
});

const shape = [8, 8, 1] as const;
const pixels = Uint8Array.from({ length: 12 * 64 }, (_, k) => (k * 37) % 251);
const images = new ImageCollection(pixels, shape);
const labelled = (labels: readonly number[], names = ['a', 'b']) =>
  new LabelledImages(
    pixels,
    shape,
    Int32Array.from({ length: 12 }, (_, k) => labels[k % labels.length]!),
    names,
  );
const network = () => convolutionalEncoder({ shape, channels: [4], strides: [2], seed: 1 });
const transformer = () => visionTransformer({ shape, patch: 4, layers: 1, width: 8, heads: 2, seed: 1 });
const usual = () => ({
  ...{ images, steps: 4, batchSize: 4, seed: 1 },
  checkpoint: { file: path.join(folder, 'state'), everySteps: 1 },
});
const plain = digitAugmentation;

/** Trainings of each kind, with what may be changed about them. */
const kinds = {
  contrastive: (change: {
    temperature?: number;
    augmentation?: Augmentation;
    onStep?: (step: number) => void;
  }) => {
    const { temperature, ...rest } = change;
    const objective = contrastive({ featureWidth: 4, projection: [4, 4], temperature });
    return pretrainContrastive(network(), { ...usual(), objective, augmentation: plain, ...rest });
  },
  'masked autoencoder': (change: { normalizeTargets?: boolean; maskRatio?: number }) => {
    const { normalizeTargets, maskRatio, ...rest } = change;
    const encoder = transformer();
    const objective = maskedAutoencoder(encoder, {
      ...{ normalizeTargets, maskRatio, decoder: { layers: 1, width: 8, heads: 2 } },
    });
    return pretrainMaskedAutoencoder(encoder, { ...usual(), objective, ...rest });
  },
  rotations: (change: object) =>
    pretrainRotations(network(), {
      ...usual(),
      objective: rotationPrediction({ featureWidth: 4 }),
      ...change,
    }),
  supervised: (change: object) =>
    pretrainSupervisedImages(network(), { ...usual(), images: labelled([0, 1]), ...change }),
};

describe('a checkpoint of pretraining on images', () => {
  it.each<[keyof typeof kinds, object, RegExp]>([
    ['contrastive', { temperature: 0.1 }, /objective was /],
    ['contrastive', { augmentation: { ...plain, rotation: 3 } }, /augmentation was /],
    ['masked autoencoder', { normalizeTargets: false }, /objective was /],
    ['masked autoencoder', { maskRatio: 0.5 }, /objective was /],
    ['masked autoencoder', { augmentation: plain }, /augmentation was /],
    ['rotations', { seed: 2 }, /seed was 1 and is 2/],
    ['supervised', { images: labelled([0, 0, 1]) }, /labels was /],
    ['supervised', { images: labelled([0, 1], ['a', 'c']) }, /classes was a, b and is a, c/],
  ])('of the kind %s does not go on with %j', async (kind, change, told) => {
    const train = kinds[kind] as (change: object) => Promise<{ steps: number }>;
    await expect(train({ onStep: (step: number) => step === 1 && requestStop() })).rejects.toThrow(
      StoppedError,
    );
    clearStop();
    await expect(train(change)).rejects.toThrow(told);
    await expect(train(change)).rejects.toThrow('belongs to another training');
    expect((await train({})).steps).toBe(4);
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});

describe('pretraining on images', () => {
  const colour = new ImageCollection(new Uint8Array(12 * 192), [8, 8, 3]);

  it.each(Object.keys(kinds) as (keyof typeof kinds)[])(
    'of the kind %s refuses another shape',
    async (kind) => {
      const other = new LabelledImages(colour.pixels, colour.shape, new Int32Array(12), ['a', 'b']);
      await expect((kinds[kind] as (change: object) => Promise<unknown>)({ images: other })).rejects.toThrow(
        'The images are 8 x 8 x 3, and the network reads 8 x 8 x 1: fit them with fitImages, or make a network of their shape.',
      );
    },
  );

  it('refuses changes of colours that grey images have not', async () => {
    await expect(kinds.contrastive({ augmentation: cellAugmentation })).rejects.toThrow(
      'The augmentation changes colours, and the images are grey',
    );
  });

  it('refuses a label that is no class, and what are no images', async () => {
    await expect(kinds.supervised({ images: labelled([0, 2]) })).rejects.toThrow(
      'The label of image 1 is 2, but the images have 2 classes (0 to 1); give one of them.',
    );
    await expect(kinds.rotations({ images: [1, 2] })).rejects.toThrow(
      'The images are none: give an ImageCollection, such as dataset.pretraining.',
    );
  });
});
