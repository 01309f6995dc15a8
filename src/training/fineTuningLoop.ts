import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { Parameters } from '../models/parameters';
import { startProgress } from '../progress';
import { breathe } from '../stop';
import { warmupCosine } from './schedule';
import type { CurvePoint } from './trainingLoop';

/** What one fine-tuning does, whatever it is fed. */
export interface FineTuningTask {
  /** As the progress bar says it. */
  readonly label: string;
  /** How many labelled examples there are. */
  readonly examples: number;
  /** Examples of a batch; a smaller set is repeated within it. */
  readonly batchSize: number;
  readonly steps: number;
  /** Default 10 % of the steps. */
  readonly warmupSteps?: number;
  /** Seeds the order of the examples. */
  readonly seed: number;
  /** Size of an example where batches should hold examples of like size (lengths of texts), so that little is padded. */
  readonly sizeOf?: (example: number) => number;
  /** The weights to put back where `keepBest` is set; `synchronize` brings them up to date, `reload` is called after. */
  readonly parameters: Parameters;
  synchronize(): void;
  reload(): void;
  /**
   * One step on the chosen examples.
   * @param share of the peak learning rates, in (0, 1]
   * @returns the loss
   */
  train(chosen: readonly number[], share: number): number;
  /** Loss on a validation set, measured before the first step and then every so many. */
  readonly validation?: { readonly everySteps: number; loss(): number };
  /** End with the weights of the lowest validation loss instead of the last ones. Default false. */
  readonly keepBest?: boolean;
  /** Called after each step with its training loss. */
  readonly onStep?: (step: number, loss: number) => void;
}

/**
 * The loop that every fine-tuning shares: order of examples, schedule, validation, best weights, progress.
 * @returns the validation losses, from step 0 (before training) on
 * @throws LabError if the loss stops being a number; StoppedError on request
 */
export async function fineTuningLoop(task: FineTuningTask): Promise<CurvePoint[]> {
  const { steps, seed, validation } = task;
  const validationLoss: CurvePoint[] = [];
  const best = new BestWeights(task.parameters);
  const measure = (step: number) => {
    if (!validation) return;
    const value = validation.loss();
    validationLoss.push({ step, value });
    if (task.keepBest) best.offer(value, () => task.synchronize());
  };
  measure(0);
  const bar = startProgress({ label: task.label, total: steps, unit: 'steps' });
  const schedule = { peak: 1, warmupSteps: task.warmupSteps ?? Math.ceil(steps * 0.1), steps };
  const next = exampleStream(task.examples, task.batchSize, seed, task.sizeOf);
  try {
    for (let step = 0; step < steps; step++) {
      const value = task.train(next(), warmupCosine(step, schedule));
      if (!Number.isFinite(value)) {
        throw new LabError(
          `The loss became ${value} at step ${step + 1} of ${steps} of fine-tuning; lower the learning rates.`,
        );
      }
      task.onStep?.(step, value);
      bar.update(step + 1, `loss ${value.toFixed(3)}`);
      if (validation && (step + 1) % validation.everySteps === 0) measure(step + 1);
      if (step % 8 === 0) await breathe();
    }
  } finally {
    bar.finish();
  }
  task.synchronize();
  if (best.restore()) task.reload();
  return validationLoss;
}

/** The weights at the lowest loss seen. */
class BestWeights {
  private lowest = Number.POSITIVE_INFINITY;
  private copies: tf.Tensor[] = [];

  constructor(private readonly parameters: Parameters) {}

  /** Copies the weights if `loss` is the lowest so far; `synchronize` brings them up to date first. */
  offer(loss: number, synchronize: () => void): void {
    if (!(loss < this.lowest)) return;
    this.lowest = loss;
    synchronize();
    tf.dispose(this.copies);
    this.copies = Object.values(this.parameters).map((variable) => variable.clone());
  }

  /** Puts the copied weights back; false if there are none. */
  restore(): boolean {
    if (this.copies.length === 0) return false;
    Object.values(this.parameters).forEach((variable, index) => {
      variable.assign(this.copies[index]);
    });
    tf.dispose(this.copies);
    this.copies = [];
    return true;
  }
}

/** How many batches are drawn at once to be sorted by size. */
const sortedTogether = 4;

/**
 * Draws batches of indices for ever, every example once before any a second time. Given sizes, the examples of four batches (fewer
 * where there are not so many examples) are sorted by size and cut into batches, which come in random order.
 */
export function exampleStream(
  examples: number,
  batchSize: number,
  seed: number,
  sizeOf?: (example: number) => number,
): () => number[] {
  const random = seededRandom(`examples/${seed}`);
  const together = sizeOf ? Math.max(1, Math.min(sortedTogether, Math.floor(examples / batchSize))) : 1;
  let queue: number[] = [];
  let batches: number[][] = [];
  return () => {
    if (batches.length === 0) {
      const drawn: number[] = [];
      while (drawn.length < together * batchSize) {
        if (queue.length === 0) queue = random.shuffle(Array.from({ length: examples }, (_, index) => index));
        drawn.push(queue.pop() as number);
      }
      if (sizeOf && together > 1) drawn.sort((a, b) => sizeOf(a) - sizeOf(b) || a - b);
      for (let start = 0; start < drawn.length; start += batchSize)
        batches.push(drawn.slice(start, start + batchSize));
      if (together > 1) batches = random.shuffle(batches);
    }
    return batches.shift() as number[];
  };
}
