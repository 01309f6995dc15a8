/** Runs the variants of a case in processes of their own, one round of steps at a time, in turn. */
import * as path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '../paths';
import { BenchmarkProcess, ProcessFailure } from './benchmarkProcess';
import type {
  PeakAnswer,
  PeakReady,
  PeakTask,
  StepAnswer,
  StepReady,
  StepSizes,
  StepTask,
  Variant,
} from './protocol';
import { ofPublished } from './protocol';
import { type Measured, type Missing, median } from './summary';

export interface MeasureOptions {
  readonly rounds: number;
  /** Steps in a round. */
  readonly steps: number;
  /** Steps of each process before the rounds; at least 2. */
  readonly warmUp: number;
  /** A Python with torch, for the variants of PyTorch. */
  readonly python?: string;
  /** Variables of the environment that the processes get beside this process's own. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Called after each start and each variant's round. */
  readonly onProgress?: (note: string) => void;
}

/** Milliseconds for another process's threads to stop spinning before the next is timed. */
const settling = 300;

const workerFile = path.join(__dirname, 'worker.js');
const pytorchFile = (sizes: StepSizes) =>
  path.join(
    ...[projectRoot, 'src', 'bench'],
    ofPublished(sizes)
      ? 'pytorch_published.py'
      : sizes.objective === 'maskedLanguageModel'
        ? 'pytorch_masked_language_model.py'
        : 'pytorch_images.py',
  );

/** Name of a variant for people and notes. */
export const variantName = ({ engine, precision }: Variant) => `${engine} ${precision}`;

function start(task: StepTask | PeakTask, { python, environment }: MeasureOptions): BenchmarkProcess {
  const variables = { ...process.env, ...environment };
  if (task.task === 'trainingStep' && task.engine.startsWith('pytorch')) {
    return BenchmarkProcess.start(python!, [pytorchFile(task.sizes), JSON.stringify(task)], variables);
  }
  const compiled = task.task !== 'trainingStep' || task.engine === 'compiled';
  const plain = task.task === 'trainingStep' && task.engine === 'tensorflowjs-eager';
  return BenchmarkProcess.start(process.execPath, [workerFile, JSON.stringify(task)], {
    ...variables,
    LAB_ENGINE: compiled ? 'compiled' : 'eager',
    ...(plain ? { LAB_NATIVE_KERNELS: 'off' } : {}),
  });
}

interface Running {
  readonly variant: Variant;
  readonly process: BenchmarkProcess;
  readonly ready: StepReady;
  readonly rounds: number[];
  peakMemoryBytes: number;
}

/**
 * Measures one case. All its processes are alive at once and only one of them works; the order turns every round.
 * A variant that fails is missing, with the reason, and the others go on.
 * @throws StoppedError on request; the processes are ended then
 */
export async function measureCase(
  sizes: StepSizes,
  variants: readonly Variant[],
  options: MeasureOptions,
): Promise<{ measured: Measured[]; missing: Missing[] }> {
  const { rounds, steps, warmUp, onProgress = () => {} } = options;
  const running: Running[] = [];
  const missing: Missing[] = [];
  const started: BenchmarkProcess[] = [];
  const lose = (variant: Variant, error: unknown) => {
    if (!(error instanceof ProcessFailure)) throw error;
    missing.push({ ...variant, reason: error.message });
  };
  try {
    for (const variant of variants) {
      const process = start({ task: 'trainingStep', sizes, warmUp, ...variant }, options);
      started.push(process);
      try {
        const ready = await process.receive<StepReady>();
        running.push({ variant, process, ready, rounds: [], peakMemoryBytes: 0 });
      } catch (error) {
        lose(variant, error);
      }
      onProgress(variantName(variant));
    }
    for (let round = 0; round < rounds; round++) {
      const turn = round % Math.max(1, running.length);
      for (const one of [...running.slice(turn), ...running.slice(0, turn)]) {
        await pause(settling);
        try {
          const answer = await one.process.ask<StepAnswer>({ run: steps });
          one.rounds.push(median(answer.milliseconds));
          one.peakMemoryBytes = answer.peakMemoryBytes;
        } catch (error) {
          lose(one.variant, error);
          running.splice(running.indexOf(one), 1);
        }
        onProgress(variantName(one.variant));
      }
    }
  } finally {
    for (const process of started) process.end();
  }
  const stepFlops = running.find(({ ready }) => ready.stepFlops !== undefined)?.ready.stepFlops;
  const measured = running.map(({ variant, ready, rounds: milliseconds, peakMemoryBytes }) => ({
    ...variant,
    sizes,
    version: ready.version,
    compileSeconds: ready.compileSeconds,
    engineMemoryBytes: ready.engineMemoryBytes,
    milliseconds,
    peakMemoryBytes,
    ...(stepFlops === undefined ? {} : { stepFlops }),
  }));
  return { measured, missing };
}

/**
 * Measures the matrix-product peak, and tells what machine it is.
 * @throws ProcessFailure if the process fails: then nothing else can run either
 */
export async function measurePeak(
  size: number,
  options: MeasureOptions,
): Promise<{ machine: PeakReady; peak: PeakAnswer }> {
  const process = start({ task: 'matrixProductPeak', size }, options);
  try {
    const machine = await process.receive<PeakReady>();
    const peak = await process.ask<PeakAnswer>({ run: 1 });
    return { machine, peak };
  } finally {
    process.end();
  }
}
