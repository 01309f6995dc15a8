/** How much the loss of a classifier of texts depends on each attention head. */
import { softmaxCrossEntropy } from '../engine/kernels/softmaxCrossEntropy';
import { tf } from '../engine/native';
import { compile, type Engine, type Precision } from '../engine/program';
import { LabError } from '../errors';
import type { MaskedHeadsEncoder } from '../models/maskedHeads';
import type { TextClassifier } from '../models/textClassifier';
import type { Labelled } from './feed';
import { type TokenSequences, textFeed } from './textFeed';

export interface HeadImportanceOptions {
  readonly engine?: Engine;
  readonly precision?: Precision;
}

/**
 * Expected sensitivity of the loss to each head's mask variable (Michel, Levy & Neubig 2019, section 4.1):
 * the mean over texts of |d loss / d mask| where every mask is 1, dropout off. Raw values, not yet normalised by layer.
 * @param classifier over `encoder`, with its trained weights
 * @param set labelled texts: those of training or dev, never those that the result is tested on
 * @returns [layers][heads], nats, 0 or above
 * @throws LabError for no text, or a label that is no class
 */
export function headImportance(
  classifier: TextClassifier,
  encoder: MaskedHeadsEncoder,
  set: Labelled<TokenSequences>,
  options: HeadImportanceOptions = {},
): number[][] {
  const { layers, heads } = encoder.config;
  if (classifier.encoder !== encoder)
    throw new LabError('The classifier stands over another encoder; give the encoder that it was built on.');
  if (set.examples.length === 0)
    throw new LabError('There is no text to measure the importance of heads on; give at least one.');
  const wrong = set.labels.findIndex((label) => !(label >= 0 && label < classifier.classes.length));
  if (wrong >= 0)
    throw new LabError(
      `The label of text ${wrong} is ${set.labels[wrong]}, but there are ${classifier.classes.length} classes.`,
    );
  const program = compile({
    state: { ...classifier.parameters, ...classifier.constants },
    ...options,
    functions: {
      // The loss is summed, so that the gradient by a text's own mask is that text's own.
      slopes: ({ batch, labels, ones }: { batch: tf.Tensor; labels: tf.Tensor; ones: tf.Tensor }) => ({
        values: tf.grad((mask: tf.Tensor) => {
          encoder.headMask = mask;
          return softmaxCrossEntropy(classifier.logits(batch), labels).sum();
        })(ones),
      }),
    },
  });
  const sums = new Float64Array(layers * heads);
  try {
    for (const { rows, batch: inputs } of textFeed(encoder).evaluationBatches(set.examples)) {
      const batch = inputs();
      const size = batch.shape[0]!;
      const labels = tf.tensor1d(
        Int32Array.from({ length: size }, (_, row) => (row < rows.length ? set.labels[rows[row]!]! : 0)),
        'int32',
      );
      const ones = tf.ones([size, layers, heads]);
      const { values } = program.slopes({ batch, labels, ones });
      const slopes = values.dataSync();
      // Rows beyond the texts are padding.
      for (let k = 0; k < rows.length * layers * heads; k++)
        sums[k % (layers * heads)]! += Math.abs(slopes[k]!);
      tf.dispose([batch, labels, ones, values]);
    }
  } finally {
    encoder.headMask = undefined;
    program.program.dispose();
  }
  return Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: heads }, (_, head) => sums[layer * heads + head]! / set.examples.length),
  );
}
