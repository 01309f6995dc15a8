/** Images classified by a published model. */
import { ImageCollection } from '../data/images';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { Feed } from '../training/feed';
import type { PicturePreparation } from './picturePreparation';
import { type ClassifierOptions, PublishedClassifier } from './publishedClassifier';
import type { ImageInput, PublishedModel } from './publishedModel';
import { firstPosition } from './textHeads';

export interface PublishedImageClassifierOptions extends ClassifierOptions {
  readonly preparation: PicturePreparation;
  /** Which state stands for an image: that of the token of the whole, or the mean over its patches. Default 'first'. */
  readonly pooling?: 'first' | 'mean';
}

/** Images in an evaluation batch. */
const evaluationBatch = 32;

export class PublishedImageClassifier extends PublishedClassifier<ImageCollection> {
  private readonly preparation: PicturePreparation;
  private readonly pooling: 'first' | 'mean';
  private readonly patches = new WeakMap<ImageCollection, number>();

  /** @throws LabError for fewer than two classes */
  constructor(
    readonly model: PublishedModel<ImageInput>,
    options: PublishedImageClassifierOptions,
  ) {
    const { preparation, pooling = 'first' } = options;
    const probe = () => model.forward({ pixels: tf.zeros([1, ...smallestShape(model)]) }).states;
    const width = tf.tidy(() => probe().shape[2]!);
    super(model, options, width, probe);
    this.preparation = preparation;
    this.pooling = pooling;
  }

  /** Pooled states [batch, width] of prepared pixels [batch, height, width, channels]. */
  features(pixels: tf.Tensor): tf.Tensor {
    const { states } = this.model.forward({ pixels });
    // Tokens of the whole stand before the patches.
    const before = this.model.wholeTokens!;
    return this.pooling === 'first' ? firstPosition(states) : states.slice([0, before, 0]).mean(1);
  }

  /** Name of the class of each image. */
  predict(images: ImageCollection): string[] {
    return this.asked().classes(requireImages(images));
  }

  /** Probability of each class, by name, of each image. */
  probabilities(images: ImageCollection): Record<string, number>[] {
    return this.asked().probabilities(requireImages(images));
  }

  /** Images as the model reads them, prepared batch by batch. */
  feed(batchSize: number): Feed<ImageCollection> {
    const matrices = [...this.model.linears.values()].reduce((sum, { weight }) => sum + weight.size, 0);
    const { preparation } = this;
    /** A batch of always the same size: what is missing repeats the first. */
    const batch = (images: ImageCollection, rows: readonly number[], size: number) =>
      preparation.images(
        images,
        Array.from({ length: size }, (_, k) => rows[k] ?? rows[0]!),
      );
    return {
      noun: 'images',
      batchSize,
      trainingBatch: (images, chosen) => batch(images, chosen, batchSize),
      forwardFlops: (images) => 2 * matrices * batchSize * this.patchesOf(images),
      *evaluationBatches(images) {
        for (let start = 0; start < images.length; start += evaluationBatch) {
          const length = Math.min(evaluationBatch, images.length - start);
          const rows = Array.from({ length }, (_, row) => start + row);
          yield { rows, batch: () => batch(images, rows, evaluationBatch) };
        }
      },
    };
  }

  protected ownFeed(): Feed<ImageCollection> {
    return this.feed(evaluationBatch);
  }

  /** Patches of an image, once it is prepared. */
  private patchesOf(images: ImageCollection): number {
    const known = this.patches.get(images);
    if (known !== undefined) return known;
    const prepared = this.preparation.images(images, [0]);
    const [, height, width] = prepared.shape;
    prepared.dispose();
    const patches = (height / this.model.patch!) * (width / this.model.patch!);
    this.patches.set(images, patches);
    return patches;
  }
}

/** That the model reads: DINOv2 takes a single patch. */
function smallestShape({ family, imageShape, patch }: PublishedModel<ImageInput>) {
  const [height, width, channels] = imageShape!;
  return family === 'dinov2' ? ([patch!, patch!, channels] as const) : ([height, width, channels] as const);
}

function requireImages(images: ImageCollection): ImageCollection {
  if (images instanceof ImageCollection) return images;
  throw new LabError('Give images as an ImageCollection, such as dataset.test.');
}
