import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import { compile, type Engine, type Precision } from '../engine/program';
import { LabError } from '../errors';
import type { AttentionDirection, TransformerEncoder } from '../models/transformerEncoder';
import type { TokenBatchTensors, TokenPrediction } from '../objectives/tokenPrediction';

/** Settings of {@link heldOutLoss}. */
export interface HeldOutLossOptions {
  /** Token ids of each held-out text; longer ones are cut at `length`. */
  readonly sequences: readonly Int32Array[];
  /** Seeds which tokens are hidden: the same ones for every encoder that is compared. */
  readonly seed: number;
  /** Default the encoder's maxLength. */
  readonly length?: number;
  /** Texts in a batch. Default 100. */
  readonly batchSize?: number;
  readonly engine?: Engine;
  readonly precision?: Precision;
}

/**
 * Mean cross-entropy in nats a prediction of an encoder on held-out texts, dropout off. Of the same texts before and after
 * continued pretraining, its rise is what was forgotten.
 * @throws LabError when there is no text
 */
export function heldOutLoss<Direction extends AttentionDirection>(
  encoder: TransformerEncoder<Direction>,
  objective: TokenPrediction<Direction>,
  options: HeldOutLossOptions,
): number {
  const { sequences, seed, length = encoder.config.maxLength, batchSize = 100 } = options;
  if (sequences.length === 0)
    throw new LabError('There is no held-out text to measure the loss on; give some.');
  const program = compile({
    state: { ...encoder.parameters, ...objective.parameters() },
    engine: options.engine,
    precision: options.precision,
    functions: {
      loss: (batch: TokenBatchTensors) => ({ value: objective.loss(encoder, batch) }),
    },
  });
  let [sum, predictions] = [0, 0];
  try {
    for (let start = 0; start < sequences.length; start += batchSize) {
      // A short last batch is filled with empty texts, so that its shape is that of the others.
      const rows = Array.from({ length: batchSize }, (_, row) =>
        (sequences[start + row] ?? new Int32Array(0)).subarray(0, length),
      );
      const batch = objective.corrupt(rows, length, seededRandom(`held-out loss/${seed}/${start}`));
      const inputs = {
        tokens: tf.tensor2d(batch.tokens, [batchSize, length], 'int32'),
        positions: tf.tensor1d(batch.positions, 'int32'),
        targets: tf.tensor1d(batch.targets, 'int32'),
        weights: tf.tensor1d(batch.weights),
      };
      const { value } = program.loss(inputs);
      const made = batch.weights.reduce((total, weight) => total + weight, 0);
      sum += value.dataSync()[0] * made;
      predictions += made;
      tf.dispose([inputs, value]);
    }
  } finally {
    program.program.dispose();
  }
  return sum / predictions;
}
