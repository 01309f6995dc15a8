import type { DenseMatrix } from '../data/sparseMatrix';
import { softmaxCrossEntropy } from '../engine/kernels/softmaxCrossEntropy';
import { tf } from '../engine/native';
import { compile, type Engine, type Precision } from '../engine/program';
import { randomness } from '../engine/randomness';
import { LabError } from '../errors';
import { countParameters, type Parameters } from '../models/parameters';
import type { TextClassifier } from '../models/textClassifier';
import { adamW } from './adamW';
import { highestScores, meanCrossEntropy } from './classScores';
import { exampleStream, fineTuningLoop } from './fineTuningLoop';
import type { CurvePoint } from './trainingLoop';

/** Token ids and labels of labelled texts, side by side. */
export interface LabelledSequences {
  readonly sequences: readonly Int32Array[];
  readonly labels: Int32Array;
}

/** Settings of {@link ClassifierTrainer.finetune}. */
export interface FinetuneOptions {
  readonly train: LabelledSequences;
  readonly steps: number;
  /** Peak learning rates: pretrained weights move slowly, the new head fast. */
  readonly encoderLearningRate: number;
  readonly headLearningRate: number;
  /** Default 10 % of the steps. */
  readonly warmupSteps?: number;
  /** Seeds batch order, the head's initial weights and dropout. */
  readonly seed: number;
  /** Where to measure the loss while training. */
  readonly validation?: LabelledSequences & { readonly everySteps: number };
  /** End with the weights of the lowest validation loss instead of the last ones. Default false. */
  readonly keepBest?: boolean;
  /** Called after each step with its training loss. */
  readonly onStep?: (step: number, loss: number) => void;
  /** Head to start from, such as a linear probe's (Kumar et al. 2022, LP-FT); default small random weights. */
  readonly head?: { readonly weight: Float32Array; readonly bias: Float32Array };
}

export interface FinetuneResult {
  /** Mean cross-entropy in nats on the validation set, from step 0 (before training) on. */
  readonly validationLoss: readonly CurvePoint[];
  readonly seconds: number;
  readonly trainingFlops: number;
  readonly trainableParameters: number;
  readonly steps: number;
}

/** Settings of {@link ClassifierTrainer}. */
export interface ClassifierTrainerOptions {
  /** Texts in a training batch; a smaller training set is repeated within a batch. Default 32. */
  readonly batchSize?: number;
  /**
   * Lengths that training batches are padded to, each compiled once; longer texts are cut at the largest. With several,
   * texts of like length share a batch. Default the encoder's maxLength alone.
   */
  readonly lengths?: readonly number[];
  /** Of the encoder. Default 0.01. */
  readonly weightDecay?: number;
  /** Of the head, which learns from few labels. Default 0.01. */
  readonly headWeightDecay?: number;
  /** Which parameters move, by name; the others keep their values. Default all. */
  readonly trains?: (name: string) => boolean;
  readonly engine?: Engine;
  readonly precision?: Precision;
}

/** Texts in an evaluation batch. */
const evaluationBatch = 250;

/**
 * Fine-tunes one classifier again and again: the program compiles once, and each trial starts from the weights that
 * the classifier's tensors hold when `finetune` is called. Afterwards they hold the trained ones.
 */
export class ClassifierTrainer {
  private readonly optimizer;
  private readonly random = randomness(0);
  private readonly program;
  private readonly trained: Parameters;
  private readonly batchSize: number;
  /** In ascending order. */
  private readonly lengths: readonly number[];

  constructor(
    readonly classifier: TextClassifier,
    options: ClassifierTrainerOptions = {},
  ) {
    this.batchSize = options.batchSize ?? 32;
    this.lengths = [...(options.lengths ?? [classifier.encoder.config.maxLength])].sort((a, b) => a - b);
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
        train: (batch: {
          tokens: tf.Tensor;
          labels: tf.Tensor;
          encoderRate: tf.Tensor;
          headRate: tf.Tensor;
        }) => {
          const { loss } = optimizer.step(
            () => softmaxCrossEntropy(classifier.logits(batch.tokens, random), batch.labels).mean(),
            (name) => (name.startsWith('head.') ? batch.headRate : batch.encoderRate),
          );
          random.advance();
          return { loss };
        },
        logits: ({ tokens }: { tokens: tf.Tensor }) => ({ values: classifier.logits(tokens) }),
        pooled: ({ tokens }: { tokens: tf.Tensor }) => ({ values: classifier.pooled(tokens) }),
      },
    });
  }

  /**
   * Trains on labelled texts from the classifier's present weights, with a fresh head and optimiser.
   * @throws LabError if there is nothing to train on, or the loss stops being a number; StoppedError on request
   */
  async finetune(options: FinetuneOptions): Promise<FinetuneResult> {
    const { classifier, batchSize } = this;
    const { train, steps, seed, validation } = options;
    if (train.sequences.length === 0)
      throw new LabError(
        'There are no labelled texts to fine-tune on; choose a budget of at least one label a class.',
      );
    const started = performance.now();
    if (options.head) classifier.setHead(options.head);
    else classifier.resetHead(seed);
    this.optimizer.reset();
    this.random.reset(seed);
    this.program.program.reload();
    let trainingFlops = 0;
    const validationLoss = await fineTuningLoop({
      label: `Fine-tune on ${train.sequences.length} labels`,
      examples: train.sequences.length,
      batchSize,
      steps,
      warmupSteps: options.warmupSteps,
      seed,
      sizeOf: this.sizeOf(train),
      parameters: classifier.parameters,
      synchronize: () => this.program.program.synchronize(),
      reload: () => this.program.program.reload(),
      train: (chosen, share) => {
        const sequences = chosen.map((index) => train.sequences[index]);
        const length = this.lengthOf(sequences);
        trainingFlops += this.stepFlops(length);
        const tokens = padded(sequences, batchSize, length, classifier.encoder.config.paddingToken);
        const labels = tf.tensor1d(
          Int32Array.from(chosen, (index) => train.labels[index]),
          'int32',
        );
        const { loss } = this.program.train({
          tokens,
          labels,
          encoderRate: share * options.encoderLearningRate,
          headRate: share * options.headLearningRate,
        });
        const value = loss.dataSync()[0];
        tf.dispose([tokens, labels, loss]);
        return value;
      },
      validation: validation && {
        everySteps: validation.everySteps,
        loss: () => this.loss(validation),
      },
      keepBest: options.keepBest,
      onStep: options.onStep,
    });
    return {
      validationLoss,
      seconds: (performance.now() - started) / 1000,
      trainingFlops,
      trainableParameters: countParameters(this.trained),
      steps,
    };
  }

  /** The length that a training batch is padded to. */
  private lengthOf(sequences: readonly Int32Array[]): number {
    const longest = sequences.reduce((most, { length }) => Math.max(most, length), 0);
    return this.lengths.find((length) => length >= longest) ?? this.lengths[this.lengths.length - 1];
  }

  private sizeOf({ sequences }: LabelledSequences): ((example: number) => number) | undefined {
    return this.lengths.length > 1 ? (example) => sequences[example].length : undefined;
  }

  /** Floating-point operations of one training step. */
  private stepFlops(length: number): number {
    return 3 * this.classifier.encoder.forwardFlops(this.batchSize, length);
  }

  /** How many training steps on these texts cost this many floating-point operations. */
  stepsFor(flops: number, train: LabelledSequences, seed: number): number {
    const next = exampleStream(train.sequences.length, this.batchSize, seed, this.sizeOf(train));
    let spent = 0;
    for (let steps = 0; ; steps++) {
      const cost = this.stepFlops(this.lengthOf(next().map((index) => train.sequences[index])));
      if (spent + cost / 2 > flops) return steps;
      spent += cost;
    }
  }

  /** Scores [texts, classes], row-major, dropout off. */
  logits(sequences: readonly Int32Array[]): Float32Array {
    return this.inBatches(
      sequences,
      this.classifier.options.classes.length,
      (tokens) => this.program.logits({ tokens }).values,
    );
  }

  /** Raw pooled features [texts, featureWidth], dropout off. */
  features(sequences: readonly Int32Array[]): DenseMatrix {
    const values = this.inBatches(
      sequences,
      this.classifier.featureWidth,
      (tokens) => this.program.pooled({ tokens }).values,
    );
    const columns = this.classifier.featureWidth;
    return { kind: 'dense', rows: sequences.length, columns, values: new Float64Array(values) };
  }

  /** The class with the highest score of each text. */
  predict(sequences: readonly Int32Array[]): Int32Array {
    return highestScores(this.logits(sequences), this.classifier.options.classes.length);
  }

  /** Mean cross-entropy in nats. */
  loss({ sequences, labels }: LabelledSequences): number {
    return meanCrossEntropy(this.logits(sequences), labels, this.classifier.options.classes.length);
  }

  /** Call after changing the classifier's tensors from outside, before predicting. */
  reload(): void {
    this.program.program.reload();
  }

  dispose(): void {
    this.program.program.dispose();
    tf.dispose([Object.values(this.optimizer.state), Object.values(this.random.state)]);
  }

  private inBatches(
    sequences: readonly Int32Array[],
    width: number,
    run: (tokens: tf.Tensor) => tf.Tensor,
  ): Float32Array {
    const { maxLength, paddingToken } = this.classifier.encoder.config;
    const result = new Float32Array(sequences.length * width);
    // Short texts together: two lengths, two compiled shapes, half the work.
    const short = Math.ceil(maxLength / 2);
    for (const [length, fits] of [
      [short, (n: number) => n <= short],
      [maxLength, (n: number) => n > short],
    ] as const) {
      const rows = [...sequences.keys()].filter((row) => fits(sequences[row].length));
      for (let start = 0; start < rows.length; start += evaluationBatch) {
        const batch = rows.slice(start, start + evaluationBatch);
        const tokens = padded(
          batch.map((row) => sequences[row]),
          evaluationBatch,
          length,
          paddingToken,
        );
        const output = run(tokens);
        const values = output.dataSync();
        tf.dispose([tokens, output]);
        batch.forEach((row, index) => {
          result.set(values.subarray(index * width, (index + 1) * width), row * width);
        });
      }
    }
    return result;
  }
}

/** Token ids as an int32 tensor [rows, length]; long sequences are cut, missing rows are padding throughout. */
function padded(sequences: readonly Int32Array[], rows: number, length: number, padding: number): tf.Tensor {
  const values = new Int32Array(rows * length).fill(padding);
  sequences.forEach((sequence, row) => {
    values.set(sequence.length > length ? sequence.subarray(0, length) : sequence, row * length);
  });
  return tf.tensor2d(values, [rows, length], 'int32');
}
