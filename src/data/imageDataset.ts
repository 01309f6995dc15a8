import { createHash } from 'node:crypto';
import { LabError } from '../errors';
import { acquireFiles } from './acquire';
import type { DatasetCard } from './card';
import { readCard } from './cards';
import { groupSplit, joinedGroups } from './groupSplit';
import { defaultImageThreshold, imageClusters } from './imageDuplicates';
import { readImages } from './imageReaders';
import { ImageCollection, type ImageShape, LabelledImages } from './images';
import { clusterSplit } from './splits';

/** An image dataset ready for use: verified against its card and split so that near duplicates stay together. */
export interface ImageDataset {
  readonly name: string;
  readonly card: DatasetCard;
  readonly labels: readonly string[];
  readonly shape: ImageShape;
  /** SHA-256 over the pixels and labels of all splits. */
  readonly hash: string;
  /** The images of `train` without their labels. */
  readonly pretraining: ImageCollection;
  readonly train: LabelledImages;
  readonly dev: LabelledImages;
  readonly test: LabelledImages;
  /** Images that have another one as near duplicate, in the same split. */
  readonly nearDuplicates: number;
}

/**
 * Loads an image dataset by the name of a card in datasets/ or by the path of a user's own card (ending in .json).
 * Dev and test are cut by near-duplicate cluster, in proportion to the classes; images that were taken together stay in one
 * split, near duplicates or not.
 * @throws LabError when the card, a file or its content is wrong
 */
export async function loadImages(nameOrCardPath: string): Promise<ImageDataset> {
  const { card, folder } = readCard(nameOrCardPath);
  if (card.task !== 'image-classification')
    throw new LabError(
      `${card.name} is a dataset for '${card.task}', not for 'image-classification': load it with loadDataset.`,
    );
  const files = await acquireFiles(card, folder);
  const raw = readImages(card, files.folder);
  const names = card.labels.length > 0 ? card.labels : [...new Set(raw.labels)].sort();
  const indexOf = new Map(names.map((name, index) => [name, index]));
  const labels = Int32Array.from(raw.labels, (label) => indexOf.get(label)!);
  const all = new LabelledImages(raw.pixels, raw.shape, labels, names);
  const clusters = imageClusters(all, card.nearDuplicateThreshold ?? defaultImageThreshold);
  const held = (split: 'dev' | 'test') =>
    card.splits.sizes?.[split] ?? Math.round(all.length * (card.splits.fractions?.[split] ?? 0));
  const sizes = { dev: held('dev'), test: held('test') };
  const cut = { sizes, seed: card.splits.seed ?? 1 };
  const split = raw.groups
    ? groupSplit(raw.labels, joinedGroups(raw.groups, clusters), cut)
    : clusterSplit(raw.labels, clusters, cut);
  const part = (name: string) => all.select([...split.keys()].filter((index) => split[index] === name));
  const [train, dev, test] = [part('train'), part('dev'), part('test')];
  const clusterSizes = new Map<number, number>();
  for (const cluster of clusters) clusterSizes.set(cluster, (clusterSizes.get(cluster) ?? 0) + 1);
  const hash = createHash('sha256').update(JSON.stringify([names, raw.shape]));
  for (const set of [train, dev, test]) hash.update(set.pixels).update(new Uint8Array(set.labels.buffer));
  return {
    name: card.name,
    card,
    labels: names,
    shape: raw.shape,
    hash: hash.digest('hex'),
    pretraining: new ImageCollection(train.pixels, train.shape),
    train,
    dev,
    test,
    nearDuplicates: clusters.filter((cluster) => clusterSizes.get(cluster)! > 1).length,
  };
}
