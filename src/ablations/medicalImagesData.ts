/** The data of the study of medical images: the target's splits, and other images in the target's shape. */
import { createHash } from 'node:crypto';
import { loadImages } from '../data/imageDataset';
import { fitImages } from '../data/imageFitting';
import type { LabelledImages } from '../data/images';
import { type ImageStudyData, imageStudyData } from './imageStudyData';

/** What stages and trials see. */
export interface MedicalData extends ImageStudyData {
  /** Images of something else, with the labels of their own task. */
  readonly other: LabelledImages;
}

/** Loads both cards. @throws LabError when a card or a file is wrong */
export async function medicalData(cards: {
  readonly target: string;
  readonly other: string;
}): Promise<MedicalData> {
  const target = await imageStudyData(cards.target);
  const other = await loadImages(cards.other);
  const { shape } = target.pool;
  return {
    ...target,
    other: fitImages(other.train, shape),
    hash: createHash('sha256')
      .update(JSON.stringify([target.hash, other.hash, shape]))
      .digest('hex'),
  };
}
