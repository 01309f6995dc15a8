import { lengthBatchStream } from '../data/batches';
import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import type { AttentionDirection, TransformerEncoder } from '../models/transformerEncoder';
import type { Contrastive } from '../objectives/contrastive';
import { textViews, type Views } from '../objectives/textViews';
import {
  arraysHash,
  type PretrainingOptions,
  type PretrainingRecord,
  pretrainingLoop,
} from './pretrainingLoop';

/** Settings of {@link pretrainTextContrast}. */
export interface PretrainTextContrastOptions extends PretrainingOptions {
  readonly objective: Contrastive;
  /** How the two views of a text are made. */
  readonly views: Views;
  /** Token ids of each text, without special tokens. */
  readonly sequences: readonly Int32Array[];
  /** Texts in a batch, each seen in two views. Default 128. */
  readonly batchSize?: number;
  /** Lengths that batches are padded to; longer texts are cut at the largest. Default [maxLength]. */
  readonly lengths?: readonly number[];
}

/**
 * Pretrains an encoder by contrast: of all texts of a batch, a text's vector has to find that of its other view (NT-Xent;
 * Gao, Yao & Chen 2021, eq. 1). A text's vector is the mean of its final states. The encoder's parameters are changed in
 * place, dropout is on.
 * @returns what training cost; `seen` counts tokens of both views, padding left out
 * @throws LabError where no length has a full batch, or the loss stops being a number; StoppedError on request
 */
export async function pretrainTextContrast<Direction extends AttentionDirection>(
  encoder: TransformerEncoder<Direction>,
  options: PretrainTextContrastOptions,
): Promise<PretrainingRecord> {
  const { objective, views, batchSize = 128, lengths = [encoder.config.maxLength], seed } = options;
  const { paddingToken } = encoder.config;
  const longest = Math.max(...lengths);
  const sequences = options.sequences.map((ids) => ids.subarray(0, longest));
  return pretrainingLoop(
    {
      label: 'Contrast of texts',
      parameters: { ...encoder.parameters, ...objective.parameters() },
      nextBatch: lengthBatchStream(sequences, { batchSize, lengths, seed }),
      inputs({ indices, length }, step) {
        const random = seededRandom(`views/${seed}/${step}`);
        const pairs = indices.map((index) => textViews(sequences[index]!, views, random));
        const values = new Int32Array(2 * batchSize * length).fill(paddingToken);
        pairs.forEach(([first, second], row) => {
          values.set(first, row * length);
          values.set(second, (batchSize + row) * length);
        });
        return { tokens: tf.tensor2d(values, [2 * batchSize, length], 'int32') };
      },
      loss({ tokens }, random) {
        const [first, second] = tf.split(meanStates(encoder, tokens, random), 2, 0);
        return objective.loss(first!, second!);
      },
      counts: ({ indices, length }) => ({
        seen: 2 * indices.reduce((sum, index) => sum + sequences[index]!.length, 0),
        flops: contrastStepFlops(encoder, objective, batchSize, length),
      }),
      data: { batchSize, hash: () => arraysHash(sequences) },
    },
    options,
  );
}

/** Floating-point operations of a step: three times the forward pass's matrix products, of both views. */
export function contrastStepFlops(
  encoder: TransformerEncoder<AttentionDirection>,
  objective: Contrastive,
  batchSize: number,
  length: number,
): number {
  return 3 * (encoder.forwardFlops(2 * batchSize, length) + objective.forwardFlops(batchSize));
}

/** Means of the final states over the tokens that stand: [batch, width] of tokens int32 [batch, time]. */
export function meanStates(
  encoder: TransformerEncoder<AttentionDirection>,
  tokens: tf.Tensor,
  random?: Parameters<TransformerEncoder['encode']>[1],
): tf.Tensor {
  const { states } = encoder.encode(tokens, random);
  const stands = tokens
    .notEqual(tf.scalar(encoder.config.paddingToken, 'int32'))
    .cast('float32')
    .expandDims(2);
  return states.mul(stands).sum(1).div(stands.sum(1).add(1e-8));
}
