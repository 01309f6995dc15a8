import * as fs from 'node:fs';
import { lengthBucketedBatches } from '../data/batches';
import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import { compile, type Engine, type Precision, type State } from '../engine/program';
import { randomness } from '../engine/randomness';
import { LabError } from '../errors';
import { countParameters } from '../models/parameters';
import type { TransformerEncoder } from '../models/transformerEncoder';
import type { MaskedLanguageModel } from '../objectives/maskedLanguageModel';
import { startProgress } from '../progress';
import { breathe } from '../stop';
import { adamW } from './adamW';
import { assignValues, hostTensors, loadTensors, restore, saveTensors } from './checkpoint';
import { warmupCosine } from './schedule';

/** One point of a training curve. */
export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

/** Settings of {@link pretrain}. */
export interface PretrainOptions {
  readonly objective: MaskedLanguageModel;
  /** Token ids of each text, without special tokens. */
  readonly sequences: readonly Int32Array[];
  readonly steps: number;
  /** Sequences in a batch. Default 128. */
  readonly batchSize?: number;
  /** Lengths that batches are padded to; longer texts are cut at the largest. Default [maxLength]. */
  readonly lengths?: readonly number[];
  /** Peak learning rate of the warm-up and cosine schedule. Default 1e-3. */
  readonly learningRate?: number;
  /** Factor on the token table's learning rate: below 1 it keeps closer to the vectors it started from. Default 1. */
  readonly embeddingRateFactor?: number;
  /** Default 5 % of the steps. */
  readonly warmupSteps?: number;
  /** Default 0.01. */
  readonly weightDecay?: number;
  /** Seeds masking, batch order and dropout. */
  readonly seed: number;
  readonly engine?: Engine;
  readonly precision?: Precision;
  readonly xla?: boolean;
  /** Where to keep the training state, so that a stopped run goes on exactly; removed when the run ends. */
  readonly checkpoint?: { readonly file: string; readonly everySteps: number };
  /** Called after each step. */
  readonly onStep?: (step: number, loss: number) => void;
}

export interface PretrainResult {
  readonly encoder: TransformerEncoder;
  /** Mean training loss in nats a prediction, over each stretch of `lossEvery` steps. */
  readonly losses: readonly CurvePoint[];
  readonly seconds: number;
  /** Tokens of text seen, padding left out. */
  readonly tokens: number;
  /** Floating-point operations of all steps: three times the forward pass's matrix products. */
  readonly trainingFlops: number;
  /** With the output layer. */
  readonly trainableParameters: number;
  readonly steps: number;
}

/** Stretch over which the recorded loss is averaged. */
const lossEvery = 25;

/** Draws batches for ever: every epoch in its own order, incomplete batches left out. */
function batchStream(
  sequences: readonly Int32Array[],
  batchSize: number,
  lengths: readonly number[],
  seed: number,
) {
  let epoch = 0;
  let queue: { indices: number[]; length: number }[] = [];
  return () => {
    for (let attempts = 0; queue.length === 0; attempts++) {
      if (attempts > 1)
        throw new LabError(
          `No length bucket holds a full batch of ${batchSize} texts; lower batchSize, or give fewer lengths.`,
        );
      queue = [...lengthBucketedBatches(sequences, { batchSize, lengths, seed, epoch: epoch++ })].filter(
        (batch) => batch.indices.length === batchSize,
      );
    }
    return queue.shift()!;
  };
}

/**
 * Pretrains an encoder on texts without labels. The encoder's parameters are changed in place.
 * @throws LabError if the loss stops being a number, naming the step; StoppedError on request, with the state kept
 */
export async function pretrain(
  encoder: TransformerEncoder,
  options: PretrainOptions,
): Promise<PretrainResult> {
  const {
    objective,
    steps,
    batchSize = 128,
    lengths = [encoder.config.maxLength],
    learningRate = 1e-3,
    seed,
    checkpoint,
  } = options;
  const { embeddingRateFactor = 1 } = options;
  const longest = Math.max(...lengths);
  const sequences = options.sequences.map((ids) => (ids.length > longest ? ids.subarray(0, longest) : ids));
  const parameters = { ...encoder.parameters, ...objective.parameters() };
  const optimizer = adamW(parameters, { weightDecay: options.weightDecay });
  const random = randomness(seed);
  const state: State = { ...parameters, ...optimizer.state, ...random.state };
  const program = compile({
    state,
    engine: options.engine,
    precision: options.precision,
    xla: options.xla,
    functions: {
      train: (batch: {
        tokens: tf.Tensor;
        positions: tf.Tensor;
        targets: tf.Tensor;
        weights: tf.Tensor;
        rate: tf.Tensor;
      }) => {
        const { loss } = optimizer.step(
          () => objective.loss(encoder, batch, random),
          (name) => (name === 'encoder.tokenEmbedding' ? batch.rate.mul(embeddingRateFactor) : batch.rate),
        );
        random.advance();
        return { loss };
      },
    },
  });
  const progress: TrainingProgress = { step: 0, losses: [], sum: 0, tokens: 0, seconds: 0, flops: 0 };
  const release = () => {
    program.program.dispose();
    tf.dispose([Object.values(optimizer.state), Object.values(random.state)]);
  };
  if (checkpoint && fs.existsSync(checkpoint.file)) {
    try {
      const saved = loadTensors(checkpoint.file);
      restore(state, saved.tensors, checkpoint.file);
      Object.assign(progress, JSON.parse(saved.metadata.progress ?? '{}'));
    } catch (error) {
      release();
      throw error;
    }
  }
  const save = () => {
    if (!checkpoint) return;
    program.program.synchronize();
    saveTensors(checkpoint.file, {
      tensors: hostTensors(state),
      metadata: { progress: JSON.stringify(progress) },
    });
  };
  const nextBatch = batchStream(sequences, batchSize, lengths, seed);
  const schedule = { peak: learningRate, warmupSteps: options.warmupSteps ?? Math.ceil(steps * 0.05), steps };
  const bar = startProgress({ label: 'Masked language model', total: steps, unit: 'steps' });
  const firstStep = progress.step;
  const secondsBefore = progress.seconds;
  const started = performance.now();
  try {
    for (let step = 0; step < steps; step++) {
      const batch = nextBatch();
      if (step < firstStep) continue;
      const rows = batch.indices.map((index) => sequences[index]);
      const corrupted = objective.corrupt(rows, batch.length, seededRandom(`masking/${seed}/${step}`));
      const loss = runStep(program, corrupted, [batchSize, batch.length], warmupCosine(step, schedule));
      if (!Number.isFinite(loss))
        throw new LabError(
          `The loss became ${loss} at step ${step + 1} of ${steps}; lower the learning rate (${learningRate}) or check the data.`,
        );
      record(progress, step, loss);
      progress.tokens += rows.reduce((sum, row) => sum + row.length, 0);
      progress.flops +=
        3 *
        (encoder.forwardFlops(batchSize, batch.length) +
          2 * corrupted.positions.length * encoder.config.vocabularySize * encoder.config.width);
      progress.seconds = secondsBefore + (performance.now() - started) / 1000;
      options.onStep?.(step, loss);
      bar.update(step + 1, `loss ${loss.toFixed(3)}`);
      if (checkpoint && (step + 1) % checkpoint.everySteps === 0 && step + 1 < steps) save();
      await breathe();
    }
    program.program.synchronize();
    if (checkpoint) fs.rmSync(checkpoint.file, { force: true });
  } catch (error) {
    if ((error as Error).name === 'StoppedError') save();
    throw error;
  } finally {
    bar.finish();
    release();
  }
  return {
    encoder,
    losses: progress.losses,
    seconds: progress.seconds,
    tokens: progress.tokens,
    trainingFlops: progress.flops,
    trainableParameters: countParameters(parameters),
    steps,
  };
}

interface TrainingProgress {
  step: number;
  losses: CurvePoint[];
  /** Sum of the losses of the stretch that is not full yet. */
  sum: number;
  tokens: number;
  seconds: number;
  flops: number;
}

function record(progress: TrainingProgress, step: number, loss: number): void {
  progress.step = step + 1;
  progress.sum += loss;
  if ((step + 1) % lossEvery === 0) {
    progress.losses.push({ step: step + 1, value: progress.sum / lossEvery });
    progress.sum = 0;
  }
}

type TrainCall = (args: {
  tokens: tf.Tensor;
  positions: tf.Tensor;
  targets: tf.Tensor;
  weights: tf.Tensor;
  rate: number;
}) => { loss: tf.Tensor };

function runStep(
  program: { readonly train: TrainCall },
  batch: ReturnType<MaskedLanguageModel['corrupt']>,
  shape: [number, number],
  rate: number,
): number {
  const args = {
    tokens: tf.tensor2d(batch.tokens, shape, 'int32'),
    positions: tf.tensor1d(batch.positions, 'int32'),
    targets: tf.tensor1d(batch.targets, 'int32'),
    weights: tf.tensor1d(batch.weights),
  };
  const { loss } = program.train({ ...args, rate });
  const value = loss.dataSync()[0];
  tf.dispose([args, loss]);
  return value;
}

/** Starts the token table from given vectors, scaled so that their mean length is what a fresh table's would be. */
export function startFromVectors(
  encoder: TransformerEncoder,
  vectors: Float32Array,
  meanNorm = 0.02 * Math.sqrt(encoder.config.width),
): void {
  const { vocabularySize, width } = encoder.config;
  if (vectors.length !== vocabularySize * width) {
    throw new LabError(
      `The vectors hold ${vectors.length} numbers, but the token table is [${vocabularySize}, ${width}]; make them with this vocabulary and width.`,
    );
  }
  let total = 0;
  let rows = 0;
  for (let row = 0; row < vocabularySize; row++) {
    let square = 0;
    for (let k = 0; k < width; k++) square += vectors[row * width + k] ** 2;
    if (square > 0) {
      total += Math.sqrt(square);
      rows++;
    }
  }
  if (!(total > 0 && Number.isFinite(total)))
    throw new LabError('The vectors are all zero, or not all numbers; train them on more text.');
  const scale = meanNorm / (total / rows);
  assignValues(
    encoder.tokenEmbedding,
    vectors.map((value) => value * scale),
  );
}
