/** What language-modelling objectives share: naming tokens at some positions of a batch, with the token table as output. */
import type { seededRandom } from '../data/seededRandom';
import { gatherRows } from '../engine/kernels/embedding';
import { softmaxCrossEntropy } from '../engine/kernels/softmaxCrossEntropy';
import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import type { Parameters } from '../models/parameters';
import type { AttentionDirection, TransformerEncoder } from '../models/transformerEncoder';

/** What the encoder reads and what it must name. Positions index the flattened batch; unused ones have weight 0. */
export interface TokenBatch {
  /** int32 [batch, time] */
  readonly tokens: Int32Array;
  /** int32 [predictions] */
  readonly positions: Int32Array;
  /** int32 [predictions] */
  readonly targets: Int32Array;
  /** float32 [predictions], 0 or 1 */
  readonly weights: Float32Array;
}

/** The same as tensors. */
export type TokenBatchTensors = { readonly [Part in keyof TokenBatch]: tf.Tensor };

/** An objective that predicts tokens, for encoders that attend in one direction. */
export interface TokenPrediction<Direction extends AttentionDirection> {
  readonly name: string;
  /** As progress bars and tables say it. */
  readonly title: string;
  /** The output layer's own parameters (a bias per token; its weights are the token table). */
  parameters(): Parameters;
  /** Frees them; the objective cannot be used afterwards. */
  dispose(): void;
  /** Number of predictions made in a batch of this size: fixed, so that the graph's shapes are. */
  predictionsIn(batch: number, time: number): number;
  /**
   * What the encoder is given of the texts, and what it must predict.
   * @param rows one array of at most `time` ids for each sequence
   */
  corrupt(rows: readonly Int32Array[], time: number, random: ReturnType<typeof seededRandom>): TokenBatch;
  /** Mean cross-entropy in nats over the predictions; 0 where there is none. A property, so that types are strict. */
  readonly loss: (
    encoder: TransformerEncoder<Direction>,
    batch: TokenBatchTensors,
    randomness?: Randomness,
  ) => tf.Tensor;
}

/**
 * Mean cross-entropy in nats of the targets, predicted from the final states at their positions by the token table
 * (Press & Wolf 2017) and a bias [vocabulary].
 */
export function tokenPredictionLoss<Direction extends AttentionDirection>(
  encoder: TransformerEncoder<Direction>,
  bias: tf.Variable,
  batch: TokenBatchTensors,
  randomness?: Randomness,
): tf.Tensor {
  const { states } = encoder.encode(batch.tokens, randomness);
  const rows = gatherRows(states.reshape([-1, encoder.config.width]), batch.positions);
  const logits = tf.matMul(rows as tf.Tensor2D, encoder.tokenEmbedding as tf.Tensor2D, false, true);
  const losses = softmaxCrossEntropy(logits, batch.targets, bias);
  return losses.mul(batch.weights).sum().div(tf.maximum(batch.weights.sum(), 1));
}
