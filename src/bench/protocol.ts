/**
 * What the benchmark and its processes say to each other: one JSON object a line. A process is given its task as its
 * only argument, warms up, writes a {@link Ready}, and answers each {@link RunRequest} until its stdin ends.
 */
import type { Precision } from '../engine/program';

/** Share of the tokens to predict (Devlin et al. 2019, section 3.1). */
export const maskProbability = 0.15;

/** Sizes of the masked-language-model step. */
export interface TextStepSizes {
  readonly objective: 'maskedLanguageModel';
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  /** Sequences in a batch. */
  readonly batch: number;
  /** Tokens in a sequence. */
  readonly time: number;
  readonly vocabularySize: number;
  /** Predicted positions in a batch. */
  readonly predictions: number;
  readonly dropoutRate: number;
}

/** Sizes of contrastive pretraining of a convolutional encoder on square grey images, augmentation included. */
export interface ContrastiveStepSizes {
  readonly objective: 'contrastive';
  /** Images in a batch; each is seen in two views. */
  readonly batch: number;
  /** Pixels a side. */
  readonly side: number;
  readonly channels: readonly number[];
  readonly strides: readonly number[];
  readonly temperature: number;
}

/** Sizes of masked autoencoding by a vision transformer of mean-square loss, on square grey images. */
export interface MaskedAutoencoderStepSizes {
  readonly objective: 'maskedAutoencoder';
  readonly batch: number;
  readonly side: number;
  readonly patch: number;
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly maskRatio: number;
  readonly decoder: { readonly layers: number; readonly width: number; readonly heads: number };
}

/** A published model from its folder. */
interface OfModel {
  /** For names: 'MiniLM'. */
  readonly model: string;
  readonly folder: string;
}

/** Fine-tuning of a classifier of two classes. */
export interface FinetuningSizes extends OfModel {
  readonly objective: 'finetuning';
  /** Of the adapters; 0 trains the whole model. */
  readonly rank: number;
  readonly batch: number;
  readonly time: number;
}

/** Vectors of texts of 8 to 40 tokens. */
export interface EmbeddingSizes extends OfModel {
  readonly objective: 'embedding';
  readonly texts: number;
}

/** The likeliest tokens after a prompt, with keys and values kept. */
export interface GenerationSizes extends OfModel {
  readonly objective: 'generation';
  /** Tokens that are read, and that are written: 1 measures the time to the first. */
  readonly prompt: number;
  readonly tokens: number;
  /** For PyTorch, which fills it with random weights, where its library does not read the folder. */
  readonly config?: Readonly<Record<string, unknown>>;
}

export type PublishedSizes = FinetuningSizes | EmbeddingSizes | GenerationSizes;

/** A case: what is computed, and how large it is. */
export type StepSizes = TextStepSizes | ContrastiveStepSizes | MaskedAutoencoderStepSizes | PublishedSizes;

/** Whether a case is of a published model. */
export function ofPublished(sizes: StepSizes): sizes is PublishedSizes {
  return 'folder' in sizes;
}

/** tensorflowjs-eager: as TensorFlow.js does it by itself, without the engine's own kernels and without compiling. */
export type BenchmarkEngine =
  | 'compiled'
  | 'eager'
  | 'tensorflowjs-eager'
  | 'pytorch-eager'
  | 'pytorch-compile';

/** One way to compute the step. PyTorch's autocast to bfloat16 counts as mixed-bfloat16. */
export interface Variant {
  readonly engine: BenchmarkEngine;
  readonly precision: Precision;
}

export interface StepTask extends Variant {
  readonly task: 'trainingStep';
  readonly sizes: StepSizes;
  /** Steps before the process is ready; the first of them compiles. At least 2. */
  readonly warmUp: number;
}

/** Measures the matrix products of this machine. */
export interface PeakTask {
  readonly task: 'matrixProductPeak';
  /** Rows and columns of the square matrices. */
  readonly size: number;
}

export interface RunRequest {
  /** Steps to run. */
  readonly run: number;
}

export interface StepReady {
  /** Seconds by which the first step exceeds the median of the other warm-up steps; 0 for an eager engine. */
  readonly compileSeconds: number;
  /** Resident memory once the engine was loaded, before there was a model. */
  readonly engineMemoryBytes: number;
  /** Name and version of the engine, such as 'TensorFlow 2.21.0'. */
  readonly version: string;
  /** Floating-point operations of the step's matrix products; given by this project's engine alone. */
  readonly stepFlops?: number;
}

export interface StepAnswer {
  /** Of each step: from the batch in JavaScript or Python to the loss read back. */
  readonly milliseconds: readonly number[];
  /** Largest resident memory of the process since its start. */
  readonly peakMemoryBytes: number;
}

export interface PeakReady {
  readonly processor: string;
  readonly threads: number;
  readonly memoryBytes: number;
  readonly device: string;
  readonly nativeKernels: boolean;
}

/** GFLOP/s of the fastest product so far. */
export type PeakAnswer = { readonly [P in Precision]: number };
