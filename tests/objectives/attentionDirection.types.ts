// What does not make sense must not compile: each `@ts-expect-error` fails the type check where no error is found.
import type { tf } from '../../src/engine/native';
import { transformerEncoder } from '../../src/models/transformerEncoder';
import type { CausalLanguageModel } from '../../src/objectives/causalLanguageModel';
import type { MaskedLanguageModel } from '../../src/objectives/maskedLanguageModel';
import type { TokenBatchTensors } from '../../src/objectives/tokenPrediction';
import { pretrain } from '../../src/training/pretrain';
import { loadEncoder } from '../../src/training/savedEncoder';

const sizes = { vocabularySize: 9, layers: 1, width: 4, heads: 1, maxLength: 3 };
declare const masked: MaskedLanguageModel;
declare const causal: CausalLanguageModel;
declare const batch: TokenBatchTensors;

export function losses(): tf.Tensor[] {
  const bothWays = transformerEncoder(sizes);
  const forwards = transformerEncoder({ ...sizes, attention: 'causal' });
  return [
    masked.loss(bothWays, batch),
    masked.loss(transformerEncoder({ ...sizes, attention: 'bidirectional' }), batch),
    masked.loss(loadEncoder('folder'), batch),
    causal.loss(forwards, batch),
    causal.loss(loadEncoder('folder', 'causal'), batch),
    // @ts-expect-error a causal mask with masked language modelling
    masked.loss(forwards, batch),
    // @ts-expect-error a loaded encoder with a causal mask likewise
    masked.loss(loadEncoder('folder', 'causal'), batch),
    // @ts-expect-error attention to what must be predicted
    causal.loss(bothWays, batch),
    // @ts-expect-error there is no such direction
    causal.loss(transformerEncoder({ ...sizes, attention: 'backwards' }), batch),
  ];
}

const options = { sequences: [], steps: 1, seed: 1 };

export const runs = [
  () => pretrain(transformerEncoder(sizes), { ...options, objective: masked }),
  () => pretrain(transformerEncoder({ ...sizes, attention: 'causal' }), { ...options, objective: causal }),
  // @ts-expect-error a causal mask with masked language modelling
  () => pretrain(transformerEncoder({ ...sizes, attention: 'causal' }), { ...options, objective: masked }),
  // @ts-expect-error attention to what must be predicted
  () => pretrain(transformerEncoder(sizes), { ...options, objective: causal }),
];
