import { afterAll, describe, expect, it } from 'vitest';
import { LabelledImages } from '../../src/data/images';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import type { Engine } from '../../src/engine/program';
import { disposeIdleSessions } from '../../src/engine/session';
import { LabError } from '../../src/errors';
import { convolutionalEncoder } from '../../src/models/convolutionalEncoder';
import { pretrainSupervisedImages } from '../../src/training/pretrainSupervisedImages';
import { expectClose } from '../numerical';

afterAll(() => disposeIdleSessions());

/** Bars across or along, at any place, in noise. */
function bars(names: readonly string[]): LabelledImages {
  const random = seededRandom('bars');
  const pixels = new Uint8Array(64 * 64);
  const labels = Int32Array.from({ length: 64 }, (_, image) => {
    const label = image % names.length;
    const place = random.integer(8);
    for (let k = 0; k < 64; k++)
      pixels[image * 64 + k] = ((label === 0 ? k >> 3 : k & 7) === place ? 180 : 0) + random.integer(60);
    return label;
  });
  return new LabelledImages(pixels, [8, 8, 1], labels, names);
}

async function pretrained(engine: Engine, steps = 20, seed = 5) {
  const encoder = convolutionalEncoder({ shape: [8, 8, 1], channels: [8, 16], strides: [1, 2], seed: 1 });
  const losses: number[] = [];
  const record = await pretrainSupervisedImages(encoder, {
    ...{ images: bars(['across', 'along']), batchSize: 16, steps, seed, engine, learningRate: 1e-2 },
    onStep: (_, loss) => losses.push(loss),
  });
  const weights = Object.values(encoder.parameters).map((variable) => variable.dataSync().slice());
  encoder.dispose();
  return { losses, weights, record };
}

describe('Supervised pretraining of images', () => {
  it('starts near the loss of guessing, learns the source, and counts what it saw', async () => {
    const { losses, record } = await pretrained('compiled', 120);
    expect(losses[0]).toBeCloseTo(Math.log(2), 1);
    expect(losses.at(-1)).toBeLessThan(0.2);
    expect(record.seen).toBe(120 * 16);
    // 3 x 3 convolutions 1 -> 8 at 64 places and 8 -> 16 at 16 places, then 16 x 2 weights; 2 operations, 3 passes.
    expect(record.trainingFlops).toBe(120 * 3 * 16 * 2 * (64 * 9 * 8 + 16 * 9 * 8 * 16 + 16 * 2));
  });

  it('repeats by seed, and gives the losses of the eager engine', async () => {
    const first = await pretrained('compiled');
    const second = await pretrained('compiled');
    expect([second.losses, second.weights]).toEqual([first.losses, first.weights]);
    expectClose((await pretrained('eager')).losses, first.losses, 1e-4);
    expect((await pretrained('compiled', 20, 6)).losses).not.toEqual(first.losses);
  });

  it('leaves no tensors behind', async () => {
    await pretrained('compiled', 2);
    const before = tf.memory().numTensors;
    await pretrained('compiled', 2);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses one class, and fewer images than a batch', async () => {
    const encoder = convolutionalEncoder({ shape: [8, 8, 1], channels: [8], strides: [1] });
    const attempt = (names: string[], batchSize: number) =>
      pretrainSupervisedImages(encoder, { images: bars(names), batchSize, steps: 1, seed: 1 });
    await expect(attempt(['one'], 16)).rejects.toThrow('1 class; supervised pretraining needs two or more');
    await expect(attempt(['a', 'b'], 65)).rejects.toThrow('There are 64 images for a batch of 65');
    await expect(attempt(['one'], 16)).rejects.toBeInstanceOf(LabError);
  });
});
