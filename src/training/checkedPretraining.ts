/** Pretraining as notebooks call it: token ids and sizes are checked, and cut texts counted, before the first step. */
import {
  type ContinuedPretraining,
  continuePretraining as continueUnchecked,
  type PhaseSettings,
  type PretrainingPhase,
} from '../adaptation/continuedPretraining';
import type { AttentionDirection, TransformerEncoder } from '../models/transformerEncoder';
import type { TokenPrediction } from '../objectives/tokenPrediction';
import { withCheckpointSettings } from './checkpointSettings';
import { type HeldOutLossOptions, heldOutLoss as heldOutLossUnchecked } from './heldOutLoss';
import { type PretrainOptions, type PretrainResult, pretrain as pretrainUnchecked } from './pretrain';
import { refuseOtherVocabulary, refuseUnknownTokens, tellCut } from './tokenIds';

/**
 * Pretrains an encoder on texts without labels. The encoder's parameters are changed in place. Texts longer than the
 * largest of `lengths` are cut there, and it is said how many.
 * @throws LabError if the tokenizer or an id does not fit the encoder, if the loss stops being a number (naming the
 *   step), or if a checkpoint belongs to another training; StoppedError on request, with the state kept
 */
export async function pretrain<Direction extends AttentionDirection = 'bidirectional'>(
  encoder: TransformerEncoder<Direction>,
  options: PretrainOptions<Direction>,
): Promise<PretrainResult<Direction>> {
  check(encoder, options.objective, options.sequences);
  tellCut(options.sequences, Math.max(...(options.lengths ?? [encoder.config.maxLength])), 'to pretrain on');
  return withCheckpointSettings(options.checkpoint, settingsOf(encoder, options), () =>
    pretrainUnchecked(encoder, options),
  );
}

/**
 * Pretrains an encoder phase by phase: DAPT then TAPT is two phases (Gururangan et al. 2020). Each starts a fresh
 * optimiser and schedule from the weights that the one before left. The encoder's parameters are changed in place.
 * @throws LabError as {@link pretrain}, and for no phase or a share out of range; StoppedError on request
 */
export async function continuePretraining(
  encoder: TransformerEncoder,
  phases: readonly PretrainingPhase[],
  settings: PhaseSettings,
): Promise<ContinuedPretraining> {
  const longest = Math.max(...(settings.lengths ?? [encoder.config.maxLength]));
  for (const { name, sequences, replay } of phases) {
    check(encoder, settings.objective, sequences);
    if (replay) check(encoder, settings.objective, replay.sequences);
    tellCut(sequences, longest, `of the phase '${name}'`);
  }
  return withCheckpointSettings(settings.checkpoint, settingsOf(encoder, settings), () =>
    continueUnchecked(encoder, phases, settings),
  );
}

/**
 * Mean cross-entropy in nats a prediction of an encoder on held-out texts, dropout off. Of the same texts before and after
 * continued pretraining, its rise is what was forgotten.
 * @throws LabError when there is no text, or the tokenizer or an id does not fit the encoder
 */
export function heldOutLoss<Direction extends AttentionDirection>(
  encoder: TransformerEncoder<Direction>,
  objective: TokenPrediction<Direction>,
  options: HeldOutLossOptions,
): number {
  check(encoder, objective, options.sequences);
  tellCut(options.sequences, options.length ?? encoder.config.maxLength, 'to measure the loss on');
  return heldOutLossUnchecked(encoder, objective, options);
}

/** What changes a training and is no part of the loop's own settings. */
function settingsOf<Direction extends AttentionDirection>(
  { config }: TransformerEncoder<Direction>,
  options: Omit<PretrainOptions<Direction>, 'sequences' | 'steps'>,
) {
  const { objective, lengths = [config.maxLength], embeddingRateFactor = 1, precision } = options;
  return {
    heads: config.heads,
    dropoutRate: config.dropoutRate,
    lengths: [...lengths].sort((a, b) => a - b).join(', '),
    embeddingRateFactor,
    // Says the masked share, which the objective does not.
    'predictions in 100 x 100 tokens': objective.predictionsIn(100, 100),
    precision,
  };
}

function check<Direction extends AttentionDirection>(
  { config }: TransformerEncoder<Direction>,
  objective: TokenPrediction<Direction>,
  sequences: readonly Int32Array[],
): void {
  // The output layer has a bias for each token of the tokenizer that the objective was made with.
  const bias = objective.parameters()[`${objective.name}.bias`];
  if (bias) refuseOtherVocabulary({ vocabularySize: bias.shape[0]! }, config);
  refuseUnknownTokens(sequences, config);
}
