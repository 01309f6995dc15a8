/** A stage that pretrains by one of several proxy tasks, each for the same floating-point operations. */
import { lengthBatchStream } from '../data/batches';
import { LabError } from '../errors';
import { type StageContext, stageRecipe } from '../form/recipe';
import type { StageResult } from '../form/result';
import {
  type AttentionDirection,
  type TransformerEncoder,
  transformerEncoder,
} from '../models/transformerEncoder';
import { causalLanguageModel } from '../objectives/causalLanguageModel';
import { contrastive } from '../objectives/contrastive';
import { maskedLanguageModel } from '../objectives/maskedLanguageModel';
import type { TokenPrediction } from '../objectives/tokenPrediction';
import { hostTensors, saveTensors } from '../training/checkpoint';
import { pretrain, startFromVectors } from '../training/pretrain';
import { contrastStepFlops, pretrainTextContrast } from '../training/pretrainTextContrast';
import { loadEncoder, saveEncoder } from '../training/savedEncoder';
import { corpusOf } from './corpus';
import { storedVectors } from './storedVectors';
import type { TextCorpora } from './textData';
import type { EncoderSizes, TokenTable } from './transformer';

export interface ProxyTaskSettings {
  readonly encoder: EncoderSizes;
  readonly tokenTable: TokenTable;
  readonly proxyTask: {
    /** Floating-point operations that a whole pretraining may take, its output layer included. */
    readonly trainingFlops: number;
    readonly batchSize: number;
    readonly lengths: readonly number[];
    readonly learningRate: number;
    readonly weightDecay: number;
    /** Of masked language modelling. */
    readonly maskProbability: number;
    /** Of contrast, whose two views of a text it tells apart; the others have none. */
    readonly contrastDropout: number;
    readonly temperature: number;
  };
}

/** A type, so that it counts as plain options. */
export type ProxyTaskOptions = {
  readonly task: 'maskedTokens' | 'nextToken' | 'contrastOfDropouts' | 'contrastOfHalves';
  /** The name of one of the data's corpora. */
  readonly corpus: string;
  /** Of the operations, where two stages share them. Default 1. */
  readonly share?: number;
  /** What the stage that it starts from left: word vectors for the token table, or an encoder. Default 'vectors'. */
  readonly starts?: 'vectors' | 'encoder';
};

type Context = StageContext<TextCorpora, ProxyTaskSettings, ProxyTaskOptions>;

/** From random weights, from word vectors as the token table, or from another stage's encoder. */
export const proxyTask = stageRecipe({
  name: 'proxyTask',
  uses: ['encoder', 'tokenTable', 'proxyTask'],
  async run(context: Context): Promise<StageResult> {
    const { options, settings } = context;
    const { maskProbability } = settings.proxyTask;
    const tokenizer = context.data.vocabulary;
    switch (options.task) {
      case 'maskedTokens':
        return predicted(
          context,
          started(context, 'bidirectional', 0),
          maskedLanguageModel({ tokenizer, maskProbability }),
        );
      case 'nextToken':
        return predicted(context, started(context, 'causal', 0), causalLanguageModel({ tokenizer }));
      case 'contrastOfDropouts':
        return contrasted(context, 'dropout');
      case 'contrastOfHalves':
        return contrasted(context, 'halves');
    }
  },
});

function started<Direction extends AttentionDirection>(
  { settings, options, data, seed, start }: Context,
  attention: Direction,
  dropoutRate: number,
): TransformerEncoder<Direction> {
  const encoder = transformerEncoder<Direction>({
    ...{ ...settings.encoder, dropoutRate, attention, seed },
    vocabularySize: data.vocabulary.vocabularySize,
    paddingToken: data.vocabulary.specialTokens.padding,
  });
  if (options.starts === 'encoder') {
    if (!start) throw new LabError("A stage that starts from an encoder needs its stage: name it in 'from'.");
    const before = loadEncoder(start.folder, attention);
    for (const [name, variable] of Object.entries(encoder.parameters))
      variable.assign(before.parameters[name]!);
    before.dispose();
  } else if (start) startFromVectors(encoder, storedVectors(start), settings.tokenTable.norm);
  return encoder;
}

/** How many steps cost this many operations; one at least. */
function stepsWithin(
  flops: number,
  sequences: readonly Int32Array[],
  { batchSize, lengths, seed }: { batchSize: number; lengths: readonly number[]; seed: number },
  costOf: (length: number) => number,
): number {
  const longest = Math.max(...lengths);
  const next = lengthBatchStream(
    sequences.map((ids) => ids.subarray(0, longest)),
    { batchSize, lengths, seed },
  );
  let spent = 0;
  for (let steps = 0; ; steps++) {
    const cost = costOf(next().length);
    if (spent + cost / 2 > flops) return Math.max(1, steps);
    spent += cost;
  }
}

function planned({ settings, options, data, seed, engine, precision, resumeFile }: Context) {
  const { batchSize, lengths, learningRate, weightDecay, trainingFlops } = settings.proxyTask;
  return {
    ...{ batchSize, lengths, learningRate, weightDecay, seed, engine, precision },
    sequences: corpusOf(data, options.corpus),
    flops: trainingFlops * (options.share ?? 1),
    checkpoint: { file: resumeFile, everySteps: 250 },
  };
}

async function predicted<Direction extends AttentionDirection>(
  context: Context,
  encoder: TransformerEncoder<Direction>,
  objective: TokenPrediction<Direction>,
): Promise<StageResult> {
  const { flops, ...plan } = planned(context);
  const { vocabularySize, width } = encoder.config;
  const { batchSize } = plan;
  const steps = stepsWithin(
    flops,
    plan.sequences,
    plan,
    (length) =>
      3 *
      (encoder.forwardFlops(batchSize, length) +
        2 * objective.predictionsIn(batchSize, length) * vocabularySize * width),
  );
  const record = await pretrain(encoder, { ...plan, steps, objective });
  saveEncoder(context.folder, encoder, context.data.vocabulary.json);
  saveTensors(`${context.folder}/output.safetensors`, {
    tensors: hostTensors(objective.parameters()),
    metadata: {},
  });
  objective.dispose();
  encoder.dispose();
  return staged({ ...record, seen: record.tokens });
}

async function contrasted(context: Context, views: 'dropout' | 'halves'): Promise<StageResult> {
  const { temperature, contrastDropout } = context.settings.proxyTask;
  const encoder = started(context, 'bidirectional', contrastDropout);
  const { width } = encoder.config;
  const objective = contrastive({
    ...{ featureWidth: width, temperature, projection: [width, width], seed: context.seed },
  });
  const { flops, ...plan } = planned(context);
  const steps = stepsWithin(flops, plan.sequences, plan, (length) =>
    contrastStepFlops(encoder, objective, plan.batchSize, length),
  );
  const record = await pretrainTextContrast(encoder, { ...plan, steps, objective, views });
  saveEncoder(context.folder, encoder, context.data.vocabulary.json);
  for (const variable of Object.values(objective.parameters())) variable.dispose();
  encoder.dispose();
  return staged(record);
}

function staged(record: {
  readonly losses: readonly { readonly step: number; readonly value: number }[];
  readonly seen: number;
  readonly seconds: number;
  readonly trainingFlops: number;
  readonly trainableParameters: number;
  readonly steps: number;
}): StageResult {
  const { losses, seen, ...ledger } = record;
  const { trainableParameters, trainingFlops, seconds, steps } = ledger;
  return {
    curves: { pretrainingLoss: losses },
    facts: { tokens: seen, tokensPerSecond: Math.round(seen / seconds) },
    ledger: { trainableParameters, trainingFlops, seconds, steps },
  };
}
