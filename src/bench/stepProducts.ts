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

/** Forward and backward products of a block and of the output layer, whose weights are the token table. */
export function stepProducts(sizes: TextStepSizes): StepProduct[] {
  const { width, vocabularySize: vocabulary, predictions } = sizes;
  const tokens = sizes.batch * sizes.time;
  const dense = (name: string, from: number, to: number): StepProduct[] => [
    {
      name: `${name}, forward`,
      rows: tokens,
      depth: from,
      columns: to,
      leftTransposed: false,
      rightTransposed: false,
    },
    {
      name: `${name}, gradient of input`,
      rows: tokens,
      depth: to,
      columns: from,
      leftTransposed: false,
      rightTransposed: true,
    },
    {
      name: `${name}, gradient of weight`,
      rows: from,
      depth: tokens,
      columns: to,
      leftTransposed: true,
      rightTransposed: false,
    },
  ];
  return [
    ...dense('query, key, value', width, 3 * width),
    ...dense('attention output', width, width),
    ...dense('feed-forward, first', width, 4 * width),
    ...dense('feed-forward, second', 4 * width, width),
    {
      name: 'logits',
      rows: predictions,
      depth: width,
      columns: vocabulary,
      leftTransposed: false,
      rightTransposed: true,
    },
    {
      name: 'logits, gradient of states',
      rows: predictions,
      depth: vocabulary,
      columns: width,
      leftTransposed: false,
      rightTransposed: false,
    },
    {
      name: 'logits, gradient of table',
      rows: vocabulary,
      depth: predictions,
      columns: width,
      leftTransposed: true,
      rightTransposed: false,
    },
  ];
}

/** Medians over `repeats` calls, the two taking turns. */
export function timeProducts(products: readonly StepProduct[], repeats: number): TimedProduct[] {
  return products.map((product) => {
    const { rows, depth, columns, leftTransposed, rightTransposed } = product;
    const left = tf.randomNormal(
      leftTransposed ? [depth, rows] : [rows, depth],
      0,
      1,
      'float32',
      1,
    ) as tf.Tensor2D;
    const right = tf.randomNormal(
      rightTransposed ? [columns, depth] : [depth, columns],
      0,
      1,
      'float32',
      2,
    ) as tf.Tensor2D;
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
