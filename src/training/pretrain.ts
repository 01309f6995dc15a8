import { lengthBatchStream } from '../data/batches';
import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { AttentionDirection, TransformerEncoder } from '../models/transformerEncoder';
import type { TokenPrediction } from '../objectives/tokenPrediction';
import { assignValues } from './checkpoint';
import { arraysHash, type PretrainingOptions, pretrainingLoop } from './pretrainingLoop';
import type { CurvePoint } from './trainingLoop';

/** Settings of {@link pretrain}. */
export interface PretrainOptions<Direction extends AttentionDirection = 'bidirectional'>
  extends PretrainingOptions {
  /** For encoders of this direction: masked language modelling does not compile with a causal one. */
  readonly objective: TokenPrediction<Direction>;
  /** Token ids of each text, without special tokens. */
  readonly sequences: readonly Int32Array[];
  /** Sequences in a batch. Default 128. */
  readonly batchSize?: number;
  /** Lengths that batches are padded to; longer texts are cut at the largest. Default [maxLength]. */
  readonly lengths?: readonly number[];
  /** Factor on the token table's learning rate: below 1 it keeps closer to the vectors it started from. Default 1. */
  readonly embeddingRateFactor?: number;
}

export interface PretrainResult<Direction extends AttentionDirection = 'bidirectional'> {
  readonly encoder: TransformerEncoder<Direction>;
  /** Mean training loss in nats a prediction, over each stretch of 25 steps. */
  readonly losses: readonly CurvePoint[];
  readonly seconds: number;
  /** Tokens of text seen, padding left out. */
  readonly tokens: number;
  /** Floating-point operations of all steps: three times the forward pass's matrix products. */
  readonly trainingFlops: number;
  /** With the output layer. */
  readonly trainableParameters: number;
  readonly steps: number;
}

/**
 * Pretrains an encoder on texts without labels. The encoder's parameters are changed in place.
 * @throws LabError if the loss stops being a number, naming the step; StoppedError on request, with the state kept
 */
export async function pretrain<Direction extends AttentionDirection = 'bidirectional'>(
  encoder: TransformerEncoder<Direction>,
  options: PretrainOptions<Direction>,
): Promise<PretrainResult<Direction>> {
  const {
    objective,
    batchSize = 128,
    lengths = [encoder.config.maxLength],
    embeddingRateFactor = 1,
    seed,
  } = options;
  const longest = Math.max(...lengths);
  const sequences = options.sequences.map((ids) => (ids.length > longest ? ids.subarray(0, longest) : ids));
  const { seen, ...record } = await pretrainingLoop(
    {
      label: objective.title,
      parameters: { ...encoder.parameters, ...objective.parameters() },
      nextBatch: lengthBatchStream(sequences, { batchSize, lengths, seed }),
      inputs({ indices, length }, step) {
        const rows = indices.map((index) => sequences[index]);
        const corrupted = objective.corrupt(rows, length, seededRandom(`masking/${seed}/${step}`));
        return {
          tokens: tf.tensor2d(corrupted.tokens, [batchSize, length], 'int32'),
          positions: tf.tensor1d(corrupted.positions, 'int32'),
          targets: tf.tensor1d(corrupted.targets, 'int32'),
          weights: tf.tensor1d(corrupted.weights),
        };
      },
      loss: (inputs, random) => objective.loss(encoder, inputs, random),
      rateOf: (name, rate) => (name === 'encoder.tokenEmbedding' ? rate.mul(embeddingRateFactor) : rate),
      counts: ({ indices, length }, { positions }) => ({
        seen: indices.reduce((sum, index) => sum + sequences[index].length, 0),
        flops:
          3 *
          (encoder.forwardFlops(batchSize, length) +
            2 * positions.size * encoder.config.vocabularySize * encoder.config.width),
      }),
      data: { batchSize, hash: () => arraysHash(sequences) },
    },
    options,
  );
  return { encoder, tokens: seen, ...record };
}

/** Starts the token table from given vectors, scaled so that their mean length is what a fresh table's would be. */
export function startFromVectors(
  encoder: TransformerEncoder<AttentionDirection>,
  vectors: Float32Array,
  meanNorm = 0.02 * Math.sqrt(encoder.config.width),
): void {
  const { vocabularySize, width } = encoder.config;
  if (vectors.length !== vocabularySize * width) {
    throw new LabError(
      `The vectors hold ${vectors.length} numbers, but the token table is [${vocabularySize}, ${width}]; make them with this vocabulary and width.`,
    );
  }
  let total = 0;
  let rows = 0;
  for (let row = 0; row < vocabularySize; row++) {
    let square = 0;
    for (let k = 0; k < width; k++) square += vectors[row * width + k] ** 2;
    if (square > 0) {
      total += Math.sqrt(square);
      rows++;
    }
  }
  if (!(total > 0 && Number.isFinite(total)))
    throw new LabError('The vectors are all zero, or not all numbers; train them on more text.');
  const scale = meanNorm / (total / rows);
  assignValues(
    encoder.tokenEmbedding,
    vectors.map((value) => value * scale),
  );
}
