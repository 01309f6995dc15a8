/** Objectives that remember what they were made with, so that a checkpoint can tell whether it is the same one again. */
import type { VisionTransformer } from '../models/visionTransformer';
import { type Contrastive, type ContrastiveOptions, contrastive as contrastiveAlone } from './contrastive';
import {
  type MaskedAutoencoder,
  type MaskedAutoencoderOptions,
  maskedAutoencoder as maskedAutoencoderAlone,
} from './maskedAutoencoder';

const made = new WeakMap<object, string>();

/** The settings of an objective that was made here, as text; undefined for others. */
export function madeWith(objective: object): string | undefined {
  return made.get(objective);
}

function remembered<Objective extends object>(objective: Objective, settings: object): Objective {
  made.set(objective, JSON.stringify(settings));
  return objective;
}

/**
 * SimCLR's objective: a projection head above an encoder, and NT-Xent.
 * @throws LabError if the temperature is not above 0
 */
export function contrastive(options: ContrastiveOptions): Contrastive {
  const { temperature = 0.5, seed = 1 } = options;
  return remembered(contrastiveAlone(options), { temperature, seed });
}

/**
 * Masked autoencoding (He et al. 2022): the encoder sees the visible patches, a light decoder predicts the hidden ones.
 * @throws LabError if `maskRatio` hides no patch or all
 */
export function maskedAutoencoder(
  encoder: VisionTransformer,
  options: MaskedAutoencoderOptions = {},
): MaskedAutoencoder {
  const { normalizeTargets = true, seed = 1, decoder } = options;
  const objective = maskedAutoencoderAlone(encoder, options);
  const { hiddenCount } = objective;
  return remembered(objective, { hiddenCount, normalizeTargets, heads: decoder?.heads ?? 4, seed });
}
