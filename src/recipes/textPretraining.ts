/** What stages that pretrain a transformer on text have in common: phases over corpora, held-out losses, what is kept. */
import { continuePretraining } from '../adaptation/continuedPretraining';
import { packedBlocks } from '../data/packing';
import type { StageContext } from '../form/recipe';
import type { CurvePoint, StageResult } from '../form/result';
import type { TransformerEncoder } from '../models/transformerEncoder';
import { maskedLanguageModel } from '../objectives/maskedLanguageModel';
import { hostTensors, loadTensors, restore, saveTensors } from '../training/checkpoint';
import { heldOutLoss } from '../training/heldOutLoss';
import { saveEncoder } from '../training/savedEncoder';
import { corpusOf } from './corpus';
import type { TextCorpora } from './textData';

/** Settings of masked language modelling that all phases share; a type, so that it counts as plain settings. */
export type TextPretrainingSettings = {
  batchSize: number;
  /** Lengths that batches are padded to; of packed blocks the encoder's maxLength. */
  lengths: readonly number[];
  learningRate: number;
  /** Below 1, so that the token table keeps what it started from. */
  embeddingRateFactor: number;
  weightDecay: number;
  /** Share of the tokens that are hidden. */
  maskProbability: number;
};

/** A stretch over one corpus. A type, so that it counts as plain options. */
export type CorpusPhase = {
  readonly corpus: string;
  readonly steps: number;
  /** General text mixed in. */
  readonly replay?: { readonly corpus: string; readonly share: number };
};

const outputFile = (folder: string) => `${folder}/output.safetensors`;

/** How often a long stage keeps where it stands. */
const checkpointEvery = 250;

/**
 * Pretrains an encoder phase by phase with masked language modelling, measures its loss on held-out texts, keeps encoder
 * and output layer in the stage's folder, and frees the encoder.
 * @param packed texts are joined into blocks of maxLength tokens, so that equal steps are equal tokens
 * @param from the folder of the stage that the encoder was loaded from, for its output layer
 */
export async function pretrainOnText(
  context: StageContext<TextCorpora, unknown>,
  given: {
    readonly encoder: TransformerEncoder;
    readonly phases: readonly CorpusPhase[];
    readonly settings: TextPretrainingSettings;
    readonly packed: boolean;
    readonly from?: string;
  },
): Promise<StageResult> {
  const { data, seed, engine, precision, folder, resumeFile } = context;
  const { encoder, packed, from } = given;
  const { maskProbability, lengths, ...settings } = given.settings;
  const { vocabulary } = data;
  const objective = maskedLanguageModel({ tokenizer: vocabulary, maskProbability });
  const output = objective.parameters();
  if (from) restore(output, loadTensors(outputFile(from)).tensors, outputFile(from));
  const length = encoder.config.maxLength;
  const textsOf = (corpus: string) => {
    const sequences = corpusOf(data, corpus);
    return packed
      ? packedBlocks(sequences, { length, separator: vocabulary.specialTokens.separator })
      : sequences;
  };
  const phases = given.phases.map(({ corpus, steps, replay }) => ({
    name: corpus,
    sequences: textsOf(corpus),
    steps,
    ...(replay && { replay: { sequences: textsOf(replay.corpus), share: replay.share } }),
  }));
  const result = await continuePretraining(encoder, phases, {
    ...{ ...settings, objective, seed, engine, precision },
    lengths: packed ? [length] : lengths,
    checkpoint: { file: resumeFile, everySteps: checkpointEvery },
  });
  // The same texts and the same hidden tokens for every stage and seed, so that losses compare.
  const losses = Object.entries(data.heldOut).map(([name, sequences]) => [
    name,
    heldOutLoss(encoder, objective, { sequences, seed: 1, batchSize: 50, engine, precision }),
  ]);
  saveEncoder(folder, encoder, vocabulary.json);
  saveTensors(outputFile(folder), { tensors: hostTensors(output), metadata: {} });
  encoder.dispose();
  objective.dispose();
  return {
    metrics: Object.fromEntries(losses),
    curves: { pretrainingLoss: joined(result.phases) },
    facts: {
      tokens: result.tokens,
      tokensPerSecond: Math.round(result.tokens / result.seconds),
      ...(packed && { blocks: phases.reduce((sum, { sequences }) => sum + sequences.length, 0) }),
    },
    ledger: {
      trainableParameters: result.phases[0]!.trainableParameters,
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
