/** A classifier of texts that a stage kept whole, with what it measured of its attention heads. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import type { Artefact } from '../form/result';
import { type HeadScores, lowestFirst, normalisedByLayer, randomOrder } from '../models/headOrder';
import { type KeptHeads, PrunedEncoder } from '../models/prunedHeads';
import { TextClassifier } from '../models/textClassifier';
import type { TransformerEncoder } from '../models/transformerEncoder';
import { loadTensors, restore } from '../training/checkpoint';

export const headFile = 'head.safetensors';
export const measuresFile = 'heads.json';

/** What is known of each head of a fine-tuned classifier, [layers][heads]. */
export interface HeadMeasures {
  /** Mean |d loss / d mask|, in nats (Michel, Levy & Neubig 2019, section 4.1), not normalised. */
  readonly importance: HeadScores;
  /** Frobenius norm of what the head can write. */
  readonly magnitude: HeadScores;
}

/** Which heads go first. */
export type RemovalOrder =
  | 'leastImportant'
  | 'leastImportantOfAllLayers'
  | 'smallest'
  | 'random'
  | 'mostImportant';

/** @throws LabError for a stage that measured no heads */
export function headMeasures({ folder }: Pick<Artefact, 'folder'>): HeadMeasures {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, measuresFile), 'utf8')) as HeadMeasures;
  } catch (error) {
    throw new LabError(
      `There are no measured heads in ${folder}: ${(error as Error).message}; start from a stage made by 'finetunedHeads'.`,
    );
  }
}

/**
 * The heads in the order in which they go, as indices layer * heads + head.
 * @param seed of the random order; the others have none
 */
export function removalOrder(measures: HeadMeasures, order: RemovalOrder, seed: string): number[] {
  const { importance, magnitude } = measures;
  switch (order) {
    case 'leastImportant':
      return lowestFirst(normalisedByLayer(importance));
    case 'leastImportantOfAllLayers':
      // As measured: a layer whose heads all matter little goes first.
      return lowestFirst(importance);
    case 'mostImportant':
      return lowestFirst(normalisedByLayer(importance)).reverse();
    case 'smallest':
      return lowestFirst(normalisedByLayer(magnitude));
    case 'random':
      return randomOrder(importance.length, importance[0]!.length, seed);
  }
}

/** A classifier without some heads: one text's path through it is `classifier.logits`. */
export interface PrunedClassifier {
  readonly classifier: TextClassifier;
  readonly encoder: PrunedEncoder;
}

/**
 * The kept classifier without the heads that go. Free it with `classifier.dispose()`.
 * @param whole the stage's encoder, which stays as it is
 * @param classes names, in label order
 */
export function prunedClassifier(
  { folder }: Pick<Artefact, 'folder'>,
  whole: TransformerEncoder,
  kept: KeptHeads,
  classes: readonly string[],
): PrunedClassifier {
  const file = path.join(folder, headFile);
  const { tensors } = loadTensors(file);
  const encoder = new PrunedEncoder(whole, kept);
  // Of its encoder, a classifier uses sizes, parameters and encode(), which both kinds have alike.
  const standsIn = encoder as unknown as TransformerEncoder;
  const tokenWeights = new Float32Array(whole.config.vocabularySize);
  const classifier = new TextClassifier(standsIn, { classes, tokenWeights, seed: 1 });
  restore({ ...classifier.head, ...classifier.constants }, tensors, file);
  return { classifier, encoder };
}
