import { exampleStream } from '../data/batches';
import type { DenseMatrix } from '../data/sparseMatrix';
import { softmaxCrossEntropy } from '../engine/kernels/softmaxCrossEntropy';
import { tf } from '../engine/native';
import { compile, type Engine, type Precision, type State } from '../engine/program';
import { type Randomness, randomness } from '../engine/randomness';
import { LabError } from '../errors';
import { meanCrossEntropy } from '../metrics/crossEntropy';
import { highestScores } from '../metrics/highestScores';
import type { HeadValues } from '../models/classificationHead';
import type { FeatureScaling } from '../models/featureScaling';
import { countParameters, type Parameters } from '../models/parameters';
import { adamW } from './adamW';
import type { Examples, Feed, Labelled } from './feed';
import { type CurvePoint, releaseState, trainingLoop } from './trainingLoop';

/** What the trainer asks of a classifier: an encoder under a linear head over standardised features. */
export interface TrainableClassifier {
  readonly parameters: Parameters;
  /** Fixed tensors that the scores depend on. */
  readonly constants: State;
  /** Names, in label order. */
  readonly classes: readonly string[];
  readonly featureWidth: number;
  /** Class scores [batch, classes]; without random numbers, as in evaluation, dropout is off. */
  logits(batch: tf.Tensor, random?: Randomness): tf.Tensor;
  /** Features [batch, featureWidth] before they are standardised. */
  features(batch: tf.Tensor): tf.Tensor;
  standardize(features: DenseMatrix): FeatureScaling;
  setHead(values: HeadValues): void;
  resetHead(seed: number): void;
}

/** Settings of {@link ClassifierTrainer}. */
export interface ClassifierTrainerOptions {
  /** Of the encoder. Default 0.01. */
  readonly weightDecay?: number;
  /** Of the head, which learns from few labels. Default 0.01. */
  readonly headWeightDecay?: number;
  /** Which parameters move, by name; the others keep their values. Default all. */
  readonly trains?: (name: string) => boolean;
  readonly engine?: Engine;
  readonly precision?: Precision;
}

/** Settings of {@link ClassifierTrainer.finetune}. */
export interface FinetuneOptions<Set extends Examples> {
  readonly train: Labelled<Set>;
  readonly steps: number;
  /** Peak learning rates: pretrained weights move slowly, the new head fast. */
  readonly encoderLearningRate: number;
  readonly headLearningRate: number;
  /** Default 10 % of the steps. */
  readonly warmupSteps?: number;
  /** Seeds batch order, the head's initial weights, dropout and augmentation. */
  readonly seed: number;
  /** Where to measure the loss while training. */
  readonly validation?: Labelled<Set> & { readonly everySteps: number };
  /** End with the weights of the lowest validation loss instead of the last ones. Default false. */
  readonly keepBest?: boolean;
  /** Stop after so many measurements in a row without a better validation loss. Default: never. */
  readonly patience?: number;
  /** Called after each step with its training loss. */
  readonly onStep?: (step: number, loss: number) => void;
  /** Head to start from, such as a linear probe's (Kumar et al. 2022, LP-FT); default small random weights. */
  readonly head?: HeadValues;
}

export interface FinetuneResult {
  /** Mean cross-entropy in nats on the validation set, from step 0 (before training) on. */
  readonly validationLoss: readonly CurvePoint[];
  readonly seconds: number;
  readonly trainingFlops: number;
  readonly trainableParameters: number;
  readonly steps: number;
}

/**
 * Fine-tunes one classifier again and again: the program compiles once, and each trial starts from the weights that
 * the classifier's tensors hold when `finetune` is called. Afterwards they hold the trained ones.
 */
export class ClassifierTrainer<Model extends TrainableClassifier, Set extends Examples> {
  private readonly optimizer;
  private readonly random = randomness(0);
  private readonly program;
  private readonly trained: Parameters;

  constructor(
    readonly classifier: Model,
    private readonly feed: Feed<Set>,
    options: ClassifierTrainerOptions = {},
  ) {
    const { trains = () => true } = options;
    this.trained = Object.fromEntries(Object.entries(classifier.parameters).filter(([name]) => trains(name)));
    this.optimizer = adamW(this.trained, {
      weightDecay: (name) =>
        (name.startsWith('head.') ? options.headWeightDecay : options.weightDecay) ?? 0.01,
    });
    const { optimizer, random } = this;
    this.program = compile({
      state: { ...classifier.parameters, ...classifier.constants, ...optimizer.state, ...random.state },
      engine: options.engine,
      precision: options.precision,
      functions: {
        train: (given: {
          batch: tf.Tensor;
          labels: tf.Tensor;
          encoderRate: tf.Tensor;
          headRate: tf.Tensor;
        }) => {
          const batch = feed.change?.(given.batch, random) ?? given.batch;
          const { loss } = optimizer.step(
            () => softmaxCrossEntropy(classifier.logits(batch, random), given.labels).mean(),
            (name) => (name.startsWith('head.') ? given.headRate : given.encoderRate),
          );
          random.advance();
          return { loss };
        },
        logits: ({ batch }: { batch: tf.Tensor }) => ({ values: classifier.logits(batch) }),
        features: ({ batch }: { batch: tf.Tensor }) => ({ values: classifier.features(batch) }),
      },
    });
  }

  /**
   * Trains on labelled examples from the classifier's present weights, with a fresh head and optimiser.
   * @throws LabError if there is nothing to train on, a label is no class, or the loss stops being a number;
   *   StoppedError on request
   */
  async finetune(options: FinetuneOptions<Set>): Promise<FinetuneResult> {
    const { classifier, feed } = this;
    const { train, steps, seed, validation } = options;
    if (train.examples.length === 0)
      throw new LabError(
        `There are no labelled ${feed.noun} to fine-tune on; choose a budget of at least one label a class.`,
      );
    for (const { labels } of [train, ...(validation ? [validation] : [])]) this.refuseLabels(labels);
    const started = performance.now();
    if (options.head) classifier.setHead(options.head);
    else classifier.resetHead(seed);
    this.optimizer.reset();
    this.random.reset(seed);
    this.reload();
    const { examples, labels } = train;
    const record = await trainingLoop<number[]>({
      label: `Fine-tune on ${examples.length} labels`,
      steps,
      schedule: { peak: 1, warmupSteps: options.warmupSteps ?? Math.ceil(steps * 0.1) },
      nextBatch: this.batches(examples, seed),
      parameters: classifier.parameters,
      synchronize: () => this.program.program.synchronize(),
      reload: () => this.reload(),
      step: (chosen, share) => {
        const batch = feed.trainingBatch(examples, chosen);
        const own = tf.tensor1d(
          Int32Array.from(chosen, (index) => labels[index]!),
          'int32',
        );
        const { loss } = this.program.train({
          batch,
          labels: own,
          encoderRate: share * options.encoderLearningRate,
          headRate: share * options.headLearningRate,
        });
        const value = loss.dataSync()[0]!;
        tf.dispose([batch, own, loss]);
        return { loss: value, seen: chosen.length, flops: this.stepFlops(examples, chosen) };
      },
      ...(validation && {
        validation: { everySteps: validation.everySteps, loss: () => this.loss(validation) },
      }),
      keepBest: options.keepBest,
      patience: options.patience,
      onStep: options.onStep,
      remedy: 'the learning rates',
    });
    return {
      validationLoss: record.validationLoss,
      seconds: (performance.now() - started) / 1000,
      trainingFlops: record.trainingFlops,
      trainableParameters: countParameters(this.trained),
      steps: record.steps,
    };
  }

  /** How many training steps on these examples cost this many floating-point operations. */
  stepsFor(flops: number, examples: Set, seed: number): number {
    const next = this.batches(examples, seed);
    let spent = 0;
    for (let steps = 0; ; steps++) {
      const cost = this.stepFlops(examples, next());
      if (spent + cost / 2 > flops) return steps;
      spent += cost;
    }
  }

  /** Scores [examples, classes], row-major, dropout and augmentation off. */
  logits(examples: Set): Float32Array {
    return this.evaluated(
      examples,
      this.classifier.classes.length,
      (batch) => this.program.logits({ batch }).values,
    );
  }

  /** Raw features [examples, featureWidth], dropout and augmentation off. */
  features(examples: Set): DenseMatrix {
    const columns = this.classifier.featureWidth;
    const values = this.evaluated(examples, columns, (batch) => this.program.features({ batch }).values);
    return { kind: 'dense', rows: examples.length, columns, values: new Float64Array(values) };
  }

  /** The class with the highest score of each example. */
  predict(examples: Set): Int32Array {
    return highestScores(this.logits(examples), this.classifier.classes.length);
  }

  /** Mean cross-entropy in nats. */
  loss({ examples, labels }: Labelled<Set>): number {
    return meanCrossEntropy(this.logits(examples), labels, this.classifier.classes.length);
  }

  /** Call after changing the classifier's tensors from outside, before predicting. */
  reload(): void {
    this.program.program.reload();
  }

  /** Frees what the trainer holds; the classifier's tensors stay. */
  dispose(): void {
    this.program.program.dispose();
    releaseState(this.optimizer.state, this.random.state);
  }

  private batches(examples: Set, seed: number): () => number[] {
    return exampleStream(examples.length, this.feed.batchSize, seed, this.feed.sizeOf?.(examples));
  }

  private stepFlops(examples: Set, chosen: readonly number[]): number {
    return 3 * this.feed.forwardFlops(examples, chosen);
  }

  private refuseLabels(labels: Int32Array): void {
    const { classes } = this.classifier;
    const wrong = labels.findIndex((label) => !(label >= 0 && label < classes.length));
    if (wrong >= 0)
      throw new LabError(
        `The label of example ${wrong} is ${labels[wrong]}, but the classifier has ${classes.length} classes (0 to ${classes.length - 1}); give one of them.`,
      );
  }

  private evaluated(examples: Set, width: number, run: (batch: tf.Tensor) => tf.Tensor): Float32Array {
    const result = new Float32Array(examples.length * width);
    for (const { rows, batch } of this.feed.evaluationBatches(examples)) {
      const inputs = batch();
      const output = run(inputs);
      const values = output.dataSync() as Float32Array;
      tf.dispose([inputs, output]);
      rows.forEach((row, index) => {
        result.set(values.subarray(index * width, (index + 1) * width), row * width);
      });
    }
    return result;
  }
}
