import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import { compile, type Engine, type Precision } from '../engine/program';
import { randomness } from '../engine/randomness';
import { LabError } from '../errors';
import type { EncoderDecoder } from '../models/encoderDecoder';
import { countParameters } from '../models/parameters';
import { type SpanMasking, spansMasked } from '../objectives/denoising';
import { smoothedCrossEntropy } from '../objectives/smoothedCrossEntropy';
import { adamW } from './adamW';
import type { FinetuneResult } from './classifierTrainer';
import { arraysHash } from './pretrainingLoop';
import { type PairBatch, type PairTokens, pairBatch, pairStream, type SequencePairs } from './sequencePairs';
import { type Checkpoint, type CurvePoint, releaseState, trainingLoop } from './trainingLoop';

export interface TranslatorTrainerOptions {
  /** Pairs in a batch. Default 64. */
  readonly batchSize?: number;
  /** Lengths that batches are padded to, each compiled once; longer sequences are cut. Default the model's maxLength alone. */
  readonly lengths?: readonly number[];
  /** Default 0.01. */
  readonly weightDecay?: number;
  /** Share of the probability that all tokens get alike. Default 0.1. */
  readonly labelSmoothing?: number;
  readonly engine?: Engine;
  readonly precision?: Precision;
}

export interface TranslationTraining {
  readonly pairs: SequencePairs;
  readonly steps: number;
  /** Peak of the warm-up and cosine schedule. */
  readonly learningRate: number;
  /** Default 10 % of the steps. */
  readonly warmupSteps?: number;
  /** Seeds batch order, dropout and, in denoising, what is hidden. */
  readonly seed: number;
  /** Hides spans of the sources anew in every batch: a pair of a text with itself becomes denoising. */
  readonly hide?: SpanMasking & { readonly mask: number };
  readonly label?: string;
  /** Where to measure the loss while training, without smoothing. */
  readonly validation?: { readonly pairs: SequencePairs; readonly everySteps: number };
  readonly checkpoint?: Checkpoint;
  readonly onStep?: (step: number, loss: number) => void;
}

export interface TranslationRecord extends FinetuneResult {
  readonly losses: readonly CurvePoint[];
  /** Tokens to write that were seen, padding left out. */
  readonly tokens: number;
}

/**
 * Trains one encoder-decoder again and again: the program compiles once a length, and each training starts from the weights
 * that the model holds. The decoder is given what it should have written (teacher forcing).
 */
export class TranslatorTrainer {
  private readonly optimizer;
  private readonly random = randomness(0);
  private readonly program;
  private readonly batchSize: number;
  private readonly lengths: readonly number[];

  constructor(
    readonly model: EncoderDecoder,
    options: TranslatorTrainerOptions = {},
  ) {
    const { weightDecay = 0.01, labelSmoothing = 0.1, batchSize = 64 } = options;
    this.batchSize = batchSize;
    this.lengths = [...(options.lengths ?? [model.config.maxLength])].sort((a, b) => a - b);
    this.optimizer = adamW(model.parameters, { weightDecay });
    const { optimizer, random } = this;
    const loss = ({ source, written, next }: PairBatch, smoothing: number, dropped?: typeof random) => {
      const { logits } = model.forward({ tokens: source, decoderTokens: written }, dropped);
      const labels = next.reshape([-1]);
      const stands = labels.notEqual(tf.scalar(model.config.paddingToken, 'int32')).cast('float32');
      const rows = logits!.reshape([-1, model.config.vocabularySize]);
      return { value: smoothedCrossEntropy(rows, labels, stands, smoothing), count: stands.sum() };
    };
    this.program = compile({
      state: { ...model.parameters, ...optimizer.state, ...random.state },
      engine: options.engine,
      precision: options.precision,
      functions: {
        train: ({ rate, ...batch }: PairBatch & { readonly rate: tf.Tensor }) => {
          const result = optimizer.step(() => loss(batch, labelSmoothing, random).value, rate);
          random.advance();
          return { loss: result.loss };
        },
        measure: (batch: {
          readonly source: tf.Tensor;
          readonly written: tf.Tensor;
          readonly next: tf.Tensor;
        }) => {
          const { value, count } = loss(batch, 0);
          return { value, count };
        },
      },
    });
  }

  /**
   * Trains from the model's present weights, with a fresh optimiser.
   * @throws LabError for no pairs, an id that the model does not have, or a loss that stops being a number; StoppedError on
   *   request
   */
  async train(options: TranslationTraining): Promise<TranslationRecord> {
    const { model, batchSize, lengths } = this;
    const { pairs, steps, seed, hide, validation } = options;
    this.refuse(pairs);
    const started = performance.now();
    this.optimizer.reset();
    this.random.reset(seed);
    this.reload();
    const plan = { batchSize, lengths, seed };
    const checkpoint = options.checkpoint && {
      ...options.checkpoint,
      state: { ...model.parameters, ...this.optimizer.state, ...this.random.state },
      identity: {
        training: options.label ?? 'Translation',
        ...{ seed, steps, batchSize, learningRate: options.learningRate },
        data: arraysHash([...pairs.sources, ...pairs.targets]),
      },
    };
    const record = await trainingLoop<{ readonly indices: readonly number[]; readonly length: number }>({
      label: options.label ?? `Train on ${pairs.sources.length} pairs`,
      steps,
      schedule: {
        peak: options.learningRate,
        warmupSteps: options.warmupSteps ?? Math.ceil(steps * 0.1),
      },
      nextBatch: pairStream(pairs, plan),
      parameters: model.parameters,
      synchronize: () => this.program.program.synchronize(),
      reload: () => this.reload(),
      step: ({ indices, length }, rate, step) => {
        const random = seededRandom(`spans/${seed}/${step}`);
        const given = hide
          ? {
              sources: indices.map((index) => spansMasked(pairs.sources[index]!, hide.mask, hide, random)),
              targets: indices.map((index) => pairs.targets[index]!),
            }
          : pairs;
        const chosen = hide ? [...indices.keys()] : indices;
        const batch = pairBatch(given, chosen, batchSize, length, this.tokens);
        const { loss } = this.program.train({ ...batch, rate });
        const value = loss.dataSync()[0]!;
        tf.dispose([batch.source, batch.written, batch.next, loss]);
        return {
          loss: value,
          seen: indices.reduce((sum, index) => sum + Math.min(length, pairs.targets[index]!.length + 1), 0),
          flops: this.stepFlops(length),
        };
      },
      ...(validation && {
        validation: { everySteps: validation.everySteps, loss: () => this.loss(validation.pairs) },
      }),
      ...(checkpoint && { checkpoint }),
      onStep: options.onStep,
      remedy: `the learning rate (${options.learningRate})`,
    });
    return {
      losses: record.losses,
      validationLoss: record.validationLoss,
      seconds: (performance.now() - started) / 1000,
      trainingFlops: record.trainingFlops,
      trainableParameters: countParameters(model.parameters),
      steps: record.steps,
      tokens: record.seen,
    };
  }

  /** Mean cross-entropy in nats of a token of the targets, dropout and smoothing off. */
  loss(pairs: SequencePairs): number {
    this.refuse(pairs);
    const longest = this.lengths[this.lengths.length - 1]!;
    let [sum, count] = [0, 0];
    for (let start = 0; start < pairs.sources.length; start += this.batchSize) {
      const rows = Array.from(
        { length: Math.min(this.batchSize, pairs.sources.length - start) },
        (_, row) => start + row,
      );
      const batch = pairBatch(pairs, rows, this.batchSize, longest, this.tokens);
      const result = this.program.measure({ ...batch });
      const tokens = result.count.dataSync()[0]!;
      sum += result.value.dataSync()[0]! * tokens;
      count += tokens;
      tf.dispose([batch.source, batch.written, batch.next, result.value, result.count]);
    }
    return sum / count;
  }

  /** How many training steps on these pairs cost this many floating-point operations. */
  stepsFor(flops: number, pairs: SequencePairs, seed: number): number {
    const next = pairStream(pairs, { batchSize: this.batchSize, lengths: this.lengths, seed });
    let spent = 0;
    for (let steps = 0; ; steps++) {
      const cost = this.stepFlops(next().length);
      if (spent + cost / 2 > flops) return steps;
      spent += cost;
    }
  }

  /** Call after changing the model's tensors from outside. */
  reload(): void {
    this.program.program.reload();
  }

  /** Frees what the trainer holds; the model's tensors stay. */
  dispose(): void {
    this.program.program.dispose();
    releaseState(this.optimizer.state, this.random.state);
  }

  private get tokens(): PairTokens {
    const { paddingToken: padding, startToken: start, endToken: end } = this.model.config;
    return { padding, start, end };
  }

  private stepFlops(length: number): number {
    return 3 * this.model.forwardFlops(this.batchSize, length, length);
  }

  private refuse({ sources, targets }: SequencePairs): void {
    if (sources.length === 0 || sources.length !== targets.length)
      throw new LabError(
        `There are ${sources.length} sources and ${targets.length} targets; give at least one pair, and as many of both.`,
      );
    const { vocabularySize } = this.model.config;
    for (const [side, rows] of Object.entries({ source: sources, target: targets }))
      rows.forEach((row, pair) => {
        const wrong = row.find((id) => !(id >= 0 && id < vocabularySize));
        if (wrong !== undefined)
          throw new LabError(
            `The ${side} of pair ${pair} has the token ${wrong}, and the model has ${vocabularySize} (0 to ${vocabularySize - 1}): encode both by one tokenizer.`,
          );
      });
  }
}
