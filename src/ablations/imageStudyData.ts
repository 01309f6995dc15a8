/** The data of a study of images: one card's splits, and its training images without their labels. */
import { loadImages } from '../data/imageDataset';
import type { ImageCollection, LabelledImages } from '../data/images';

/** What stages and trials see. */
export interface ImageStudyData {
  readonly labels: readonly string[];
  /** The training images, labels unseen. */
  readonly unlabelled: ImageCollection;
  readonly pool: LabelledImages;
  readonly dev: LabelledImages;
  readonly test: LabelledImages;
  readonly hash: string;
}

/** Loads a card. @throws LabError when it or a file is wrong */
export async function imageStudyData(card: string): Promise<ImageStudyData> {
  const { labels, pretraining: unlabelled, train: pool, dev, test, hash } = await loadImages(card);
  return { labels, unlabelled, pool, dev, test, hash };
}
