/** The filter's gradient in mixed programs, and the patches it is made of, against slow loops. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { biasGelu } from '../../src/engine/kernels/gelu';
import { nativeKernels, tf, withoutNativeKernels } from '../../src/engine/native';
import { compile, type Precision } from '../../src/engine/program';
import { rawOp } from '../../src/engine/rawOp';
import { normals } from '../numerical';

beforeAll(() => tf.engine().startScope());
afterAll(() => tf.engine().endScope());

const normal = (shape: number[], seed: number) =>
  tf.tensor(normals(tf.util.sizeFromShape(shape), seed), shape);

const patchesOf = (images: tf.Tensor, filter: number[], strides: number[], padding: string) =>
  rawOp('LabImagePatches', [images], {
    T: { type: 'float32' },
    filter: { int: filter },
    strides: { int: strides },
    padding: { string: padding },
  });

/** Height, width, channels; filter; strides; padding. */
const convolutions = [
  [5, 7, 2, [3, 3], [1, 1], 'same'],
  [6, 5, 3, [3, 3], [2, 2], 'same'],
  [7, 8, 1, [3, 2], [2, 3], 'same'],
  [2, 3, 2, [5, 5], [1, 1], 'same'],
  [6, 7, 2, [3, 3], [1, 2], 'valid'],
  [5, 5, 4, [1, 1], [2, 2], 'valid'],
] as const;

describe.skipIf(!nativeKernels)('patches of images', () => {
  it.each(convolutions)(
    'of %i x %i pixels and %i channels, filter %j, strides %j, %s: multiplied by a filter they are its convolution',
    (height, width, channels, filter, strides, padding) => {
      const images = normal([2, height, width, channels], 1);
      const weights = normal([...filter, channels, 3], 2);
      const wanted = tf.conv2d(
        images as tf.Tensor4D,
        weights as tf.Tensor4D,
        strides as [number, number],
        padding,
      );
      const patches = patchesOf(images, [...filter], [1, ...strides, 1], padding.toUpperCase());
      const depth = filter[0] * filter[1] * channels;
      expect(patches.shape).toEqual([wanted.size / 3, depth]);
      const found = tf.matMul(patches as tf.Tensor2D, weights.reshape([depth, 3]));
      const apart = found.reshape(wanted.shape).sub(wanted).abs().max();
      expect(apart.dataSync()[0]).toBeLessThan(1e-5);
    },
  );

  it('are the pixels under the filter, zero beyond the edge', () => {
    const images = tf.tensor([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]);
    expect(patchesOf(images, [2, 2], [1, 1, 2, 1], 'SAME').arraySync()).toEqual([
      [1, 2, 4, 5],
      [3, 0, 6, 0],
      [4, 5, 0, 0],
      [6, 0, 0, 0],
    ]);
    expect(patchesOf(images, [2, 2], [1, 1, 1, 1], 'VALID').arraySync()).toEqual([
      [1, 2, 4, 5],
      [2, 3, 5, 6],
    ]);
    expect(patchesOf(images, [3, 3], [1, 1, 1, 1], 'VALID').shape).toEqual([0, 9]);
  });

  it('names itself when the images are not four-dimensional, or a stride is missing', () => {
    expect(() => patchesOf(tf.zeros([2, 3]), [1, 1], [1, 1, 1, 1], 'SAME')).toThrow(/images must be \[batch/);
    expect(() => patchesOf(tf.zeros([1, 2, 3, 1]), [1, 1], [1, 1], 'SAME')).toThrow(/strides \[1, height/);
  });
});

describe('a convolution in a mixed program', () => {
  const gradientOf = (precision: Precision, padding: 'same' | 'valid') => {
    const filter = tf.variable(normal([3, 3, 4, 8], 3));
    const bias = tf.variable(normal([8], 4));
    const program = compile({
      state: { filter, bias },
      precision,
      engine: 'compiled',
      functions: {
        slope: ({ images, target }: { images: tf.Tensor; target: tf.Tensor }) => {
          const { value, grads } = tf.variableGrads(() => {
            const convolved = tf.conv2d(images as tf.Tensor4D, filter as unknown as tf.Tensor4D, 2, padding);
            const active = biasGelu(convolved.reshape([-1, 8]), bias as unknown as tf.Tensor);
            return active.reshape(convolved.shape).mul(target).sum() as tf.Scalar;
          }, [filter]);
          return { value, gradient: Object.values(grads)[0] as tf.Tensor };
        },
      },
    });
    const images = normal([4, 9, 9, 4], 5);
    const target = normal(padding === 'same' ? [4, 5, 5, 8] : [4, 4, 4, 8], 6);
    const { gradient } = program.slope({ images, target });
    const graph = Buffer.from(program.program.graph()!).toString('latin1');
    // A node's operation is field 2 of its message: a tag, the length, the text.
    const count = (operation: string) =>
      graph.split(`\x12${String.fromCharCode(operation.length)}${operation}`).length - 1;
    program.program.dispose();
    return { gradient, count };
  };

  it.each(['same', 'valid'] as const)('has the gradient of float32, rounded (%s)', (padding) => {
    const { gradient: exact } = gradientOf('float32', padding);
    const { gradient } = gradientOf('mixed-bfloat16', padding);
    expect(gradient.shape).toEqual(exact.shape);
    // bfloat16 has 8 bits: each factor is rounded by up to 0.4 %.
    const apart = gradient.sub(exact).norm().div(exact.norm()).dataSync()[0]!;
    expect(apart).toBeGreaterThan(0);
    expect(apart).toBeLessThan(0.01);
  });

  it.skipIf(!nativeKernels)('takes it from patches with the own kernels, else from TensorFlow', () => {
    const own = gradientOf('mixed-bfloat16', 'same');
    expect([own.count('LabImagePatches'), own.count('Conv2DBackpropFilter')]).toEqual([1, 0]);
    const others = [
      gradientOf('float32', 'same'),
      withoutNativeKernels(() => gradientOf('mixed-bfloat16', 'same')),
    ];
    for (const { count } of others)
      expect([count('LabImagePatches'), count('Conv2DBackpropFilter')]).toEqual([0, 1]);
  });

  it.skipIf(!nativeKernels)('stays bfloat16 through a change of shape', () => {
    // From float32 go images, filter and the gradient of the result; to it the result and the filter's gradient;
    // TensorFlow.js casts once in the gradient of `mul`.
    expect(gradientOf('mixed-bfloat16', 'same').count('Cast')).toBe(6);
  });
});
