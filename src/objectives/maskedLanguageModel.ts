import type { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import { ParameterBuilder } from '../models/parameters';
import { type TokenBatch, type TokenPrediction, tokenPredictionLoss } from './tokenPrediction';

/** What masking needs of a tokenizer. */
export interface MaskingVocabulary {
  readonly vocabularySize: number;
  readonly specialTokens: { readonly padding: number; readonly mask: number };
}

/** Settings of {@link maskedLanguageModel}. */
export interface MaskedLanguageModelOptions {
  readonly tokenizer: MaskingVocabulary;
  /** Share of the tokens to predict, in (0, 1). Default 0.15 (Devlin et al. 2019, section 3.1). */
  readonly maskProbability?: number;
  /** Ids below this are special and never chosen nor drawn as replacements. Default: one above the largest special id. */
  readonly firstOrdinaryToken?: number;
}

/** A corrupted batch. */
export type MaskedBatch = TokenBatch;

/** Masked language modelling: corruption of batches, the output layer, and the loss. */
export interface MaskedLanguageModel extends TokenPrediction<'bidirectional'> {
  readonly name: 'maskedLanguageModel';
  /**
   * Chooses tokens and corrupts them: 80 % become [MASK], 10 % a random token, 10 % stay (Devlin et al. 2019).
   * @param rows one array of `time` ids for each sequence, padded
   */
  corrupt(rows: readonly Int32Array[], time: number, random: ReturnType<typeof seededRandom>): MaskedBatch;
}

/** @throws LabError if `maskProbability` is not in (0, 1) */
export function maskedLanguageModel(options: MaskedLanguageModelOptions): MaskedLanguageModel {
  const { tokenizer, maskProbability = 0.15 } = options;
  if (!(maskProbability > 0 && maskProbability < 1)) {
    throw new LabError(
      `maskProbability is ${maskProbability}; choose a share between 0 and 1, such as 0.15.`,
    );
  }
  const { vocabularySize, specialTokens } = tokenizer;
  const firstOrdinary = options.firstOrdinaryToken ?? Math.max(...Object.values(specialTokens)) + 1;
  const builder = new ParameterBuilder('maskedLanguageModel', 0);
  const bias = builder.add('bias', [vocabularySize], 'zeros');
  const predictionsIn = (batch: number, time: number) => Math.ceil(batch * time * maskProbability);
  return {
    name: 'maskedLanguageModel',
    title: 'Masked language model',
    parameters: () => builder.build(),
    dispose: () => tf.dispose(Object.values(builder.build())),
    predictionsIn,
    corrupt(rows, time, random) {
      const tokens = new Int32Array(rows.length * time).fill(specialTokens.padding);
      const candidates: number[] = [];
      rows.forEach((row, index) => {
        tokens.set(row.subarray(0, time), index * time);
        for (let t = 0; t < Math.min(row.length, time); t++)
          if (row[t] >= firstOrdinary) candidates.push(index * time + t);
      });
      const limit = predictionsIn(rows.length, time);
      const chosen = Math.min(
        limit,
        Math.max(1, Math.round(candidates.length * maskProbability)),
        candidates.length,
      );
      const positions = new Int32Array(limit);
      const targets = new Int32Array(limit);
      const weights = new Float32Array(limit);
      for (let k = 0; k < chosen; k++) {
        // A partial Fisher-Yates shuffle: the first `chosen` candidates are a uniform sample.
        const other = k + random.integer(candidates.length - k);
        [candidates[k], candidates[other]] = [candidates[other], candidates[k]];
        const position = candidates[k];
        positions[k] = position;
        targets[k] = tokens[position];
        weights[k] = 1;
        const draw = random.uniform();
        if (draw < 0.8) tokens[position] = specialTokens.mask;
        else if (draw < 0.9)
          tokens[position] = firstOrdinary + random.integer(vocabularySize - firstOrdinary);
      }
      return { tokens, positions, targets, weights };
    },
    loss: (encoder, batch, randomness) => tokenPredictionLoss(encoder, bias, batch, randomness),
  };
}
