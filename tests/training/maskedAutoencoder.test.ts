import { afterAll, describe, expect, it } from 'vitest';
import { ImageCollection } from '../../src/data/images';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import type { Engine } from '../../src/engine/program';
import { disposeIdleSessions } from '../../src/engine/session';
import { visionTransformer } from '../../src/models/visionTransformer';
import { maskedAutoencoder } from '../../src/objectives/maskedAutoencoder';
import { pretrainMaskedAutoencoder, reconstructImages } from '../../src/training/pretrainMaskedAutoencoder';
import { expectClose } from '../numerical';

afterAll(() => disposeIdleSessions());

/** Slanted stripes: a hidden patch can be told from its neighbours. */
function stripes(count: number): ImageCollection {
  const random = seededRandom('stripes');
  const pixels = new Uint8Array(count * 256);
  for (let image = 0; image < count; image++) {
    const [across, along, shift] = [1 + random.integer(2), random.integer(3), random.integer(8)];
    for (let k = 0; k < 256; k++)
      pixels[image * 256 + k] = ((k >> 4) * along + (k & 15) * across + shift) % 8 < 4 ? 230 : 20;
  }
  return new ImageCollection(pixels, [16, 16, 1]);
}

const make = () => {
  const encoder = visionTransformer({
    shape: [16, 16, 1],
    patch: 4,
    layers: 1,
    width: 32,
    heads: 2,
    seed: 1,
  });
  const objective = maskedAutoencoder(encoder, { decoder: { layers: 1, width: 16, heads: 2 } });
  return { encoder, objective };
};

async function pretrained(engine: Engine, steps = 20, seed = 5) {
  const { encoder, objective } = make();
  const losses: number[] = [];
  const record = await pretrainMaskedAutoencoder(encoder, {
    ...{ objective, images: stripes(64), batchSize: 16, steps, seed, engine, learningRate: 5e-3 },
    onStep: (_, loss) => losses.push(loss),
  });
  const weights = Object.values(encoder.parameters).map((variable) => variable.dataSync().slice());
  return { encoder, objective, record, numbers: { losses, weights } };
}

describe('Pretraining a masked autoencoder', () => {
  it('gives the losses of the eager engine over 20 steps, and the same bits for the same seed', async () => {
    const { numbers, record } = await pretrained('compiled');
    expectClose(numbers.losses, (await pretrained('eager')).numbers.losses, 1e-5);
    expect((await pretrained('compiled')).numbers).toEqual(numbers);
    expect((await pretrained('compiled', 20, 6)).numbers.losses).not.toEqual(numbers.losses);
    expect(record.seen).toBe(320);
  });

  it('learns to fill hidden patches, nearer to the truth than a patch of its mean alone', async () => {
    const { encoder, objective } = await pretrained('compiled', 1500);
    const images = stripes(12);
    const before = tf.memory().numTensors;
    const { original, masked, reconstructed } = reconstructImages(encoder, objective, images, 3);
    expect(tf.memory().numTensors).toBe(before);
    let [filled, flat, hidden] = [0, 0, 0];
    // Patch by patch: a hidden one is grey throughout in `masked`.
    for (let patch = 0; patch < 12 * 16; patch++) {
      const [image, row, column] = [patch >> 4, (patch >> 2) & 3, patch & 3];
      const places = Array.from({ length: 16 }, (_, k) => {
        return (image * 16 + row * 4 + (k >> 2)) * 16 + column * 4 + (k & 3);
      });
      if (!places.every((at) => masked[at] === 0.5)) {
        for (const at of places)
          expect([masked[at], reconstructed[at]]).toEqual([original[at], original[at]]);
        continue;
      }
      hidden++;
      const mean = places.reduce((sum, at) => sum + original[at]!, 0) / 16;
      for (const at of places) {
        filled += (reconstructed[at]! - original[at]!) ** 2;
        flat += (mean - original[at]!) ** 2;
      }
    }
    expect(hidden).toBe(12 * objective.hiddenCount);
    expect(filled).toBeLessThan(0.7 * flat);
  });

  it('says that there are fewer images than a batch holds', async () => {
    const { encoder, objective } = make();
    const options = { objective, images: stripes(3), steps: 1, seed: 1 };
    await expect(pretrainMaskedAutoencoder(encoder, options)).rejects.toThrow('3 images for a batch of 128');
  });
});
