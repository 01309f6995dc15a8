/** The lab's own matrix product against sums in float64, and where compiled programs use it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickMatrixProducts } from '../../src/engine/kernelLibrary';
import { nativeKernels, nativeMatrixProducts, tf, withoutNativeKernels } from '../../src/engine/native';
import { compile, type Precision } from '../../src/engine/program';
import { rawOp } from '../../src/engine/rawOp';
import { normals } from '../numerical';

beforeAll(() => tf.engine().startScope());
afterAll(() => tf.engine().endScope());

const matrix = (rows: number, columns: number, seed: number) =>
  tf.tensor2d(normals(rows * columns, seed), [rows, columns]);

const product = (x: tf.Tensor, y: tf.Tensor, left = false, right = false) =>
  rawOp('LabMatMul', [x, y], { T: { type: 'float32' }, adj_x: { bool: left }, adj_y: { bool: right } });

/** Sum over k of x[i, k] y[k, j] for sizes around the kernel's tiles (6 x 16 with AVX2) and blocks (256 deep). */
const sizes = [
  [1, 1, 1],
  [6, 16, 16],
  [7, 3, 17],
  [5, 257, 15],
  [13, 600, 33],
  [200, 40, 70],
  [3, 7, 1100],
] as const;

describe.skipIf(!nativeKernels)("the lab's own matrix product", () => {
  const ways = [false, true].flatMap((left) => [false, true].map((right) => [left, right] as const));
  it.each(sizes)(
    'of [%i, %i] and columns %i equals the sums, read straight or transposed',
    (rows, depth, columns) => {
      for (const [left, right] of ways) {
        const x = left ? matrix(depth, rows, 1) : matrix(rows, depth, 1);
        const y = right ? matrix(columns, depth, 2) : matrix(depth, columns, 2);
        const [a, b] = [x.dataSync(), y.dataSync()];
        const found = product(x, y, left, right);
        expect(found.shape).toEqual([rows, columns]);
        const values = found.dataSync();
        for (let i = 0; i < rows; i++) {
          for (let j = 0; j < columns; j++) {
            let sum = 0;
            let size = 0;
            for (let k = 0; k < depth; k++) {
              const term =
                a[left ? k * rows + i : i * depth + k] * b[right ? j * depth + k : k * columns + j];
              sum += term;
              size += Math.abs(term);
            }
            // Float32 rounds each addition by at most 6e-8 of the sum so far.
            expect(Math.abs(values[i * columns + j] - sum)).toBeLessThanOrEqual(1e-6 * size);
          }
        }
        expect(product(x, y, left, right).dataSync()).toEqual(values);
      }
    },
  );

  it('is zero over nothing, empty without rows or columns, and passes NaN and infinity on', () => {
    expect(product(tf.zeros([2, 0]), tf.zeros([0, 3])).arraySync()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(product(tf.zeros([0, 4]), tf.zeros([4, 3])).shape).toEqual([0, 3]);
    expect(product(tf.zeros([4, 3]), tf.zeros([3, 0])).shape).toEqual([4, 0]);
    const broken = product(
      tf.tensor2d([
        [1, Number.NaN],
        [1, 2],
      ]),
      tf.tensor2d([[1], [Number.POSITIVE_INFINITY]]),
    );
    expect(broken.arraySync()).toEqual([[Number.NaN], [Number.POSITIVE_INFINITY]]);
  });

  it('names itself when the inner sizes differ', () => {
    expect(() => product(tf.zeros([2, 3]), tf.zeros([4, 2]))).toThrow(/LabMatMul: the inner sizes differ/);
  });
});

describe('compiled programs', () => {
  const compiled = (precision: Precision, rank = 2) => {
    const weight = tf.variable(matrix(6, 4, 3).reshape([...Array(rank - 2).fill(1), 6, 4]));
    const program = compile({
      state: { weight },
      precision,
      engine: 'compiled',
      functions: {
        slope: ({ x }: { x: tf.Tensor }) => {
          const { value, grads } = tf.variableGrads(
            () =>
              tf
                .matMul(x, weight as tf.Tensor)
                .square()
                .sum() as tf.Scalar,
            [weight],
          );
          return { value, gradient: Object.values(grads)[0] as tf.Tensor };
        },
      },
    });
    const x = matrix(5, 6, 4).reshape([...Array(rank - 2).fill(1), 5, 6]);
    const { gradient } = program.slope({ x });
    const own = Buffer.from(program.program.graph()!).includes('LabMatMul');
    const values = gradient.dataSync().slice();
    program.program.dispose();
    weight.dispose();
    return { own, values };
  };

  it('use it for two float32 matrices where it is the quicker, with the gradient that the products of TensorFlow give', () => {
    const { own, values } = compiled('float32');
    expect(own).toBe(nativeMatrixProducts());
    const other = withoutNativeKernels(() => compiled('float32'));
    expect(other.own).toBe(false);
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(other.values[i]!, 4);
  });

  it('leave products in bfloat16 and of batches of matrices to TensorFlow', () => {
    expect(compiled('mixed-bfloat16').own).toBe(false);
    expect(compiled('float32', 3).own).toBe(false);
  });

  it('use it with AVX2 and not with AVX-512, where oneDNN is the quicker', () => {
    expect(quickMatrixProducts(['avx', 'avx2', 'fma'])).toBe(true);
    expect(quickMatrixProducts(['avx', 'avx2', 'avx512f', 'fma'])).toBe(false);
    expect(quickMatrixProducts(['asimd'])).toBe(false);
  });
});
