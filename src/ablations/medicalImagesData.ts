/** The data of the study of medical images: the target's splits, and other images in the target's shape. */
import { createHash } from 'node:crypto';
import { loadImages } from '../data/imageDataset';
import { fitImages } from '../data/imageFitting';
import type { ImageCollection, LabelledImages } from '../data/images';

/** What stages and trials see. */
export interface MedicalData {
  readonly labels: readonly string[];
  /** The target's training images, labels unseen. */
  readonly unlabelled: ImageCollection;
  readonly pool: LabelledImages;
  readonly dev: LabelledImages;
  readonly test: LabelledImages;
  /** Images of something else, with the labels of their own task. */
  readonly other: LabelledImages;
  readonly hash: string;
}

/** Loads both cards. @throws LabError when a card or a file is wrong */
export async function medicalData(cards: {
  readonly target: string;
  readonly other: string;
}): Promise<MedicalData> {
  const target = await loadImages(cards.target);
  const other = await loadImages(cards.other);
  const { labels, pretraining: unlabelled, train: pool, dev, test, shape } = target;
  return {
    ...{ labels, unlabelled, pool, dev, test },
    other: fitImages(other.train, shape),
    hash: createHash('sha256')
      .update(JSON.stringify([target.hash, other.hash, shape]))
      .digest('hex'),
  };
}
