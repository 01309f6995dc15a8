import { createHash } from 'node:crypto';
import { tf } from '../engine/native';
import { compile, type Engine, type Precision, type State } from '../engine/program';
import { type Randomness, randomness } from '../engine/randomness';
import { countParameters, type Parameters } from '../models/parameters';
import { adamW } from './adamW';
import { type Checkpoint, releaseState, type TrainingRecord, trainingLoop } from './trainingLoop';

/** Settings that pretraining has whatever is pretrained on. */
export interface PretrainingOptions {
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
  readonly checkpoint?: Checkpoint;
  /** Called after each step. */
  readonly onStep?: (step: number, loss: number) => void;
}

/** What is pretrained, on what. */
export interface PretrainingTask<Batch, Inputs extends Readonly<Record<string, tf.Tensor>>> {
  /** As the progress bar says it: 'Masked language model'. */
  readonly label: string;
  readonly parameters: Parameters;
  nextBatch(): Batch;
  /** Tensors of a batch; the loop disposes them. */
  inputs(batch: Batch, step: number): Inputs;
  /** Scalar loss of one step. */
  loss(inputs: Inputs, randomness: Randomness): tf.Tensor;
  /** Learning rate of a parameter, where it is not the schedule's `rate` itself. */
  rateOf?(name: string, rate: tf.Tensor): tf.Tensor;
  /** Examples of a batch, in the unit that the caller counts (tokens, images), and its floating-point operations. */
  counts(batch: Batch, inputs: Inputs): { readonly seen: number; readonly flops: number };
  /** What the batches are made of, for a checkpoint to know its own data again. */
  readonly data: { readonly batchSize: number; hash(): string };
}

/** What a finished pretraining tells. */
export interface PretrainingRecord extends Omit<TrainingRecord, 'validationLoss'> {
  readonly trainableParameters: number;
}

/**
 * What every pretraining shares: one compiled step with AdamW, in the loop of all training. The parameters are changed in
 * place.
 * @throws LabError if the loss stops being a number, naming the step, or a checkpoint belongs to another training;
 *   StoppedError on request, with the state kept
 */
export async function pretrainingLoop<Batch, Inputs extends Readonly<Record<string, tf.Tensor>>>(
  task: PretrainingTask<Batch, Inputs>,
  options: PretrainingOptions,
): Promise<PretrainingRecord> {
  const { parameters, label, data } = task;
  const { steps, learningRate = 1e-3, weightDecay, seed, checkpoint } = options;
  const { warmupSteps = Math.ceil(steps * 0.05) } = options;
  const optimizer = adamW(parameters, { weightDecay });
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
  try {
    const { validationLoss: _none, ...record } = await trainingLoop<Batch>({
      label,
      steps,
      schedule: { peak: learningRate, warmupSteps },
      nextBatch: task.nextBatch,
      step(batch, rate, step) {
        const inputs = task.inputs(batch, step);
        const { loss } = program.train({ ...inputs, rate });
        const value = loss.dataSync()[0]!;
        const { seen, flops } = task.counts(batch, inputs);
        tf.dispose([Object.values(inputs), loss]);
        return { loss: value, seen, flops };
      },
      parameters,
      synchronize: () => program.program.synchronize(),
      reload: () => program.program.reload(),
      ...(checkpoint && {
        checkpoint: {
          ...checkpoint,
          state,
          identity: {
            training: label,
            ...{ seed, steps, batchSize: data.batchSize, learningRate, warmupSteps },
            weightDecay: weightDecay ?? 'default',
            data: data.hash(),
          },
        },
      }),
      onStep: options.onStep,
      remedy: `the learning rate (${learningRate})`,
    });
    return { ...record, trainableParameters: countParameters(parameters) };
  } finally {
    program.program.dispose();
    releaseState(optimizer.state, random.state);
  }
}

/** SHA-256 over the bytes of arrays, each with its length. */
export function arraysHash(arrays: Iterable<Int32Array | Uint8Array>): string {
  const hash = createHash('sha256');
  for (const array of arrays) {
    hash.update(`${array.length} `);
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }
  return hash.digest('hex');
}
