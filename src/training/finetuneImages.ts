import type { ImageCollection, LabelledImages } from '../data/images';
import type { DenseMatrix } from '../data/sparseMatrix';
import { softmaxCrossEntropy } from '../engine/kernels/softmaxCrossEntropy';
import { tf } from '../engine/native';
import { compile, type Engine, type Precision } from '../engine/program';
import { randomness } from '../engine/randomness';
import { LabError } from '../errors';
import type { HeadValues } from '../models/classificationHead';
import type { ImageClassifier } from '../models/imageClassifier';
import { countParameters } from '../models/parameters';
import { type Augmentation, augment } from '../objectives/augmentation';
import { adamW } from './adamW';
import { meanCrossEntropy } from './classScores';
import { fineTuningLoop } from './fineTuningLoop';
import type { CurvePoint } from './trainingLoop';

/** Settings of {@link ImageClassifierTrainer}. */
export interface ImageTrainerOptions {
  /** Images in a training batch; a smaller training set is repeated within a batch. Default 64. */
  readonly batchSize?: number;
  /** Changes made to training images; absent: none. */
  readonly augmentation?: Augmentation;
  /** Default 0.01. */
  readonly weightDecay?: number;
  readonly engine?: Engine;
  readonly precision?: Precision;
}

/** Settings of {@link ImageClassifierTrainer.finetune}. */
export interface FinetuneImagesOptions {
  readonly train: LabelledImages;
  readonly steps: number;
  /** Peak learning rates: pretrained weights move slowly, the new head fast. */
  readonly encoderLearningRate: number;
  readonly headLearningRate: number;
  /** Seeds batch order, augmentation and the head's initial weights. */
  readonly seed: number;
  readonly validation?: { readonly images: LabelledImages; readonly everySteps: number };
  /** Head to start from, such as a linear probe's (Kumar et al. 2022, LP-FT); default small random weights. */
  readonly head?: HeadValues;
}

export interface FinetuneImagesResult {
  /** Mean cross-entropy in nats on the validation set, from step 0 (before training) on. */
  readonly validationLoss: readonly CurvePoint[];
  readonly seconds: number;
  readonly trainingFlops: number;
  readonly trainableParameters: number;
  readonly steps: number;
}

/** Images in an evaluation batch. */
const evaluationBatch = 250;

/** Fine-tunes one image classifier again and again: the program compiles once; see ClassifierTrainer, its sibling for text. */
export class ImageClassifierTrainer {
  private readonly optimizer;
  private readonly random = randomness(0);
  private readonly program;
  private readonly batchSize: number;

  constructor(
    readonly classifier: ImageClassifier,
    options: ImageTrainerOptions = {},
  ) {
    this.batchSize = options.batchSize ?? 64;
    const { parameters, constants } = classifier;
    this.optimizer = adamW(parameters, { weightDecay: options.weightDecay });
    const { optimizer, random } = this;
    this.program = compile({
      state: { ...parameters, ...constants, ...optimizer.state, ...random.state },
      engine: options.engine,
      precision: options.precision,
      functions: {
        train: (batch: {
          images: tf.Tensor;
          labels: tf.Tensor;
          encoderRate: tf.Tensor;
          headRate: tf.Tensor;
        }) => {
          const images = options.augmentation
            ? augment(batch.images, options.augmentation, random)
            : batch.images;
          const { loss } = optimizer.step(
            () => softmaxCrossEntropy(classifier.logits(images), batch.labels).mean(),
            (name) => (name.startsWith('head.') ? batch.headRate : batch.encoderRate),
          );
          random.advance();
          return { loss };
        },
        logits: ({ images }: { images: tf.Tensor }) => ({ values: classifier.logits(images) }),
        features: ({ images }: { images: tf.Tensor }) => ({ values: classifier.encoder.features(images) }),
      },
    });
  }

  /**
   * Trains on labelled images from the classifier's present weights, with a fresh head and optimiser.
   * @throws LabError if there is nothing to train on, or the loss stops being a number; StoppedError on request
   */
  async finetune(options: FinetuneImagesOptions): Promise<FinetuneImagesResult> {
    const { classifier, batchSize } = this;
    const { train, steps, seed, validation } = options;
    if (train.length === 0)
      throw new LabError('There are no labelled images to fine-tune on; choose a budget of at least one.');
    const started = performance.now();
    if (options.head) classifier.setHead(options.head);
    else classifier.resetHead(seed);
    this.optimizer.reset();
    this.random.reset(seed);
    this.reload();
    const validationLoss = await fineTuningLoop({
      label: `Fine-tune on ${train.length} labels`,
      examples: train.length,
      batchSize,
      steps,
      seed,
      parameters: classifier.parameters,
      synchronize: () => this.program.program.synchronize(),
      reload: () => this.reload(),
      train: (chosen, share) => {
        const images = tf.tensor4d(train.values(chosen), [batchSize, ...train.shape]);
        const labels = tf.tensor1d(
          Int32Array.from(chosen, (index) => train.labels[index]!),
          'int32',
        );
        const { loss } = this.program.train({
          images,
          labels,
          encoderRate: share * options.encoderLearningRate,
          headRate: share * options.headLearningRate,
        });
        const value = loss.dataSync()[0]!;
        tf.dispose([images, labels, loss]);
        return value;
      },
      validation: validation && {
        everySteps: validation.everySteps,
        loss: () =>
          meanCrossEntropy(
            this.logits(validation.images),
            validation.images.labels,
            classifier.classes.length,
          ),
      },
    });
    return {
      validationLoss,
      seconds: (performance.now() - started) / 1000,
      trainingFlops: steps * this.stepFlops,
      trainableParameters: countParameters(classifier.parameters),
      steps,
    };
  }

  private get stepFlops(): number {
    return 3 * this.classifier.encoder.forwardFlops(this.batchSize);
  }

  /** How many training steps cost this many floating-point operations. */
  stepsFor(flops: number): number {
    return Math.round(flops / this.stepFlops);
  }

  /** Scores [images, classes], row-major, without augmentation. */
  logits(images: ImageCollection): Float32Array {
    return this.inBatches(
      images,
      this.classifier.classes.length,
      (batch) => this.program.logits(batch).values,
    );
  }

  /** Raw features [images, featureWidth], without augmentation. */
  features(images: ImageCollection): DenseMatrix {
    const columns = this.classifier.encoder.featureWidth;
    const values = this.inBatches(images, columns, (batch) => this.program.features(batch).values);
    return { kind: 'dense', rows: images.length, columns, values: new Float64Array(values) };
  }

  /** Call after changing the classifier's tensors from outside. */
  reload(): void {
    this.program.program.reload();
  }

  dispose(): void {
    this.program.program.dispose();
    tf.dispose([Object.values(this.optimizer.state), Object.values(this.random.state)]);
  }

  private inBatches(
    images: ImageCollection,
    width: number,
    run: (batch: { images: tf.Tensor }) => tf.Tensor,
  ): Float32Array {
    const result = new Float32Array(images.length * width);
    for (let start = 0; start < images.length; start += evaluationBatch) {
      const rows = Math.min(evaluationBatch, images.length - start);
      const padded = new Float32Array(evaluationBatch * images.pixelsPerImage);
      padded.set(images.values(Array.from({ length: rows }, (_, row) => start + row)));
      const batch = tf.tensor4d(padded, [evaluationBatch, ...images.shape]);
      const output = run({ images: batch });
      result.set(output.dataSync().subarray(0, rows * width) as Float32Array, start * width);
      tf.dispose([batch, output]);
    }
    return result;
  }
}
