/**
 * The matrix products of a masked-language-model step, one by one, by TensorFlow and by the lab's own kernel: what decides
 * which of the two compiled programs use (engine/kernelLibrary.ts).
 */
import { nativeKernels, tf } from '../engine/native';
import { rawOp } from '../engine/rawOp';
import type { TextStepSizes } from './protocol';
import { median } from './summary';

/** [rows, columns] = left [rows, depth] right [depth, columns], both perhaps stored transposed. */
export interface StepProduct {
  readonly name: string;
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly leftTransposed: boolean;
  readonly rightTransposed: boolean;
}

export interface TimedProduct extends StepProduct {
  readonly tensorFlowGflopsPerSecond: number;
  /** Missing without the lab's own kernels. */
  readonly ownGflopsPerSecond?: number;
}

function product(
  name: string,
  [rows, depth, columns]: readonly [number, number, number],
  transposed?: 'left' | 'right',
): StepProduct {
  const [leftTransposed, rightTransposed] = [transposed === 'left', transposed === 'right'];
  return { name, rows, depth, columns, leftTransposed, rightTransposed };
}

/** Forward and backward products of a block and of the output layer, whose weights are the token table. */
export function stepProducts(sizes: TextStepSizes): StepProduct[] {
  const { width, vocabularySize: vocabulary, predictions } = sizes;
  const tokens = sizes.batch * sizes.time;
  const dense = (name: string, from: number, to: number): StepProduct[] => [
    product(`${name}, forward`, [tokens, from, to]),
    product(`${name}, gradient of input`, [tokens, to, from], 'right'),
    product(`${name}, gradient of weight`, [from, tokens, to], 'left'),
  ];
  return [
    ...dense('query, key, value', width, 3 * width),
    ...dense('attention output', width, width),
    ...dense('feed-forward, first', width, 4 * width),
    ...dense('feed-forward, second', 4 * width, width),
    product('logits', [predictions, width, vocabulary], 'right'),
    product('logits, gradient of states', [predictions, vocabulary, width]),
    product('logits, gradient of table', [vocabulary, predictions, width], 'left'),
  ];
}

/** Medians over `repeats` calls, the two taking turns. */
export function timeProducts(products: readonly StepProduct[], repeats: number): TimedProduct[] {
  return products.map((product) => {
    const { rows, depth, columns, leftTransposed, rightTransposed } = product;
    const matrix = (shape: [number, number], seed: number) =>
      tf.randomNormal(shape, 0, 1, 'float32', seed) as tf.Tensor2D;
    const left = matrix(leftTransposed ? [depth, rows] : [rows, depth], 1);
    const right = matrix(rightTransposed ? [columns, depth] : [depth, columns], 2);
    const attributes = {
      T: { type: 'float32' },
      adj_x: { bool: leftTransposed },
      adj_y: { bool: rightTransposed },
    } as const;
    const ways = [
      () => tf.matMul(left, right, leftTransposed, rightTransposed),
      ...(nativeKernels ? [() => rawOp('LabMatMul', [left, right], attributes)] : []),
    ];
    const milliseconds = ways.map((): number[] => []);
    for (let repeat = 0; repeat <= repeats; repeat++) {
      ways.forEach((run, way) => {
        const started = performance.now();
        run().dispose();
        // The first call of each is slower.
        if (repeat > 0) milliseconds[way]!.push(performance.now() - started);
      });
    }
    tf.dispose([left, right]);
    const [tensorFlow, own] = milliseconds.map((times) => (2 * rows * depth * columns) / median(times) / 1e6);
    return {
      ...product,
      tensorFlowGflopsPerSecond: tensorFlow!,
      ...(own === undefined ? {} : { ownGflopsPerSecond: own }),
    };
  });
}
