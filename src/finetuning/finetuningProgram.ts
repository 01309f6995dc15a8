/** One compiled program that fine-tunes a classifier: class weights, gradients added up over batches, and its scores. */
import { softmaxCrossEntropy } from '../engine/kernels/softmaxCrossEntropy';
import { tf } from '../engine/native';
import { compile, type Engine, type Precision, type State } from '../engine/program';
import { randomness } from '../engine/randomness';
import type { Parameters } from '../models/parameters';
import { adamW } from '../training/adamW';
import type { TrainableClassifier } from '../training/classifierTrainer';
import type { Examples, Feed } from '../training/feed';
import { releaseState } from '../training/trainingLoop';

/** What the compiled program depends on. */
export interface FinetuningProgramOptions {
  /** Of the encoder. Default 0.01. */
  readonly weightDecay?: number;
  /** Of the head. Default 0.01. */
  readonly headWeightDecay?: number;
  readonly engine?: Engine;
  readonly precision?: Precision;
  /** Batches whose gradients are added up before each step: a batch of so many times the size in the same memory. Default 1. */
  readonly accumulate?: number;
}

/** A batch, its labels, and what each example's loss counts: the weights of all batches of a step sum to 1. */
export interface WeightedBatch {
  readonly chosen: readonly number[];
  readonly labels: Int32Array;
  readonly weights: Float32Array;
}

/** Learning rates of one step. */
export interface Rates {
  readonly encoder: number;
  readonly head: number;
}

interface BatchTensors {
  readonly batch: tf.Tensor;
  readonly labels: tf.Tensor;
  readonly weights: tf.Tensor;
}

interface RateTensors {
  readonly encoderRate: tf.Tensor;
  readonly headRate: tf.Tensor;
}

/**
 * A classifier's training step and its scores, compiled once. Gradients of several batches are added up before the
 * optimiser moves: so many small batches are one large one, without its memory.
 */
export class FinetuningProgram<Set extends Examples> {
  private readonly optimizer;
  private readonly random = randomness(0);
  private readonly sums: Readonly<Record<string, tf.Variable>>;
  private readonly program;

  constructor(
    private readonly classifier: TrainableClassifier,
    private readonly feed: Feed<Set>,
    options: FinetuningProgramOptions = {},
  ) {
    const { parameters } = classifier;
    this.optimizer = adamW(parameters, {
      weightDecay: (name) =>
        (name.startsWith('head.') ? options.headWeightDecay : options.weightDecay) ?? 0.01,
    });
    // As large as what is trained, so only where they are used.
    this.sums = (options.accumulate ?? 1) > 1 ? zerosLike(parameters) : {};
    const { optimizer, random, sums } = this;
    const trained = Object.entries(parameters);
    const lossOf = (given: BatchTensors) => {
      const batch = feed.change?.(given.batch, random) ?? given.batch;
      return softmaxCrossEntropy(classifier.logits(batch, random), given.labels).mul(given.weights).sum();
    };
    const rateOf =
      ({ encoderRate, headRate }: RateTensors) =>
      (name: string) =>
        name.startsWith('head.') ? headRate : encoderRate;
    this.program = compile({
      state: {
        ...parameters,
        ...classifier.constants,
        ...optimizer.state,
        ...random.state,
        ...Object.fromEntries(Object.entries(sums).map(([name, sum]) => [`gradientSum.${name}`, sum])),
      },
      engine: options.engine,
      precision: options.precision,
      functions: {
        /** One batch, one step. */
        train: (given: BatchTensors & RateTensors) => {
          const { loss } = optimizer.step(() => lossOf(given), rateOf(given));
          random.advance();
          return { loss };
        },
        /** Adds a batch's gradients to what is there. */
        add: (given: BatchTensors) => {
          const variables = trained.map(([, variable]) => variable);
          const { value, grads } = tf.variableGrads(() => lossOf(given) as tf.Scalar, variables);
          for (const [name, variable] of trained)
            sums[name]!.assign(sums[name]!.add(grads[variable.name]!) as tf.Tensor);
          random.advance();
          return { loss: value };
        },
        /** One step with the gradients that were added up: those of a product of them and the parameters. */
        apply: (given: RateTensors) => {
          const { gradientNorm } = optimizer.step(
            () => tf.addN(trained.map(([name, variable]) => variable.mul(sums[name]!).sum())),
            rateOf(given),
          );
          for (const sum of Object.values(sums)) sum.assign(tf.zerosLike(sum));
          return { gradientNorm };
        },
        logits: ({ batch }: { batch: tf.Tensor }) => ({ values: classifier.logits(batch) }),
      },
    });
  }

  /** Forgets moments and sums, seeds dropout and augmentation, and takes up the classifier's present weights. */
  restart(seed: number): void {
    this.optimizer.reset();
    tf.tidy(() => {
      for (const sum of Object.values(this.sums)) sum.assign(tf.zeros(sum.shape));
    });
    this.random.reset(seed);
    this.reload();
  }

  /** One step over one batch or several. @returns the loss before it */
  step(examples: Set, batches: readonly WeightedBatch[], rates: Rates): number {
    const given = { encoderRate: rates.encoder, headRate: rates.head };
    let sum = 0;
    for (const { chosen, labels, weights } of batches) {
      const inputs = {
        batch: this.feed.trainingBatch(examples, chosen),
        labels: tf.tensor1d(labels, 'int32'),
        weights: tf.tensor1d(weights),
      };
      const { loss } =
        batches.length === 1 ? this.program.train({ ...inputs, ...given }) : this.program.add(inputs);
      sum += loss.dataSync()[0]!;
      tf.dispose([Object.values(inputs), loss]);
    }
    if (batches.length > 1 && Number.isFinite(sum)) tf.dispose(this.program.apply(given));
    return sum;
  }

  /** Scores [examples, classes], row-major, dropout and augmentation off. */
  logits(examples: Set): Float32Array {
    return scoresOf(
      examples,
      this.feed,
      this.classifier.classes.length,
      (batch) => this.program.logits({ batch }).values,
    );
  }

  /** Brings the classifier's tensors up to date. */
  synchronize(): void {
    this.program.program.synchronize();
  }

  /** Call after changing the classifier's tensors. */
  reload(): void {
    this.program.program.reload();
  }

  dispose(): void {
    this.program.program.dispose();
    releaseState(this.optimizer.state, this.random.state, this.sums as State);
  }
}

/** Scores of all examples, batch by batch, in the examples' order. */
export function scoresOf<Set extends Examples>(
  examples: Set,
  feed: Feed<Set>,
  classes: number,
  run: (batch: tf.Tensor) => tf.Tensor,
): Float32Array {
  const scores = new Float32Array(examples.length * classes);
  for (const { rows, batch } of feed.evaluationBatches(examples)) {
    const inputs = batch();
    const output = run(inputs);
    const values = output.dataSync() as Float32Array;
    tf.dispose([inputs, output]);
    rows.forEach((row, index) => {
      scores.set(values.subarray(index * classes, (index + 1) * classes), row * classes);
    });
  }
  return scores;
}

function zerosLike(parameters: Parameters): Record<string, tf.Variable> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape }]) => [
      name,
      tf.tidy(() => tf.variable(tf.zeros(shape), false)),
    ]),
  );
}
