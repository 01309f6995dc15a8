import { exampleStream } from '../data/batches';
import type { DenseMatrix } from '../data/sparseMatrix';
import { softmaxCrossEntropy } from '../engine/kernels/softmaxCrossEntropy';
import { tf } from '../engine/native';
import { compile } from '../engine/program';
import { randomness } from '../engine/randomness';
import { LabError } from '../errors';
import { meanCrossEntropy } from '../metrics/crossEntropy';
import { highestScores } from '../metrics/highestScores';
import { countParameters, type Parameters } from '../models/parameters';
import type { SentenceTagger } from '../models/sentenceTagger';
import { adamW } from './adamW';
import type { ClassifierTrainerOptions, FinetuneOptions, FinetuneResult } from './classifierTrainer';
import type { Feed } from './feed';
import { flat, labelsInPlace, type TaggedTokens, type WordTokens } from './taggedTokens';
import { type TextFeedOptions, type TokenSequences, textFeed } from './textFeed';
import { releaseState, trainingLoop } from './trainingLoop';
import { wordFeatures } from './wordFeatures';

export interface FinetuneTaggerOptions
  extends Omit<FinetuneOptions<TokenSequences>, 'train' | 'validation' | 'keepBest' | 'patience'> {
  readonly train: TaggedTokens;
  /** Where to measure the loss while training. */
  readonly validation?: TaggedTokens & { readonly everySteps: number };
}

/**
 * Trains one tagger again and again: the program compiles once, and each trial starts from the weights that its tensors
 * hold when `finetune` is called. The loss is the mean cross-entropy over the words of a batch, at their first pieces.
 */
export class TaggerTrainer {
  private readonly feed: Feed<TokenSequences>;
  private readonly trained: Parameters;
  private readonly optimizer;
  private readonly random = randomness(0);
  private readonly program;

  constructor(
    readonly tagger: SentenceTagger,
    options: ClassifierTrainerOptions & TextFeedOptions = {},
  ) {
    const { trains = () => true, weightDecay = 0.01, headWeightDecay = 0.01 } = options;
    this.feed = textFeed(tagger.encoder, options);
    this.trained = Object.fromEntries(Object.entries(tagger.parameters).filter(([name]) => trains(name)));
    this.optimizer = adamW(this.trained, {
      weightDecay: (name) => (isHead(name) ? headWeightDecay : weightDecay),
    });
    const { optimizer, random } = this;
    this.program = compile({
      state: { ...tagger.parameters, ...tagger.constants, ...optimizer.state, ...random.state },
      engine: options.engine,
      precision: options.precision,
      functions: {
        train: (given: {
          batch: tf.Tensor;
          labels: tf.Tensor;
          encoderRate: tf.Tensor;
          headRate: tf.Tensor;
        }) => {
          const { loss } = optimizer.step(
            () => meanOverWords(tagger.logits(given.batch, random), given.labels),
            (name) => (isHead(name) ? given.headRate : given.encoderRate),
          );
          random.advance();
          return { loss };
        },
        logits: ({ batch }: { batch: tf.Tensor }) => ({ values: tagger.logits(batch) }),
        features: ({ batch }: { batch: tf.Tensor }) => ({ values: tagger.features(batch) }),
      },
    });
  }

  /**
   * Trains on tagged sentences from the tagger's present weights, with a fresh head (or the one given) and optimiser.
   * @throws LabError for no sentences, a tag that is none, or a loss that stops being a number; StoppedError on request
   */
  async finetune(options: FinetuneTaggerOptions): Promise<FinetuneResult> {
    const { tagger, feed } = this;
    const { train, steps, seed, validation } = options;
    if (train.examples.length === 0)
      throw new LabError('There are no tagged sentences to fine-tune on; choose a budget of at least one.');
    for (const set of [train, ...(validation ? [validation] : [])]) this.refuseLabels(set);
    const started = performance.now();
    if (options.head) tagger.setHead(options.head);
    else tagger.resetHead(seed);
    this.optimizer.reset();
    this.random.reset(seed);
    this.reload();
    const record = await trainingLoop<number[]>({
      label: `Fine-tune on ${train.examples.length} sentences`,
      steps,
      schedule: { peak: 1, warmupSteps: options.warmupSteps ?? Math.ceil(steps * 0.1) },
      nextBatch: this.batches(train.examples, seed),
      parameters: tagger.parameters,
      synchronize: () => this.program.program.synchronize(),
      reload: () => this.reload(),
      step: (chosen, share) => {
        const batch = feed.trainingBatch(train.examples, chosen);
        const [rows, time] = batch.shape as [number, number];
        const labels = tf.tensor1d(labelsInPlace(train, chosen, rows, time), 'int32');
        const { loss } = this.program.train({
          batch,
          labels,
          encoderRate: share * options.encoderLearningRate,
          headRate: share * options.headLearningRate,
        });
        const value = loss.dataSync()[0]!;
        tf.dispose([batch, labels, loss]);
        return { loss: value, seen: chosen.length, flops: this.stepFlops(train.examples, chosen) };
      },
      ...(validation && {
        validation: { everySteps: validation.everySteps, loss: () => this.loss(validation) },
      }),
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

  /** How many training steps on these sentences cost this many floating-point operations. */
  stepsFor(flops: number, examples: TokenSequences, seed: number): number {
    const next = this.batches(examples, seed);
    let spent = 0;
    for (let steps = 0; ; steps++) {
      const cost = this.stepFlops(examples, next());
      if (spent + cost / 2 > flops) return steps;
      spent += cost;
    }
  }

  /** Raw features of every word [words, featureWidth], sentence after sentence; dropout off. */
  features(set: WordTokens): DenseMatrix {
    const width = this.tagger.featureWidth;
    return wordFeatures(set, this.feed, width, (batch) => this.program.features({ batch }).values);
  }

  /** Scores of every word [words, tags], row-major, dropout off. */
  logits(set: WordTokens): Float32Array {
    const width = this.tagger.tags.length;
    return wordFeatures(set, this.feed, width, (batch) => this.program.logits({ batch }).values).values;
  }

  /** The tag with the highest score of every word, sentence after sentence. */
  predict(set: WordTokens): Int32Array {
    return highestScores(this.logits(set), this.tagger.tags.length);
  }

  /** Mean cross-entropy of a word in nats. */
  loss(set: TaggedTokens): number {
    return meanCrossEntropy(this.logits(set), flat(set.labels), this.tagger.tags.length);
  }

  /** Call after changing the tagger's tensors from outside, before predicting. */
  reload(): void {
    this.program.program.reload();
  }

  /** Frees what the trainer holds; the tagger's tensors stay. */
  dispose(): void {
    this.program.program.dispose();
    releaseState(this.optimizer.state, this.random.state);
  }

  private batches(examples: TokenSequences, seed: number): () => number[] {
    return exampleStream(examples.length, this.feed.batchSize, seed, this.feed.sizeOf?.(examples));
  }

  private stepFlops(examples: TokenSequences, chosen: readonly number[]): number {
    return 3 * this.feed.forwardFlops(examples, chosen);
  }

  private refuseLabels({ labels, firsts }: TaggedTokens): void {
    const { tags } = this.tagger;
    labels.forEach((own, sentence) => {
      if (own.length !== firsts[sentence]?.length)
        throw new LabError(
          `Sentence ${sentence} has ${own.length} tags for ${firsts[sentence]?.length ?? 0} words: give one for each.`,
        );
      const wrong = own.findIndex((label) => !(label >= 0 && label < tags.length));
      if (wrong >= 0)
        throw new LabError(
          `The tag of word ${wrong} in sentence ${sentence} is ${own[wrong]}, but the tagger has ${tags.length} tags (0 to ${tags.length - 1}); give one of them.`,
        );
    });
  }
}

const isHead = (name: string) => name.startsWith('head.');

/** Mean over the positions whose label is not -1. */
function meanOverWords(logits: tf.Tensor, labels: tf.Tensor): tf.Tensor {
  const none = tf.scalar(0, 'int32');
  const counts = labels.greaterEqual(none).cast('float32');
  const losses = softmaxCrossEntropy(logits, tf.maximum(labels, none));
  return losses.mul(counts).sum().div(counts.sum().add(1e-8));
}
