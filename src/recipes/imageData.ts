/** The data of studies of images: one card's splits, its training images without labels, and other images beside them. */
import { loadImages, requireChannels } from '../data/imageDataset';
import { fitImages } from '../data/imageFitting';
import type { ImageCollection, LabelledImages } from '../data/images';
import { dataRecipe } from '../form/dataRecipe';
import type { ClassificationData } from '../tasks/classification';

export interface ImageClassificationData extends ClassificationData<LabelledImages, LabelledImages> {
  /** The training images, labels unseen. */
  readonly unlabelled: ImageCollection;
}

export interface ImagesBesideOthers extends ImageClassificationData {
  /** Images of something else in the target's shape, with the labels of their own task. */
  readonly other: LabelledImages;
}

export interface ChannelsOption {
  /**
   * For studies whose settings suit colour (3) or grey (1) alone, such as an augmentation that changes colours: images of
   * another number are refused before anything runs. Default: any.
   */
  readonly channels?: 1 | 3;
}

async function loaded(card: string, { channels }: ChannelsOption): Promise<ImageClassificationData> {
  const images = await loadImages(card);
  if (channels !== undefined) requireChannels(images, channels, 'this study');
  const { labels, pretraining: unlabelled, train: pool, dev, test } = images;
  return { labels, unlabelled, pool, dev, test };
}

/** One card of labelled images. */
export const labelledImages = dataRecipe({
  name: 'labelledImages',
  uses: [],
  prepare: ({ cards, options }: { cards: { readonly target: string }; options: ChannelsOption }) =>
    loaded(cards.target, options),
});

/** A card of labelled images, and one of other images. */
export const imagesBesideOthers = dataRecipe({
  name: 'imagesBesideOthers',
  uses: [],
  async prepare({
    cards,
    options,
  }: {
    cards: { readonly target: string; readonly other: string };
    options: ChannelsOption;
  }): Promise<ImagesBesideOthers> {
    const target = await loaded(cards.target, options);
    const other = await loadImages(cards.other);
    return { ...target, other: fitImages(other.train, target.pool.shape) };
  },
});
