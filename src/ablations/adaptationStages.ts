/** What the stages of adaptation studies are made of: text as packed blocks, word vectors, pretraining that goes on. */
import { continuePretraining, type PretrainingPhase } from '../adaptation/continuedPretraining';
import { packedBlocks } from '../data/packing';
import type { Tokenizer } from '../data/tokenizer';
import type { Engine, Precision } from '../engine/program';
import type { TransformerEncoder } from '../models/transformerEncoder';
import { coOccurrenceVectors } from '../objectives/coOccurrence';
import { maskedLanguageModel } from '../objectives/maskedLanguageModel';
import { hostTensors, loadTensors, restore, saveTensors } from '../training/checkpoint';
import { heldOutLoss } from '../training/heldOutLoss';
import { saveEncoder } from '../training/savedEncoder';
import type { CurvePoint } from '../training/trainingLoop';
import type { PretrainingResult } from './ablation';

/** Settings of the co-occurrence stage; a type, so that it is plain JSON. */
export type CoOccurrenceSettings = {
  window: number;
  contextSmoothing: number;
  singularValueExponent: number;
};

/** Settings of masked language modelling that all stages share. */
export type MaskedLanguageModelSettings = {
  /** Blocks of maxLength tokens in a batch. */
  batchSize: number;
  learningRate: number;
  embeddingRateFactor: number;
  weightDecay: number;
};

/** Learns word vectors from sequences and keeps them in the stage's folder. */
export async function wordVectorStage(options: {
  readonly sequences: readonly Int32Array[];
  readonly tokenizer: Tokenizer;
  readonly dimensions: number;
  readonly settings: CoOccurrenceSettings;
  readonly seed: number;
  readonly folder: string;
}): Promise<PretrainingResult> {
  const { sequences, tokenizer, dimensions, settings, seed, folder } = options;
  const started = performance.now();
  const { vocabularySize } = tokenizer;
  const values = await coOccurrenceVectors(sequences, { vocabularySize, dimensions, seed, ...settings });
  const shape = [vocabularySize, dimensions];
  saveTensors(`${folder}/vectors.safetensors`, {
    tensors: { vectors: { dtype: 'float32', shape, values } },
    metadata: {},
  });
  return {
    facts: { tokens: sequences.reduce((sum, { length }) => sum + length, 0) },
    ledger: {
      trainableParameters: values.length,
      // Dominated by the decomposition: products of the table with a block of vectors.
      trainingFlops: 4 * vocabularySize ** 2 * dimensions,
      seconds: (performance.now() - started) / 1000,
      steps: 1,
    },
  };
}

/** The vectors that {@link wordVectorStage} kept. */
export function storedVectors(folder: string): Float32Array {
  return loadTensors(`${folder}/vectors.safetensors`).tensors.vectors.values as Float32Array;
}

/** A phase over texts that are not packed yet. */
export interface TextPhase extends Omit<PretrainingPhase, 'replay'> {
  readonly replay?: PretrainingPhase['replay'];
}

/**
 * Goes on pretraining an encoder phase by phase over packed blocks, measures its loss on held-out texts, and keeps encoder
 * and output layer in the stage's folder.
 * @param from the folder of the stage that the encoder was loaded from, for its output layer's bias
 * @param heldOut by name, texts to measure the loss on afterwards: `generalLoss` becomes a metric of the stage
 */
export async function maskedLanguageModelStage(options: {
  readonly encoder: TransformerEncoder;
  readonly tokenizer: Tokenizer;
  readonly phases: readonly TextPhase[];
  readonly settings: MaskedLanguageModelSettings;
  readonly heldOut: Readonly<Record<string, readonly Int32Array[]>>;
  readonly seed: number;
  readonly engine: Engine;
  readonly precision: Precision;
  readonly folder: string;
  readonly from?: string;
}): Promise<PretrainingResult> {
  const { encoder, tokenizer, settings, heldOut, seed, engine, precision, folder, from } = options;
  const objective = maskedLanguageModel({ tokenizer });
  const bias = objective.parameters();
  if (from) restore(bias, loadTensors(`${from}/output.safetensors`).tensors, 'the output layer');
  const length = encoder.config.maxLength;
  const pack = (sequences: readonly Int32Array[]) =>
    packedBlocks(sequences, { length, separator: tokenizer.specialTokens.separator });
  const phases = options.phases.map(({ sequences, replay, ...phase }) => ({
    ...phase,
    sequences: pack(sequences),
    ...(replay ? { replay: { ...replay, sequences: pack(replay.sequences) } } : {}),
  }));
  const result = await continuePretraining(encoder, phases, {
    ...settings,
    objective,
    lengths: [length],
    seed,
    engine,
    precision,
  });
  // The same texts and the same hidden tokens for every stage and seed, so that losses compare.
  const metrics = Object.fromEntries(
    Object.entries(heldOut).map(([name, sequences]) => [
      name,
      heldOutLoss(encoder, objective, { sequences, seed: 1, batchSize: 50, engine, precision }),
    ]),
  );
  saveEncoder(folder, encoder, tokenizer);
  saveTensors(`${folder}/output.safetensors`, { tensors: hostTensors(bias), metadata: {} });
  return {
    metrics,
    curves: { pretrainingLoss: joined(result.phases) },
    facts: {
      tokens: result.tokens,
      blocks: phases.reduce((sum, { sequences }) => sum + sequences.length, 0),
    },
    ledger: {
      trainableParameters: result.phases[0].trainableParameters,
      trainingFlops: result.trainingFlops,
      seconds: result.seconds,
      steps: result.steps,
    },
  };
}

/** The phases' curves one after the other. */
function joined(
  phases: readonly { readonly losses: readonly CurvePoint[]; readonly steps: number }[],
): CurvePoint[] {
  const curve: CurvePoint[] = [];
  let before = 0;
  for (const { losses, steps } of phases) {
    curve.push(...losses.map(({ step, value }) => ({ step: step + before, value })));
    before += steps;
  }
  return curve;
}
