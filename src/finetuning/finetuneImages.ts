/** Classifying one's own images: a classifier over a network, fine-tuned, asked, saved and loaded. */

import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseJsonBytes } from '../data/encodings';
import { evenlyChosen } from '../data/imageSelection';
import { ImageCollection, LabelledImages } from '../data/images';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import { type ConvolutionalEncoder, convolutionalEncoder } from '../models/convolutionalEncoder';
import { ImageClassifier } from '../models/imageClassifier';
import { type ResidualEncoder, residualEncoder } from '../models/residualEncoder';
import { type VisionTransformer, visionTransformer } from '../models/visionTransformer';
import type { Augmentation } from '../objectives/augmentation';
import { hostTensors, loadTensors, restore, saveTensors } from '../training/checkpoint';
import type { Labelled } from '../training/feed';
import { imageFeed } from '../training/imageFeed';
import { imageTrainer } from '../training/imageTrainer';
import { readClassifier, restoreHead, saveClassifier } from './classifierFolder';
import { Finetuned } from './finetuned';
import { finetuning } from './finetuning';
import type { FinetuningOptions } from './finetuningOptions';
import { Predictor } from './predictor';

/** The networks that can be saved and loaded. */
export type SavableImageEncoder = ConvolutionalEncoder | ResidualEncoder | VisionTransformer;

/** A classifier of images that can be asked, saved and loaded. */
export class OwnImageClassifier extends ImageClassifier {
  private predictor: Predictor<ImageCollection> | undefined;

  constructor(
    override readonly encoder: SavableImageEncoder,
    classes: readonly string[],
    seed: number,
  ) {
    super(encoder, classes, seed);
  }

  /** Name of the class of each image. @throws LabError for images of another shape than the network's */
  predict(images: ImageCollection): string[] {
    return this.asked(images).classes(images);
  }

  /** Probability of each class, by name, of each image. @throws LabError for images of another shape */
  probabilities(images: ImageCollection): Record<string, number>[] {
    return this.asked(images).probabilities(images);
  }

  /**
   * Saves network, head and labels in one folder, for {@link loadImageClassifier}.
   * @throws LabError if the folder cannot be written
   */
  save(folder: string): void {
    saveClassifier(folder, 'images', this, () => {
      const { kind, config } = this.encoder;
      writeDurably(path.join(folder, 'config.json'), `${JSON.stringify({ kind, ...config }, null, 2)}\n`);
      saveTensors(path.join(folder, 'model.safetensors'), {
        tensors: hostTensors(this.encoder.parameters),
        metadata: { format: 'pretraining-lab' },
      });
    });
  }

  override dispose(): void {
    this.predictor?.dispose();
    super.dispose();
  }

  private asked(images: ImageCollection): Predictor<ImageCollection> {
    refuseOtherShape(images, this.encoder, 'to classify');
    this.predictor ??= new Predictor(this, imageFeed(this.encoder));
    return this.predictor;
  }
}

/** Settings of {@link imageClassifier}. */
export interface ImageClassifierSettings {
  /** Names of the classes, in label order: `dataset.labels`. */
  readonly classes: readonly string[];
  /** Images, labelled or not, by which the features are standardised: `dataset.pretraining`. 1,000 of them are used. */
  readonly unlabelled: ImageCollection;
  readonly seed?: number;
}

/**
 * A classifier of images over a network: its features, standardised, and a linear head.
 * @throws LabError for images of another shape than the network's, or fewer than two classes or images
 */
export function imageClassifier(
  encoder: SavableImageEncoder,
  { classes, unlabelled, seed = 1 }: ImageClassifierSettings,
): OwnImageClassifier {
  refuseOtherShape(unlabelled, encoder, 'to standardise by');
  const classifier = new OwnImageClassifier(encoder, classes, seed);
  const trainer = imageTrainer(classifier);
  classifier.standardize(
    trainer.features(evenlyChosen(new ImageCollection(unlabelled.pixels, unlabelled.shape), 1000)),
  );
  trainer.dispose();
  return classifier;
}

/**
 * Loads a classifier of images that `classifier.save` wrote.
 * @throws LabError if the folder holds none, or a file of it was changed
 */
export function loadImageClassifier(folder: string): OwnImageClassifier {
  const { classes } = readClassifier(folder, 'images');
  const encoder = savedNetwork(path.join(folder, 'config.json'));
  const weights = path.join(folder, 'model.safetensors');
  restore(encoder.parameters, loadTensors(weights).tensors, weights);
  const classifier = new OwnImageClassifier(encoder, classes, 1);
  restoreHead(folder, classifier);
  return classifier;
}

function savedNetwork(file: string): SavableImageEncoder {
  const { kind, ...config } = Object(parseJsonBytes(fs.readFileSync(file), file)) as { kind?: string };
  try {
    if (kind === 'convolutionalEncoder') return convolutionalEncoder(config as never);
    if (kind === 'residualEncoder') return residualEncoder(config as never);
    if (kind === 'visionTransformer') return visionTransformer(config as never);
  } catch (error) {
    throw new LabError(
      `${file} describes no usable network (${(error as Error).message}): save the classifier again.`,
    );
  }
  throw new LabError(`${file} describes a '${String(kind)}', which is no network of images.`);
}

/** Settings of {@link finetuneImages}. */
export interface FinetuneImagesOptions extends FinetuningOptions {
  readonly data: LabelledImages;
  /** Held-out images to measure and score on; what is chosen (rate, best weights) is chosen by them. */
  readonly evaluateOn: LabelledImages;
  /** Images that nothing is chosen by, scored once at the end. */
  readonly testOn?: LabelledImages;
  /** Images in a batch. Default 64. */
  readonly batchSize?: number;
  /** Changes made to training images. Default none. */
  readonly augmentation?: Augmentation;
}

/** A fine-tuned classifier of images. */
export type FinetunedImages = Finetuned<OwnImageClassifier, ImageCollection>;

/**
 * Fine-tunes a classifier on labelled images and scores it. The classifier's and its network's weights are changed; if
 * training fails they are what they were.
 * @throws LabError for data or settings that make no sense, or if the loss stops being a number; StoppedError on request
 */
export async function finetuneImages(
  classifier: OwnImageClassifier,
  options: FinetuneImagesOptions,
): Promise<FinetunedImages> {
  const { data, evaluateOn, testOn, augmentation } = options;
  const { encoder } = classifier;
  if (augmentation?.colour && encoder.config.shape[2] !== 3)
    throw new LabError(
      'The augmentation changes colours, and the images are grey: leave `colour` out of it, or take images of 3 channels.',
    );
  const labelled = (images: LabelledImages, what: string): Labelled<ImageCollection> => {
    if (!(images instanceof LabelledImages))
      throw new LabError(`The images ${what} have no labels: give LabelledImages, such as dataset.train.`);
    refuseOtherShape(images, encoder, what);
    return { examples: images, labels: images.labels };
  };
  const outcome = await finetuning(
    classifier,
    imageFeed(encoder, options),
    {
      train: labelled(data, 'to train on'),
      held: labelled(evaluateOn, 'to evaluate on'),
      ...(testOn && { test: labelled(testOn, 'to test on') }),
      pick: (images, rows) => images.select(rows),
    },
    options,
  );
  return new Finetuned(classifier, outcome, (images: ImageCollection) => classifier.predict(images));
}

function refuseOtherShape(images: ImageCollection, { config }: SavableImageEncoder, what: string): void {
  if (!(images instanceof ImageCollection))
    throw new LabError(
      `The examples ${what} are no images: give an ImageCollection, as loadImages gives it.`,
    );
  if (images.shape.join() === config.shape.join()) return;
  throw new LabError(
    `The images ${what} are ${images.shape.join(' x ')}, and the network reads ${config.shape.join(' x ')}: fit them with fitImages, or make a network of their shape.`,
  );
}
