import { afterAll, describe, expect, it } from 'vitest';
import { ImageCollection, LabelledImages } from '../../src/data/images';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import type { Engine } from '../../src/engine/program';
import { disposeIdleSessions } from '../../src/engine/session';
import { convolutionalEncoder } from '../../src/models/convolutionalEncoder';
import { ImageClassifier } from '../../src/models/imageClassifier';
import { contrastive } from '../../src/objectives/contrastive';
import { imageTrainer } from '../../src/training/imageTrainer';
import { pretrainContrastive } from '../../src/training/pretrainContrastive';
import { expectClose } from '../numerical';

afterAll(() => disposeIdleSessions());

/** Bars across or along, at any place, in noise. */
function bars(count: number, seed: string): LabelledImages {
  const random = seededRandom(seed);
  const pixels = new Uint8Array(count * 64);
  const labels = Int32Array.from({ length: count }, (_, image) => {
    const label = image % 2;
    const place = random.integer(8);
    for (let k = 0; k < 64; k++) {
      const on = (label === 0 ? k >> 3 : k & 7) === place;
      pixels[image * 64 + k] = (on ? 180 : 0) + random.integer(60);
    }
    return label;
  });
  return new LabelledImages(pixels, [8, 8, 1], labels, ['across', 'along']);
}

const augmentation = {
  ...{ rotation: 8, shift: 0.1, shear: 0.1, brightness: 0.2, noise: 0.05, cutout: 0.2 },
  scale: [0.9, 1.1],
} as const;
const encoderOf = (seed: number) =>
  convolutionalEncoder({ shape: [8, 8, 1], channels: [8, 16], strides: [1, 2], seed });

async function pretrained(engine: Engine, steps = 20, seed = 5) {
  const encoder = encoderOf(1);
  const { pixels, shape } = bars(64, 'unlabelled');
  const losses: number[] = [];
  await pretrainContrastive(encoder, {
    ...{
      objective: contrastive({ featureWidth: 16 }),
      images: new ImageCollection(pixels, shape),
      augmentation,
    },
    ...{ batchSize: 16, steps, seed, engine, learningRate: 3e-3 },
    onStep: (_, loss) => losses.push(loss),
  });
  return {
    losses,
    weights: Object.values(encoder.parameters).map((variable) => variable.dataSync().slice()),
  };
}

describe('Contrastive pretraining of images', () => {
  it('gives the losses of the eager engine over 20 steps, and the same bits for the same seed', async () => {
    const compiled = await pretrained('compiled');
    expectClose(compiled.losses, (await pretrained('eager')).losses, 1e-4);
    expect(await pretrained('compiled')).toEqual(compiled);
    expect((await pretrained('compiled', 20, 6)).losses).not.toEqual(compiled.losses);
  });

  it('learns to tell views of one image from those of others', async () => {
    const { losses } = await pretrained('compiled', 120);
    const mean = (part: number[]) => part.reduce((a, b) => a + b) / part.length;
    expect(mean(losses.slice(-20))).toBeLessThan(mean(losses.slice(0, 10)) - 0.2);
  });

  it('says that there are fewer images than a batch holds', async () => {
    const images = new ImageCollection(new Uint8Array(64), [8, 8, 1]);
    const options = { images, augmentation, steps: 1, seed: 1, objective: contrastive({ featureWidth: 16 }) };
    await expect(pretrainContrastive(encoderOf(1), options)).rejects.toThrow('1 images for a batch of 128');
  });
});

describe('Fine-tuning on images', () => {
  const test = bars(80, 'test');
  async function finetuned(engine: Engine, seed = 2) {
    const train = bars(40, 'train');
    const trainer = imageTrainer(new ImageClassifier(encoderOf(3), test.names, 1), {
      ...{ engine, augmentation, batchSize: 16 },
    });
    trainer.classifier.standardize(trainer.features(test));
    trainer.reload();
    const result = await trainer.finetune({
      ...{
        train: { examples: train, labels: train.labels },
        steps: 80,
        encoderLearningRate: 5e-3,
        headLearningRate: 5e-3,
        seed,
      },
      validation: { examples: test, labels: test.labels, everySteps: 40 },
    });
    const answers = trainer.predict(test);
    const right = answers.filter((answer, k) => answer === test.labels[k]).length / test.length;
    trainer.dispose();
    return { right, losses: result.validationLoss.map(({ value }) => value) };
  }

  it('learns a task that can be learnt, repeats by seed, and agrees with the eager engine', async () => {
    const first = await finetuned('compiled');
    expect(first.right).toBeGreaterThan(0.9);
    expect(first.losses).toHaveLength(3);
    expect(first.losses[2]).toBeLessThan(first.losses[0] / 2);
    expect(await finetuned('compiled')).toEqual(first);
    expectClose((await finetuned('eager')).losses, first.losses, 0.02);
  });

  it('leaves no tensors behind', async () => {
    await finetuned('compiled');
    const before = tf.memory().numTensors;
    const made = 4 + 2 + 2; // An encoder's, a head's and its constants' tensors belong to the caller.
    await finetuned('compiled');
    expect(tf.memory().numTensors - before).toBe(made);
  });
});
