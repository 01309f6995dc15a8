/**
 * More pretraining of a published encoder: its texts' hidden tokens are named again, on texts of one's own (Gururangan et
 * al. 2020, section 3). The head that names them is new and tied to the table of tokens, since most files have none.
 */
import { lengthBatchStream } from '../data/batches';
import { seededRandom } from '../data/seededRandom';
import { gatherRows } from '../engine/kernels/embedding';
import { softmaxCrossEntropy } from '../engine/kernels/softmaxCrossEntropy';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import { ParameterBuilder } from '../models/parameters';
import { maskedLanguageModel } from '../objectives/maskedLanguageModel';
import {
  arraysHash,
  type PretrainingOptions,
  type PretrainingRecord,
  pretrainingLoop,
} from '../training/pretrainingLoop';
import type { PublishedModel, TextInput } from './publishedModel';
import type { PublishedTokenizer } from './publishedTokenizer';

export interface MaskedContinuationOptions extends PretrainingOptions {
  /** Texts in a batch. Default 32. */
  readonly batchSize?: number;
  /** Longer texts are cut, in tokens with the special ones. Default 64. */
  readonly maxLength?: number;
  /** Share of the tokens that are hidden. Default 0.15 (Devlin et al. 2019, section 3.1). */
  readonly maskProbability?: number;
}

/** Families that read both ways and whose table of tokens is as wide as their states. */
const families = ['bert', 'roberta', 'distilbert'];

/**
 * Trains all of the model to name hidden tokens of the texts; its parameters are changed in place. The new head is a
 * linear map that begins as the identity, the table of tokens, and a bias a token.
 * @returns what was trained; `seen` counts tokens, padding left out
 * @throws LabError for a family that does not read both ways, a tokenizer without [MASK], texts without a token to hide, or
 *   if the loss stops being a number; StoppedError on request, with the state kept
 */
export async function continuePublished(
  model: PublishedModel<TextInput>,
  tokenizer: PublishedTokenizer,
  texts: readonly string[],
  options: MaskedContinuationOptions,
): Promise<PretrainingRecord> {
  const { batchSize = 32, maxLength = 64, maskProbability, seed } = options;
  const table = tableOf(model);
  tokenizer.requireFits(model);
  const [vocabularySize, width] = table.shape as [number, number];
  const builder = new ParameterBuilder('maskedHead', seed);
  const change = builder.add('change', [width, width], 'zeros');
  const bias = builder.add('bias', [vocabularySize], 'zeros');
  const special = {
    padding: tokenizer.paddingToken,
    mask: tokenizer.idOf(maskOf(model.family)),
    frame: Math.max(...tokenizer.ids('').ids),
  };
  const objective = maskedLanguageModel({
    tokenizer: { vocabularySize, specialTokens: special },
    maskProbability,
    // Beyond padding and what stands around a text; in RoBERTa's vocabularies [MASK] itself is the last.
    firstOrdinaryToken: Math.max(special.padding, special.frame) + 1,
  });
  const head = builder.build();
  const still = unreached(model);
  try {
    const sequences = texts.map((text) => Int32Array.from(tokenizer.ids(text, maxLength).ids));
    const least = Math.max(special.padding, special.frame);
    if (!sequences.some((ids) => ids.some((id) => id > least)))
      throw new LabError('The texts have no token that could be hidden: give texts with words in them.');
    // The longest is the model's whole input; few lengths, since each is compiled.
    const lengths = [...new Set([Math.ceil(maxLength / 2), maxLength])];
    return await pretrainingLoop(
      {
        label: 'Masked language model, continued',
        parameters: { ...model.parameters, ...head },
        nextBatch: lengthBatchStream(sequences, { batchSize, lengths, seed }),
        inputs({ indices, length }, step) {
          const rows = indices.map((index) => sequences[index]!);
          const corrupted = objective.corrupt(rows, length, seededRandom(`masking/${seed}/${step}`));
          const mask = new Int32Array(batchSize * length);
          rows.forEach((row, at) => {
            mask.fill(1, at * length, at * length + Math.min(row.length, length));
          });
          return {
            tokens: tf.tensor2d(corrupted.tokens, [batchSize, length], 'int32'),
            mask: tf.tensor2d(mask, [batchSize, length], 'int32'),
            positions: tf.tensor1d(corrupted.positions, 'int32'),
            targets: tf.tensor1d(corrupted.targets, 'int32'),
            weights: tf.tensor1d(corrupted.weights),
          };
        },
        loss({ tokens, mask, positions, targets, weights }) {
          const { states, pooled, logits: ownLogits } = model.forward({ tokens, mask });
          const rows = gatherRows(states.reshape([-1, width]), positions) as tf.Tensor2D;
          const mapped = rows.add(tf.matMul(rows, change as unknown as tf.Tensor2D));
          const logits = tf.matMul(mapped as tf.Tensor2D, table as unknown as tf.Tensor2D, false, true);
          const losses = softmaxCrossEntropy(logits, targets, bias);
          const mean = losses.mul(weights).sum().div(tf.maximum(weights.sum(), 1));
          // The program computes these too, so it must know their parameters, which learn nothing.
          return [pooled, ownLogits].reduce<tf.Tensor>(
            (sum, one) => (one ? sum.add(one.sum().mul(0)) : sum),
            mean,
          );
        },
        rateOf: (name, rate) => (still.has(name) ? rate.mul(0) : rate),
        counts: ({ indices, length }, { positions }) => ({
          seen: indices.reduce((sum, index) => sum + Math.min(sequences[index]!.length, length), 0),
          flops:
            6 * (matrixSize(model) * batchSize * length + positions.size * width * (vocabularySize + width)),
        }),
        data: { batchSize, hash: () => arraysHash(sequences) },
      },
      options,
    );
  } finally {
    objective.dispose();
    tf.dispose(Object.values(head));
  }
}

/** Names of parameters that the states do not depend on: a pooler's, a head's. */
function unreached(model: PublishedModel<TextInput>): Set<string> {
  const { parameters } = model;
  const names = tf.tidy(() => {
    const states = () => model.forward({ tokens: tf.zeros([1, 2], 'int32') }).states.sum() as tf.Scalar;
    const { grads } = tf.variableGrads(states, Object.values(parameters));
    return Object.keys(parameters).filter((key) => !grads[parameters[key]!.name]);
  });
  return new Set(names);
}

/** Numbers of all matrices that every token goes through; attention's own products are left out. */
function matrixSize({ linears }: PublishedModel): number {
  return [...linears.values()].reduce((sum, { weight }) => sum + weight.size, 0);
}

function tableOf({ family, parameters }: PublishedModel<TextInput>): tf.Variable {
  const table = families.includes(family) && parameters['embeddings.word_embeddings.weight'];
  if (table) return table;
  throw new LabError(
    `A model of the family '${family}' cannot name hidden tokens here: take one of ${families.join(', ')}.`,
  );
}

function maskOf(family: string): string {
  return family === 'roberta' ? '<mask>' : '[MASK]';
}
