import { afterAll, describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { compile, type Engine } from '../../src/engine/program';
import { randomness } from '../../src/engine/randomness';
import { disposeIdleSessions } from '../../src/engine/session';
import { LabError } from '../../src/errors';
import { patchify, sinePositions, visionTransformer } from '../../src/models/visionTransformer';
import { maskedAutoencoder } from '../../src/objectives/maskedAutoencoder';
import { adamW } from '../../src/training/adamW';
import { expectClose, normals } from '../numerical';

afterAll(() => disposeIdleSessions());

const sizes = { shape: [8, 8, 1], patch: 2, layers: 1, width: 8, heads: 2 } as const;
const decoder = { layers: 1, width: 8, heads: 2 };
const pixels = normals(3 * 64, 'pixels').map((value) => Math.min(1, Math.abs(value) / 3));
const images = () => tf.tensor4d(pixels, [3, 8, 8, 1]);

describe('Patches', () => {
  it('are squares of the image, row after row', () => {
    const image = tf.tensor4d(
      Array.from({ length: 32 }, (_, k) => k),
      [1, 4, 4, 2],
    );
    expect(patchify(image, 2).arraySync()).toEqual([
      [
        [0, 1, 2, 3, 8, 9, 10, 11],
        [4, 5, 6, 7, 12, 13, 14, 15],
        [16, 17, 18, 19, 24, 25, 26, 27],
        [20, 21, 22, 23, 28, 29, 30, 31],
      ],
    ]);
  });

  it('have positions of their own: sine and cosine of row, then of column', () => {
    const values = sinePositions(2, 3, 8);
    expectClose(
      values.slice(5 * 8, 6 * 8),
      [
        Math.sin(1),
        Math.sin(0.01),
        Math.cos(1),
        Math.cos(0.01),
        Math.sin(2),
        Math.sin(0.02),
        Math.cos(2),
        Math.cos(0.02),
      ],
      1e-6,
    );
  });
});

describe('The vision transformer', () => {
  it.each([
    { positions: 'sine', pooling: 'mean' },
    { positions: 'learned', pooling: 'classToken' },
  ] as const)('sees all patches in order as it sees them without a list: $positions, $pooling', (choice) => {
    const encoder = visionTransformer({ ...sizes, ...choice, seed: 3 });
    const all = tf.range(0, 48, 1, 'int32');
    expectClose(encoder.encode(images(), all).dataSync(), encoder.encode(images()).dataSync(), 1e-5);
    expect(encoder.features(images()).shape).toEqual([3, 8]);
  });

  it('gives attention maps whose rows sum to 1', () => {
    const encoder = visionTransformer({ ...sizes, pooling: 'classToken', seed: 3 });
    const maps = encoder.attentionMaps(images());
    expect(maps.shape).toEqual([3, 2, 17, 17]);
    expectClose(maps.sum(-1).dataSync(), new Float32Array(3 * 2 * 17).fill(1), 1e-5);
  });

  it('refuses sizes that do not fit', () => {
    expect(() => visionTransformer({ ...sizes, patch: 3 })).toThrow(
      'Patches of 3 do not divide images of 8 x 8',
    );
    expect(() => visionTransformer({ ...sizes, heads: 3 })).toThrow(LabError);
    expect(() => visionTransformer({ ...sizes, width: 6 })).toThrow('width that 4 divides');
  });
});

describe('The masked autoencoder', () => {
  const encoder = visionTransformer({ ...sizes, seed: 3 });
  const objective = maskedAutoencoder(encoder, { decoder });

  it('hides three quarters of the patches, each once, others in each image', () => {
    const mask = objective.draw(3, randomness(4));
    const [visible, hidden] = [mask.visible.dataSync(), mask.hidden.dataSync()];
    expect([visible.length, hidden.length]).toEqual([12, 36]);
    expect([...visible, ...hidden].sort((a, b) => a - b)).toEqual(Array.from({ length: 48 }, (_, k) => k));
    const ofImage = (k: number) => [...hidden.slice(12 * k, 12 * k + 12)].map((row) => row % 16).sort();
    expect(ofImage(0)).not.toEqual(ofImage(1));
    expect([...hidden.slice(12, 24)].every((row) => row >= 16 && row < 32)).toBe(true);
  });

  it('predicts from visible patches only: what is hidden changes the target and nothing else', () => {
    const mask = objective.draw(3, randomness(4));
    const before = objective.reconstruct(images(), mask);
    const hidden = new Set(mask.hidden.dataSync());
    const changed = pixels.map((value, k) => {
      const [image, row, column] = [Math.floor(k / 64), Math.floor((k % 64) / 8), k % 8];
      return hidden.has(image * 16 + Math.floor(row / 2) * 4 + Math.floor(column / 2)) ? 1 - value : value;
    });
    const after = objective.reconstruct(tf.tensor4d(changed, [3, 8, 8, 1]), mask);
    expect(after.predicted.dataSync()).toEqual(before.predicted.dataSync());
    expect(after.target.dataSync()).not.toEqual(before.target.dataSync());
  });

  it('has the mean square error to normalised hidden patches as its loss', () => {
    const mask = objective.draw(3, randomness(9));
    const predicted = objective.reconstruct(images(), mask).predicted.dataSync();
    let total = 0;
    mask.hidden.dataSync().forEach((patchRow, index) => {
      const [image, place] = [Math.floor(patchRow / 16), patchRow % 16];
      const at = (i: number, j: number) =>
        pixels[image * 64 + (2 * Math.floor(place / 4) + i) * 8 + 2 * (place % 4) + j];
      const patch = [at(0, 0), at(0, 1), at(1, 0), at(1, 1)];
      const mean = patch.reduce((a, b) => a + b) / 4;
      const variance = patch.reduce((a, b) => a + (b - mean) ** 2, 0) / 4;
      patch.forEach((value, k) => {
        total += (predicted[index * 4 + k] - (value - mean) / Math.sqrt(variance + 1e-6)) ** 2;
      });
    });
    expectClose(objective.loss(images(), mask).dataSync(), [total / (36 * 4)], 1e-4);
  });

  it('has the slopes of its loss by finite differences', () => {
    const mask = objective.draw(3, randomness(2));
    for (const name of ['decoder.maskToken', 'decoder.leave.bias', 'encoder.projection.bias']) {
      const variable = { ...encoder.parameters, ...objective.parameters() }[name];
      const { grads } = tf.variableGrads(() => objective.loss(images(), mask).asScalar(), [variable]);
      const own = variable.dataSync().slice();
      const lossAt = (k: number, change: number) => {
        const moved = own.slice();
        moved[k] += change;
        variable.assign(tf.tensor(moved, variable.shape));
        return objective.loss(images(), mask).dataSync()[0];
      };
      const differences = [0, 1, 2, 3].map((k) => (lossAt(k, 0.01) - lossAt(k, -0.01)) / 0.02);
      variable.assign(tf.tensor(own, variable.shape));
      expectClose(grads[variable.name].dataSync().slice(0, 4), differences, 3e-3);
    }
  });

  it('trains alike compiled and eager over 20 steps, and the loss falls', () => {
    const train = (engine: Engine) => {
      const own = visionTransformer({ ...sizes, seed: 3 });
      const task = maskedAutoencoder(own, { decoder });
      const parameters = { ...own.parameters, ...task.parameters() };
      const optimizer = adamW(parameters);
      const random = randomness(6);
      const program = compile({
        engine,
        state: { ...parameters, ...optimizer.state, ...random.state },
        functions: {
          train: ({ batch, rate }: { batch: tf.Tensor; rate: tf.Tensor }) => {
            const mask = task.draw(3, random);
            const { loss } = optimizer.step(() => task.loss(batch, mask), rate);
            random.advance();
            return { loss };
          },
        },
      });
      const batch = images();
      return Array.from({ length: 20 }, () => program.train({ batch, rate: 3e-3 }).loss.dataSync()[0]);
    };
    const compiled = train('compiled');
    expectClose(compiled, train('eager'), 1e-4);
    expect(compiled[19]).toBeLessThan(compiled[0]);
  });

  it('refuses to hide nothing or everything', () => {
    expect(() => maskedAutoencoder(encoder, { maskRatio: 0.01 })).toThrow(LabError);
    expect(() => maskedAutoencoder(encoder, { maskRatio: 0.99 })).toThrow(LabError);
  });
});
