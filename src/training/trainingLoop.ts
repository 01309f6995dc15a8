import * as fs from 'node:fs';
import { tf } from '../engine/native';
import { compile, type Engine, type Precision, type State } from '../engine/program';
import { type Randomness, randomness } from '../engine/randomness';
import { LabError } from '../errors';
import { countParameters, type Parameters } from '../models/parameters';
import { startProgress } from '../progress';
import { breathe } from '../stop';
import { adamW } from './adamW';
import { hostTensors, loadTensors, restore, saveTensors } from './checkpoint';
import { warmupCosine } from './schedule';

/** One point of a training curve. */
export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

/** Settings that pretraining has whatever is pretrained on. */
export interface TrainingOptions {
  readonly steps: number;
  /** Peak learning rate of the warm-up and cosine schedule. Default 1e-3. */
  readonly learningRate?: number;
  /** Default 5 % of the steps. */
  readonly warmupSteps?: number;
  /** Default 0.01. */
  readonly weightDecay?: number;
  /** Seeds batch order and all random numbers of the steps. */
  readonly seed: number;
  readonly engine?: Engine;
  readonly precision?: Precision;
  readonly xla?: boolean;
  /** Where to keep the training state, so that a stopped run goes on exactly; removed when the run ends. */
  readonly checkpoint?: { readonly file: string; readonly everySteps: number };
  /** Called after each step. */
  readonly onStep?: (step: number, loss: number) => void;
}

/** What is trained, on what. */
export interface TrainingTask<Batch, Inputs extends Readonly<Record<string, tf.Tensor>>> {
  /** As the progress bar says it: 'Masked language model'. */
  readonly label: string;
  readonly parameters: Parameters;
  /** The next batch; called once a step in order, also for the steps that a resumed run has behind it. */
  nextBatch(): Batch;
  /** Tensors of a batch; the loop disposes them. */
  inputs(batch: Batch, step: number): Inputs;
  /** Scalar loss of one step. */
  loss(inputs: Inputs, randomness: Randomness): tf.Tensor;
  /** Learning rate of a parameter, where it is not the schedule's `rate` itself. */
  rateOf?(name: string, rate: tf.Tensor): tf.Tensor;
  /** Examples of a batch, in the unit that the caller counts (tokens, images), and its floating-point operations. */
  counts(batch: Batch, inputs: Inputs): { readonly seen: number; readonly flops: number };
}

/** What a finished loop tells. */
export interface TrainingRecord {
  /** Mean training loss over each stretch of 25 steps. */
  readonly losses: readonly CurvePoint[];
  readonly seconds: number;
  readonly seen: number;
  readonly trainingFlops: number;
  readonly trainableParameters: number;
  readonly steps: number;
}

/** Stretch over which the recorded loss is averaged. */
const lossEvery = 25;

/** What a checkpoint keeps beside the tensors. */
interface LoopProgress {
  step: number;
  losses: CurvePoint[];
  /** Sum of the losses of the stretch that is not full yet. */
  sum: number;
  seen: number;
  seconds: number;
  flops: number;
}

/**
 * The loop that every pretraining shares: one compiled step with AdamW, warm-up and cosine, checkpoints, progress. The
 * parameters are changed in place.
 * @throws LabError if the loss stops being a number, naming the step; StoppedError on request, with the state kept
 */
export async function trainingLoop<Batch, Inputs extends Readonly<Record<string, tf.Tensor>>>(
  task: TrainingTask<Batch, Inputs>,
  options: TrainingOptions,
): Promise<TrainingRecord> {
  const { parameters, label } = task;
  const { steps, learningRate = 1e-3, seed, checkpoint } = options;
  const optimizer = adamW(parameters, { weightDecay: options.weightDecay });
  const random = randomness(seed);
  const state: State = { ...parameters, ...optimizer.state, ...random.state };
  const program = compile({
    state,
    engine: options.engine,
    precision: options.precision,
    xla: options.xla,
    functions: {
      train: ({ rate, ...inputs }: { readonly [name: string]: tf.Tensor }) => {
        const { loss } = optimizer.step(
          () => task.loss(inputs as unknown as Inputs, random),
          (name) => task.rateOf?.(name, rate) ?? rate,
        );
        random.advance();
        return { loss };
      },
    },
  });
  const progress: LoopProgress = { step: 0, losses: [], sum: 0, seen: 0, seconds: 0, flops: 0 };
  const release = () => {
    program.program.dispose();
    tf.dispose([Object.values(optimizer.state), Object.values(random.state)]);
  };
  if (checkpoint && fs.existsSync(checkpoint.file)) {
    try {
      const saved = loadTensors(checkpoint.file);
      restore(state, saved.tensors, checkpoint.file);
      Object.assign(progress, readProgress(saved.metadata.progress, checkpoint.file));
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
  const kept = () =>
    checkpoint && fs.existsSync(checkpoint.file)
      ? ` The state before it, as last saved, is kept in ${checkpoint.file}.`
      : '';
  const schedule = { peak: learningRate, warmupSteps: options.warmupSteps ?? Math.ceil(steps * 0.05), steps };
  const bar = startProgress({ label, total: steps, unit: 'steps' });
  const firstStep = progress.step;
  const secondsBefore = progress.seconds;
  const started = performance.now();
  try {
    for (let step = 0; step < steps; step++) {
      const batch = task.nextBatch();
      if (step < firstStep) continue;
      const inputs = task.inputs(batch, step);
      const { loss } = program.train({ ...inputs, rate: warmupCosine(step, schedule) });
      const value = loss.dataSync()[0];
      const { seen, flops } = task.counts(batch, inputs);
      tf.dispose([Object.values(inputs), loss]);
      if (!Number.isFinite(value))
        throw new LabError(
          `The loss became ${value} at step ${step + 1} of ${steps}; lower the learning rate (${learningRate}) or check the data.${kept()}`,
        );
      record(progress, step, value);
      progress.seen += seen;
      progress.flops += flops;
      progress.seconds = secondsBefore + (performance.now() - started) / 1000;
      options.onStep?.(step, value);
      bar.update(step + 1, `loss ${value.toFixed(3)}`);
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
    losses: progress.losses,
    seconds: progress.seconds,
    seen: progress.seen,
    trainingFlops: progress.flops,
    trainableParameters: countParameters(parameters),
    steps,
  };
}

/** @throws LabError if the file is no checkpoint of this loop */
function readProgress(text: string | undefined, file: string): LoopProgress {
  try {
    const { step, losses, sum, seen, seconds, flops } = JSON.parse(text ?? '') as LoopProgress;
    if (Number.isInteger(step) && Array.isArray(losses) && [sum, seen, seconds, flops].every(Number.isFinite))
      return { step, losses, sum, seen, seconds, flops };
  } catch {
    // Said below.
  }
  throw new LabError(`${file} does not say how far training had come: delete it to start again.`);
}

function record(progress: LoopProgress, step: number, loss: number): void {
  progress.step = step + 1;
  progress.sum += loss;
  if ((step + 1) % lossEvery === 0) {
    progress.losses.push({ step: step + 1, value: progress.sum / lossEvery });
    progress.sum = 0;
  }
}
