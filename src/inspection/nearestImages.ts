/** Which images a network takes to be alike: those whose features point most nearly the same way. */
import type { LabelledImages } from '../data/images';
import { LabError } from '../errors';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import { ImageClassifier } from '../models/imageClassifier';
import { imageTrainer } from '../training/imageTrainer';

/** A classifier has a head; features are read below it. */
const unusedClasses = ['first', 'second'];

/**
 * For each query the images nearest to it by cosine, itself first.
 * @param queries indices among the images
 * @param count images for each query, the query included. Default 6
 * @returns indices among the images, [queries * count], row by row: give `images.values` of them to `imageGrid`
 * @throws LabError for a query that there is not
 */
export function nearestImages(
  encoder: ImageEncoder,
  images: LabelledImages,
  queries: readonly number[],
  count = 6,
): number[] {
  const missing = queries.find((query) => !(Number.isInteger(query) && query >= 0 && query < images.length));
  if (missing !== undefined)
    throw new LabError(`There is no image ${missing}: they are numbered from 0 to ${images.length - 1}.`);
  const trainer = imageTrainer(new ImageClassifier(encoder, unusedClasses, 1));
  const { values, columns, rows } = trainer.features(images);
  trainer.dispose();
  const inner = (a: number, b: number) => {
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += values[a * columns + k]! * values[b * columns + k]!;
    return sum;
  };
  const lengths = Array.from({ length: rows }, (_, k) => Math.sqrt(inner(k, k)) + 1e-12);
  return queries.flatMap((query) => {
    const others = [...Array(rows).keys()].filter((k) => k !== query);
    const likeness = new Map(others.map((k) => [k, inner(query, k) / lengths[k]!]));
    const nearest = others.sort((a, b) => likeness.get(b)! - likeness.get(a)!);
    return [query, ...nearest.slice(0, count - 1)];
  });
}
