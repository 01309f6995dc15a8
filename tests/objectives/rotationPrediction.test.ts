import { afterAll, describe, expect, it } from 'vitest';
import { ImageCollection } from '../../src/data/images';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import type { Engine } from '../../src/engine/program';
import { disposeIdleSessions } from '../../src/engine/session';
import { residualEncoder } from '../../src/models/residualEncoder';
import { quarterTurns, rotationPrediction } from '../../src/objectives/rotationPrediction';
import { pretrainRotations } from '../../src/training/pretrainRotations';
import { expectClose, normals, slopes } from '../numerical';

afterAll(() => disposeIdleSessions());

describe('Quarter turns', () => {
  it('move each pixel as a turn by hand does', () => {
    const turned = tf.tidy(() => [
      ...quarterTurns(tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1])).dataSync(),
    ]);
    expect(turned.slice(0, 9)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(turned.slice(9, 18)).toEqual([3, 6, 9, 2, 5, 8, 1, 4, 7]);
    expect(turned.slice(18, 27)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(turned.slice(27)).toEqual([7, 4, 1, 8, 5, 2, 9, 6, 3]);
  });

  it('four of them are none, and images that are not square are refused', () => {
    const [first, last] = tf.tidy(() => {
      let images = tf.tensor4d(normals(2 * 4 * 4 * 3, 'square'), [2, 4, 4, 3]) as tf.Tensor;
      const start = images.dataSync().slice();
      for (let turn = 0; turn < 4; turn++) images = quarterTurns(images).slice([2, 0, 0, 0], [2, -1, -1, -1]);
      return [start, images.dataSync().slice()];
    });
    expect(last).toEqual(first);
    expect(() => tf.tidy(() => quarterTurns(tf.zeros([1, 2, 3, 1])))).toThrow('2 x 3 cannot be turned');
  });
});

/** Equation 2 of Gidaris et al. 2018: the mean negative log probability of the true turn. */
function slowLoss(features: ArrayLike<number>, weight: ArrayLike<number>, bias: ArrayLike<number>): number {
  const width = weight.length / 4;
  const rows = features.length / width;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const scores = [0, 1, 2, 3].map((turn) => {
      let score = bias[turn]!;
      for (let k = 0; k < width; k++) score += features[row * width + k]! * weight[k * 4 + turn]!;
      return score;
    });
    const total = scores.reduce((all, score) => all + Math.exp(score), 0);
    sum -= scores[Math.floor((row * 4) / rows)]! - Math.log(total);
  }
  return sum / rows;
}

describe('Rotation prediction', () => {
  const objective = rotationPrediction({ featureWidth: 3, seed: 4 });
  const [weight, bias] = ['weight', 'bias'].map((name) =>
    objective.parameters()[`rotation.${name}`]!.dataSync(),
  ) as [Float32Array, Float32Array];
  const features = normals(8 * 3, 'features');

  it('is the loop of the paper, and ln 4 where the features say nothing', () => {
    const loss = (values: Float32Array) =>
      tf.tidy(() => objective.loss(tf.tensor2d(values, [8, 3])).dataSync());
    expectClose(loss(features), [slowLoss(features, weight, bias)], 2e-6);
    expectClose(loss(new Float32Array(24)), [Math.log(4)], 1e-6);
  });

  it('has the gradient that finite differences of the loop give', () => {
    const actual = tf.tidy(() =>
      tf
        .grad((x) => objective.loss(x).asScalar())(tf.tensor2d(features, [8, 3]))
        .dataSync(),
    );
    expectClose(
      actual,
      slopes((x) => slowLoss(x, weight, bias), features),
      1e-5,
    );
  });

  /** Bright above, dark below, at any slant: upright is told from turned. */
  function skies(count: number): ImageCollection {
    const random = seededRandom('skies');
    const pixels = new Uint8Array(count * 64);
    for (let image = 0; image < count; image++) {
      const [horizon, slant] = [2 + random.integer(4), random.uniform() - 0.5];
      for (let k = 0; k < 64; k++)
        pixels[image * 64 + k] = (k >> 3 < horizon + slant * (k & 7) ? 170 : 20) + random.integer(60);
    }
    return new ImageCollection(pixels, [8, 8, 1]);
  }

  async function pretrained(engine: Engine, steps: number) {
    const encoder = residualEncoder({ shape: [8, 8, 1], channels: [8, 16], blocksPerStage: 1, seed: 1 });
    const own = rotationPrediction({ featureWidth: encoder.featureWidth });
    const losses: number[] = [];
    const images = skies(48);
    await pretrainRotations(encoder, {
      ...{ objective: own, images, batchSize: 8, steps, seed: 3, engine, learningRate: 3e-3 },
      onStep: (_, loss) => losses.push(loss),
    });
    const right = tf.tidy(() => {
      const all = tf.tensor4d(images.values([...Array(48).keys()]), [48, 8, 8, 1]);
      return own.accuracy(encoder.features(quarterTurns(all))).dataSync()[0]!;
    });
    return { losses, right };
  }

  it('trains a residual network: compiled as eager over 20 steps, the same bits for the same seed', async () => {
    const compiled = await pretrained('compiled', 20);
    expectClose(compiled.losses, (await pretrained('eager', 20)).losses, 1e-5);
    expect(await pretrained('compiled', 20)).toEqual(compiled);
  });

  it('learns which way is up', async () => {
    expect((await pretrained('compiled', 120)).right).toBeGreaterThan(0.9);
  });

  it('says that there are fewer images than a batch holds', async () => {
    const encoder = residualEncoder({ shape: [8, 8, 1], channels: [8], blocksPerStage: 1 });
    const options = {
      objective: rotationPrediction({ featureWidth: 8 }),
      images: skies(3),
      steps: 1,
      seed: 1,
    };
    await expect(pretrainRotations(encoder, options)).rejects.toThrow('3 images for a batch of 64');
  });
});
