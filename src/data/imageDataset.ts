import { createHash } from 'node:crypto';
import { LabError } from '../errors';
import { notice } from '../notices';
import { acquireFiles } from './acquire';
import type { DatasetCard } from './card';
import { type FoundCard, readCard } from './cards';
import { groupSplit, joinedGroups } from './groupSplit';
import { defaultImageThreshold, imageClusters } from './imageDuplicates';
import { readImages } from './imageReaders';
import { ImageCollection, type ImageShape, LabelledImages } from './images';
import type { LeftOut } from './leftOut';
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
  /** What was passed over in folders of pictures; undefined for other formats. */
  readonly leftOut?: LeftOut;
  /** What a user should know of the files, in whole sentences: also said once on loading. */
  readonly notices: readonly string[];
}

/**
 * Loads an image dataset by the name of a card in datasets/ or by the path of a user's own card (ending in .json).
 * Dev and test are cut by near-duplicate cluster, in proportion to the classes; images that were taken together stay in one
 * split, near duplicates or not.
 * @throws LabError when the card, a file or its content is wrong
 */
export async function loadImages(nameOrCardPath: string): Promise<ImageDataset> {
  const dataset = await loadImagesOf(readCard(nameOrCardPath));
  for (const sentence of dataset.notices) notice(sentence);
  return dataset;
}

/** As {@link loadImages}, of a card that was read before; its notices are left to the caller. */
export async function loadImagesOf({ card, folder }: FoundCard): Promise<ImageDataset> {
  if (card.task !== 'image-classification')
    throw new LabError(
      `${card.name} is a dataset for '${card.task}', not for 'image-classification': load it with loadDataset.`,
    );
  const files = await acquireFiles(card, folder);
  const raw = readImages(card, files.folder);
  const names = card.labels.length > 0 ? card.labels : [...new Set(raw.labels)].sort();
  const indexOf = new Map(names.map((name, index) => [name, index]));
  refuseGaps(card, names, raw.labels, '');
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
  refuseGaps(
    card,
    names,
    raw.labels.filter((_, index) => split[index] === 'train'),
    'training ',
  );
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
    ...(raw.leftOut && { leftOut: raw.leftOut }),
    notices: raw.notices ?? [],
  };
}

/**
 * For studies that take images in colour, or in grey, alone: asked before anything runs.
 * @param study what the images are for, as it is called in the message
 * @throws LabError where the images have another number of channels
 */
export function requireChannels(
  { name, card, shape }: Pick<ImageDataset, 'name' | 'card' | 'shape'>,
  channels: 1 | 3,
  study: string,
): void {
  if (shape[2] === channels) return;
  const sets = 'channels' in card.format;
  const remedy = sets ? `set "channels": ${channels} in 'format' of its card` : 'choose another card';
  throw new LabError(
    `${name} has images of ${shape[2]} ${shape[2] === 1 ? 'channel' : 'channels'}, and ${study} takes images of ${channels}: ${remedy}.`,
  );
}

/** @param kind '' for all images, 'training ' for those to train on */
function refuseGaps(
  card: DatasetCard,
  names: readonly string[],
  labels: readonly string[],
  kind: '' | 'training ',
): void {
  const found = new Set(labels);
  const missing = names.find((name) => !found.has(name));
  if (missing !== undefined)
    throw new LabError(
      `No ${kind}image of ${card.name} has the label '${missing}': ${kind ? 'ask for smaller dev and test splits' : "remove it from 'labels'"} in the card or add such images.`,
    );
}
