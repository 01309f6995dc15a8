/** The lab's own kernels against the compositions that define them, finite differences, and themselves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { affineImages } from '../../src/engine/kernels/affineImages';
import { attention } from '../../src/engine/kernels/attention';
import { biasDropoutResidual, dropout } from '../../src/engine/kernels/dropout';
import { gatherRows } from '../../src/engine/kernels/embedding';
import { biasGelu } from '../../src/engine/kernels/gelu';
import { layerNormalization } from '../../src/engine/kernels/layerNormalization';
import { softmaxCrossEntropy } from '../../src/engine/kernels/softmaxCrossEntropy';
import { nativeKernels, tf, withoutNativeKernels } from '../../src/engine/native';
import { compile, type Engine } from '../../src/engine/program';
import { randomness } from '../../src/engine/randomness';
import { transformerEncoder } from '../../src/models/transformerEncoder';
import { maskedLanguageModel } from '../../src/objectives/maskedLanguageModel';
import { adamW } from '../../src/training/adamW';

if (!nativeKernels) console.warn('SKIPPED: the native kernels were not compiled on this machine.');

beforeAll(() => tf.engine().startScope());
afterAll(() => tf.engine().endScope());

const drawn = (seed: number) => {
  const random = seededRandom(seed);
  return (...shape: number[]) =>
    tf.tensor(
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
      shape,
    );
};

interface Case {
  readonly name: string;
  readonly inputs: () => tf.Tensor[];
  /** Pure in its inputs: any randomness is seeded anew. */
  readonly run: (...inputs: tf.Tensor[]) => tf.Tensor;
}

/** Widths around the vector's 16 lanes; one row, and more rows than one block. */
const sizes = [
  [1, 1],
  [3, 15],
  [33, 16],
  [70, 37],
  [5, 128],
] as const;

const labelsOf = (rows: number, classes: number) =>
  tf.tensor1d(
    Int32Array.from({ length: rows }, (_, i) => (i * 7) % classes),
    'int32',
  );

const attentions = [
  { batch: 2, time: 9, heads: 2, headWidth: 5 },
  { batch: 3, time: 64, heads: 2, headWidth: 32 },
  { batch: 1, time: 1, heads: 1, headWidth: 16 },
  { batch: 1, time: 81, heads: 2, headWidth: 24 },
];

const cases: Case[] = [
  ...sizes.flatMap(([rows, width]): Case[] => {
    const draw = drawn(rows + width);
    return [
      {
        name: `layer normalisation ${rows} x ${width}`,
        inputs: () => [draw(rows, width), draw(width), draw(width)],
        run: (x, scale, shift) => layerNormalization(x, scale, shift),
      },
      {
        name: `bias and GELU ${rows} x ${width}`,
        inputs: () => [draw(rows, width).mul(3), draw(width)],
        run: (x, bias) => biasGelu(x, bias),
      },
      {
        name: `dropout ${rows} x ${width}`,
        inputs: () => [draw(rows, width)],
        run: (x) => dropout(x, 0.3, randomness(rows)),
      },
      {
        name: `bias, dropout and residual ${rows} x ${width}`,
        inputs: () => [draw(rows, width), draw(width), draw(rows, width)],
        run: (x, bias, residual) => biasDropoutResidual(x, bias, residual, 0.3, randomness(rows)),
      },
      {
        name: `cross-entropy ${rows} x ${width}`,
        inputs: () => [draw(rows, width).mul(5)],
        run: (logits) => softmaxCrossEntropy(logits, labelsOf(rows, width)),
      },
      {
        name: `cross-entropy with bias ${rows} x ${width}`,
        inputs: () => [draw(rows, width), draw(width)],
        run: (logits, bias) => softmaxCrossEntropy(logits, labelsOf(rows, width), bias),
      },
      {
        name: `rows of a table ${rows} x ${width}`,
        inputs: () => [draw(rows, width)],
        run: (table) => gatherRows(table, labelsOf(2 * rows + 1, rows)),
      },
    ];
  }),
  ...attentions.map(({ batch, time, heads, headWidth }): Case => {
    const draw = drawn(time);
    const width = 3 * heads * headWidth;
    const padded = Float32Array.from({ length: batch * time }, (_, i) => (i % time > 0.7 * time ? -1e9 : 0));
    return {
      name: `attention ${batch} x ${time}, ${heads} heads of ${headWidth}`,
      inputs: () => [draw(batch * time, width), draw(width)],
      run: (x, bias) => attention(x, bias, tf.tensor2d(padded, [batch, time]), heads),
    };
  }),
];

/** Value, then the gradients of sum(value * weights) with weights that differ by element. */
function evaluate({ inputs, run }: Case): Float32Array[] {
  return tf.tidy(() => {
    const given = inputs();
    const weighted = (...xs: tf.Tensor[]) => {
      const y = run(...xs);
      const weights = tf.range(0, y.size).mul(0.7).sin().reshape(y.shape);
      return y.mul(weights).sum() as tf.Scalar;
    };
    return [run(...given), ...tf.grads(weighted)(given)].map((t) => t.dataSync() as Float32Array);
  });
}

/** Largest difference, relative to the largest magnitude (at least 1). */
function distance(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  let most = 0;
  let scale = 1;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    most = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(most, difference);
    scale = Math.max(scale, Math.abs(b[i]));
  }
  return most / scale;
}

describe.skipIf(!nativeKernels)('a native kernel', () => {
  // The inputs of one case are drawn once: `inputs` continues a stream.
  const fixed = cases.map((one) => {
    let kept: tf.Tensor[] | undefined;
    return {
      ...one,
      inputs: () => {
        kept ??= one.inputs().map((t) => tf.keep(t));
        return kept;
      },
    };
  });
  it.each(fixed)('equals its composition in value and gradients: $name', (one) => {
    const native = evaluate(one);
    const composed = withoutNativeKernels(() => evaluate(one));
    expect(native.length).toBe(composed.length);
    native.forEach((values, index) => {
      expect(distance(values, composed[index]), `result ${index}`).toBeLessThan(1e-5);
    });
  });

  it.each(fixed)('repeats bit for bit: $name', (one) => {
    const first = evaluate(one);
    for (let i = 0; i < 3; i++) expect(evaluate(one)).toEqual(first);
  });

  it('agrees with finite differences: attention', () => {
    const { inputs, run } = fixed[fixed.length - attentions.length];
    const [x, bias] = inputs();
    const loss = (input: tf.Tensor) => run(input, bias).square().sum() as tf.Scalar;
    const slopes = tf.grad(loss)(x).dataSync();
    const values = x.dataSync();
    const step = 1e-2;
    for (let at = 0; at < values.length; at += 41) {
      const shifted = (by: number) => {
        const copy = Float32Array.from(values);
        copy[at] += by;
        return loss(tf.tensor(copy, x.shape)).dataSync()[0];
      };
      const numeric = (shifted(step) - shifted(-step)) / (2 * step);
      expect(Math.abs(numeric - slopes[at])).toBeLessThan(2e-2 * Math.max(1, Math.abs(numeric)));
    }
  });

  it('survives logits that overflow an exponential, and says NaN where the logits do', () => {
    const extreme = tf.tensor2d([1e4, -1e4, 0, 88, 100, 99], [2, 3]);
    const labels = tf.tensor1d([0, 1], 'int32');
    const loss = softmaxCrossEntropy(extreme, labels).dataSync();
    expect(loss[0]).toBe(0);
    expect(loss[1]).toBeCloseTo(Math.log(1 + Math.exp(-1) + Math.exp(-12)), 5);
    const broken = softmaxCrossEntropy(tf.tensor2d([1, Number.NaN, 2, 1, 2, 3], [2, 3]), labels).dataSync();
    expect(broken[0]).toBeNaN();
    expect(broken[1]).not.toBeNaN();
  });

  it('accepts no rows at all', () => {
    const none = tf.zeros([0, 24]);
    expect(biasGelu(none, tf.zeros([24])).shape).toEqual([0, 24]);
    expect(layerNormalization(none, tf.ones([24]), tf.zeros([24])).shape).toEqual([0, 24]);
    expect(softmaxCrossEntropy(none, tf.zeros([0], 'int32')).shape).toEqual([0]);
  });

  it('names itself when shapes do not fit', () => {
    expect(() => biasGelu(tf.zeros([2, 8]), tf.zeros([7]))).toThrow(/LabBiasGelu/);
  });
});

describe.skipIf(!nativeKernels)('affine maps of images', () => {
  /** Sizes around the 64 columns that are mapped at a time. */
  it.each([
    [5, 7, 1],
    [9, 64, 3],
    [4, 130, 2],
  ])('of %i x %i pixels and %i channels are those of TensorFlow', (height, width, channels) => {
    const draw = drawn(height);
    const images = draw(6, height, width, channels);
    const spread = tf.tensor1d([0.5, 0.5, width / 2, 0.5, 0.5, height / 2]);
    const maps = draw(6, 6)
      .mul(spread)
      .add(tf.tensor1d([1, 0, 0, 0, 1, 0]));
    for (const outside of ['black', 'nearest'] as const) {
      const own = affineImages(images, maps, outside);
      const wanted = withoutNativeKernels(() => affineImages(images, maps, outside));
      // Equal to the last bit where TensorFlow was built without fused products.
      const apart = own.sub(wanted).abs().max().dataSync()[0];
      expect(apart).toBeLessThanOrEqual(process.arch === 'x64' ? 0 : 1e-3);
    }
  });

  it('take a place half-way between four pixels as their mean, and nothing from outside', () => {
    const image = tf.tensor([1, 2, 3, 4], [1, 2, 2, 1]);
    const map = tf.tensor2d([[1, 0, 0.5, 0, 1, 0.5]]);
    expect(affineImages(image, map, 'black').dataSync()).toEqual(Float32Array.of(2.5, 1.5, 1.75, 1));
    expect(affineImages(image, map, 'nearest').dataSync()).toEqual(Float32Array.of(2.5, 3, 3.5, 4));
    const broken = tf.tensor2d([[Number.NaN, 0, 0, 0, 1, 0]]);
    expect(() => affineImages(image, broken, 'black').dataSync()).not.toThrow();
  });

  it('name themselves when the maps do not fit', () => {
    expect(() => affineImages(tf.zeros([2, 3, 3, 1]), tf.zeros([1, 6]), 'black')).toThrow(/LabAffineImages/);
  });
});

/** Losses of 20 steps of masked language modelling with dropout, clipping and decay. */
function losses(engine: Engine): number[] {
  const [batch, time] = [4, 24];
  const random = seededRandom(3);
  const rows = Array.from({ length: batch }, () =>
    Int32Array.from({ length: time - 3 }, () => 5 + random.integer(90)),
  );
  const encoder = transformerEncoder({ vocabularySize: 95, layers: 2, width: 20, heads: 2, maxLength: time });
  const objective = maskedLanguageModel({
    tokenizer: { vocabularySize: 95, specialTokens: { padding: 0, mask: 4 } },
  });
  const parameters = { ...encoder.parameters, ...objective.parameters() };
  const optimizer = adamW(parameters);
  const stream = randomness(8);
  const step = compile({
    engine,
    state: { ...parameters, ...optimizer.state, ...stream.state },
    functions: {
      train: (args: {
        tokens: tf.Tensor;
        positions: tf.Tensor;
        targets: tf.Tensor;
        weights: tf.Tensor;
        rate: tf.Tensor;
      }) => {
        const { rate, ...given } = args;
        const { loss, gradientNorm } = optimizer.step(() => objective.loss(encoder, given, stream), rate);
        stream.advance();
        return { loss, gradientNorm };
      },
    },
  });
  const all = Array.from({ length: 20 }, () => {
    const { tokens, positions, targets, weights } = objective.corrupt(rows, time, random);
    const result = step.train({
      tokens: tf.tensor2d(tokens, [batch, time], 'int32'),
      positions: tf.tensor1d(positions, 'int32'),
      targets: tf.tensor1d(targets, 'int32'),
      weights: tf.tensor1d(weights),
      rate: 3e-3,
    });
    return [result.loss.dataSync()[0], result.gradientNorm.dataSync()[0]];
  });
  step.program.dispose();
  return all.flat();
}

describe.skipIf(!nativeKernels)('training with native kernels', () => {
  it('follows the compositions and the eager engine for 20 steps', () => {
    const compiled = losses('compiled');
    expect(losses('compiled')).toEqual(compiled);
    const others = [
      losses('eager'),
      withoutNativeKernels(() => losses('compiled')),
      withoutNativeKernels(() => losses('eager')),
    ];
    for (const other of others) {
      other.forEach((value, index) => {
        expect(Math.abs(value / compiled[index] - 1)).toBeLessThan(index % 2 === 0 ? 1e-5 : 1e-4);
      });
    }
  });
});
