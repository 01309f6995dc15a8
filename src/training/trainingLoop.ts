import * as fs from 'node:fs';
import { tf } from '../engine/native';
import type { State } from '../engine/program';
import { LabError } from '../errors';
import type { Parameters } from '../models/parameters';
import { startProgress } from '../progress';
import { breathe } from '../stop';
import { BestWeights } from './bestWeights';
import { hostTensors, loadTensors, restore, saveTensors } from './checkpoint';
import { type LoopProgress, readProgress, refuseOtherTraining } from './loopProgress';
import { warmupCosine } from './schedule';

/** One point of a training curve. */
export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

/** What one step gave and cost. */
export interface StepOutcome {
  readonly loss: number;
  /** Examples, in the unit that the caller counts (tokens, images). */
  readonly seen: number;
  /** Floating-point operations. */
  readonly flops: number;
}

/** What is trained, on what. The compiled program belongs to the caller, who may train with it again. */
export interface TrainingTask<Batch> {
  /** As the progress bar says it: 'Masked language model'. */
  readonly label: string;
  readonly steps: number;
  /** Of the learning rate; a peak of 1 gives `step` a share of rates of its own. */
  readonly schedule: { readonly peak: number; readonly warmupSteps: number };
  /** The next batch; called once a step in order, also for the steps that a resumed run has behind it. */
  nextBatch(): Batch;
  step(batch: Batch, rate: number, step: number): StepOutcome;
  /** Weights that are trained. */
  readonly parameters: Parameters;
  /** Brings the tensors up to date with the program; call `reload` after changing them. */
  synchronize(): void;
  reload(): void;
  /** Where to keep the state, so that a stopped run goes on exactly; removed when the run ends. */
  readonly checkpoint?: Checkpoint & {
    /** All that a checkpoint must hold: parameters, optimiser, random numbers. */
    readonly state: State;
    /** What the training is (seed, data, settings): one that differs is not resumed. */
    readonly identity: Readonly<Record<string, string | number>>;
  };
  /** Loss on a validation set, measured before the first step and then every so many. */
  readonly validation?: { readonly everySteps: number; loss(): number };
  /** End with the weights of the lowest validation loss instead of the last ones. Default false. */
  readonly keepBest?: boolean;
  /** Stop once so many measurements of the validation loss in a row were no better than the best. Default: never. */
  readonly patience?: number;
  /** Called after each step with its training loss. */
  readonly onStep?: (step: number, loss: number) => void;
  /** What to lower when the loss stops being a number: 'the learning rate (0.001)'. */
  readonly remedy: string;
}

export interface Checkpoint {
  readonly file: string;
  readonly everySteps: number;
}

/** What a finished loop tells. */
export interface TrainingRecord {
  /** Mean training loss over each stretch of 25 steps. */
  readonly losses: readonly CurvePoint[];
  /** From step 0 (before training) on; empty without a validation set. */
  readonly validationLoss: readonly CurvePoint[];
  readonly seconds: number;
  readonly seen: number;
  readonly trainingFlops: number;
  /** Fewer than asked for where patience ended it. */
  readonly steps: number;
}

/** Stretch over which the recorded loss is averaged. */
const lossEvery = 25;

/**
 * The loop that all training shares, pretraining and fine-tuning: warm-up and cosine, validation, best weights,
 * checkpoints, progress, and a safe point to stop at after every step.
 * @throws LabError if the loss stops being a number, naming the step, or a checkpoint belongs to another training;
 *   StoppedError on request, with the state kept where there is a checkpoint
 */
export async function trainingLoop<Batch>(task: TrainingTask<Batch>): Promise<TrainingRecord> {
  const { steps, label, checkpoint, validation } = task;
  const progress: LoopProgress = resumed(task);
  const best = new BestWeights(task.parameters);
  const measure = (step: number): void => {
    if (!validation) return;
    const value = validation.loss();
    progress.validationLoss.push({ step, value });
    if (task.keepBest) best.offer(value, () => task.synchronize());
  };
  const save = () => {
    if (!checkpoint) return;
    task.synchronize();
    saveTensors(checkpoint.file, {
      tensors: hostTensors(checkpoint.state),
      metadata: { progress: JSON.stringify(progress), identity: JSON.stringify(checkpoint.identity) },
    });
  };
  const bar = startProgress({ label, total: steps, unit: 'steps' });
  const firstStep = progress.step;
  const secondsBefore = progress.seconds;
  const started = performance.now();
  try {
    if (firstStep === 0) measure(0);
    for (let step = 0; step < steps; step++) {
      const batch = task.nextBatch();
      if (step < firstStep) continue;
      const { loss, seen, flops } = task.step(batch, warmupCosine(step, { ...task.schedule, steps }), step);
      if (!Number.isFinite(loss)) {
        throw new LabError(
          `The loss became ${loss} at step ${step + 1} of ${steps}; lower ${task.remedy} or check the data.${kept(checkpoint)}`,
        );
      }
      record(progress, step, loss);
      progress.seen += seen;
      progress.flops += flops;
      progress.seconds = secondsBefore + (performance.now() - started) / 1000;
      task.onStep?.(step, loss);
      bar.update(step + 1, `loss ${loss.toFixed(3)}`);
      if (validation && (step + 1) % validation.everySteps === 0) measure(step + 1);
      if (isOver(progress.validationLoss, task.patience)) break;
      if (checkpoint && (step + 1) % checkpoint.everySteps === 0 && step + 1 < steps) save();
      await breathe();
    }
    task.synchronize();
    if (best.restore()) task.reload();
    if (checkpoint) fs.rmSync(checkpoint.file, { force: true });
  } catch (error) {
    if ((error as Error).name === 'StoppedError') save();
    throw error;
  } finally {
    best.dispose();
    bar.finish();
  }
  const { losses, validationLoss, seconds, seen, flops, step } = progress;
  return { losses, validationLoss, seconds, seen, trainingFlops: flops, steps: step };
}

/** Where training stands: at the start, or where its checkpoint says. */
function resumed<Batch>({ checkpoint, reload }: TrainingTask<Batch>): LoopProgress {
  const start = { step: 0, losses: [], validationLoss: [], sum: 0, seen: 0, seconds: 0, flops: 0 };
  if (!checkpoint || !fs.existsSync(checkpoint.file)) return start;
  const { tensors, metadata } = loadTensors(checkpoint.file);
  refuseOtherTraining(metadata.identity, checkpoint);
  restore(checkpoint.state, tensors, checkpoint.file);
  const progress = readProgress(metadata.progress, checkpoint.file);
  reload();
  return progress;
}

function record(progress: LoopProgress, step: number, loss: number): void {
  progress.step = step + 1;
  progress.sum += loss;
  if ((step + 1) % lossEvery === 0) {
    progress.losses.push({ step: step + 1, value: progress.sum / lossEvery });
    progress.sum = 0;
  }
}

function isOver(validationLoss: readonly CurvePoint[], patience: number | undefined): boolean {
  if (patience === undefined || validationLoss.length === 0) return false;
  const values = validationLoss.map(({ value }) => value);
  return values.length - 1 - values.indexOf(Math.min(...values)) >= patience;
}

function kept(checkpoint: Checkpoint | undefined): string {
  return checkpoint && fs.existsSync(checkpoint.file)
    ? ` The state before it, as last saved, is kept in ${checkpoint.file}.`
    : '';
}

/** Frees tensors that a training made for itself. */
export function releaseState(...states: readonly State[]): void {
  tf.dispose(states.flatMap((state) => Object.values(state)));
}
