import { tf } from '../engine/native';
import { ParameterBuilder } from '../models/parameters';
import { type TokenPrediction, tokenPredictionLoss } from './tokenPrediction';

/** What causal language modelling needs of a tokenizer. */
export interface CausalVocabulary {
  readonly vocabularySize: number;
  readonly specialTokens: { readonly padding: number };
}

/**
 * Causal language modelling (Radford et al. 2018, eq. 1): each token is predicted from those before it, which takes an
 * encoder with causal attention. The loss is the mean of -log p(token | tokens before) over all tokens but the first
 * of each text.
 */
export interface CausalLanguageModel extends TokenPrediction<'causal'> {
  readonly name: 'causalLanguageModel';
}

/** Builds the objective; see {@link CausalLanguageModel}. */
export function causalLanguageModel(options: { readonly tokenizer: CausalVocabulary }): CausalLanguageModel {
  const { vocabularySize, specialTokens } = options.tokenizer;
  const builder = new ParameterBuilder('causalLanguageModel', 0);
  const bias = builder.add('bias', [vocabularySize], 'zeros');
  return {
    name: 'causalLanguageModel',
    title: 'Causal language model',
    parameters: () => builder.build(),
    dispose: () => tf.dispose(Object.values(builder.build())),
    predictionsIn: (batch, time) => batch * (time - 1),
    // Nothing is corrupted: the attention hides what must be predicted.
    corrupt(rows, time) {
      const tokens = new Int32Array(rows.length * time).fill(specialTokens.padding);
      const positions = new Int32Array(rows.length * (time - 1));
      const targets = new Int32Array(positions.length);
      const weights = new Float32Array(positions.length);
      rows.forEach((row, index) => {
        tokens.set(row.subarray(0, time), index * time);
        for (let t = 0; t + 1 < time; t++) {
          const prediction = index * (time - 1) + t;
          positions[prediction] = index * time + t;
          if (t + 1 >= row.length) continue;
          targets[prediction] = row[t + 1];
          weights[prediction] = 1;
        }
      });
      return { tokens, positions, targets, weights };
    },
    loss: (encoder, batch, randomness) => tokenPredictionLoss(encoder, bias, batch, randomness),
  };
}
