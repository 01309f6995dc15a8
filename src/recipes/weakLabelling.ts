/** A stage that pretrains an encoder on labels that nobody gave: those of a rule, with its errors. */
import { seededRandom } from '../data/seededRandom';
import { type StageContext, stageRecipe } from '../form/recipe';
import type { StageResult } from '../form/result';
import { TextClassifier } from '../models/textClassifier';
import { sifWeights } from '../models/wordVectors';
import { startFromVectors } from '../training/pretrain';
import { loadEncoder, saveEncoder } from '../training/savedEncoder';
import { textTrainer } from '../training/textTrainer';
import type { CurvePoint } from '../training/trainingLoop';
import { storedVectors } from './storedVectors';
import { type EncoderSizes, freshEncoder, type TokenTable } from './transformer';
import type { WeaklyLabelledData } from './weaklyLabelledTexts';

export interface WeakLabellingSettings {
  readonly encoder: EncoderSizes;
  readonly tokenTable: TokenTable;
  readonly pooling: { readonly sifConstant: number };
  readonly weakLabels: {
    readonly steps: number;
    readonly learningRate: number;
    readonly batchSize: number;
    readonly lengths: readonly number[];
    readonly weightDecay: number;
    /** Share of the labels that are turned into the other one, on top of the rule's own errors. */
    readonly flippedShare: number;
  };
}

/** A type, so that it counts as plain options. */
export type WeakLabellingOptions = {
  /** What the stage that it starts from left: word vectors for the token table, or an encoder. Default 'vectors'. */
  readonly starts?: 'vectors' | 'encoder';
};

type Context = StageContext<WeaklyLabelledData, WeakLabellingSettings, WeakLabellingOptions>;

/** Trains a classifier of the weak labels and keeps its encoder. */
export const weakLabelling = stageRecipe({
  name: 'weakLabelling',
  uses: ['encoder', 'tokenTable', 'pooling', 'weakLabels'],
  async run(context: Context): Promise<StageResult> {
    const { data, settings, seed, engine, precision, folder } = context;
    const { flippedShare, steps, learningRate, ...compiled } = settings.weakLabels;
    const encoder = started(context);
    const tokenWeights = sifWeights(data.counts, settings.pooling.sifConstant);
    tokenWeights[data.vocabulary.specialTokens.padding] = 0;
    const classifier = new TextClassifier(encoder, { classes: data.labels, tokenWeights, seed });
    const trainer = textTrainer(classifier, { ...compiled, engine, precision });
    classifier.standardize(trainer.features(data.scaleOn));
    trainer.reload();
    const losses: number[] = [];
    const record = await trainer.finetune({
      ...{ steps, seed, encoderLearningRate: learningRate, headLearningRate: learningRate },
      train: { examples: data.weak.examples, labels: flipped(data.weak.labels, flippedShare, seed) },
      onStep: (_, loss) => losses.push(loss),
    });
    saveEncoder(folder, encoder, data.vocabulary.json);
    trainer.dispose();
    classifier.dispose();
    return {
      curves: { pretrainingLoss: stretches(losses) },
      facts: { weakLabels: data.weak.labels.length },
      ledger: {
        trainableParameters: record.trainableParameters,
        trainingFlops: record.trainingFlops,
        seconds: record.seconds,
        steps: record.steps,
      },
    };
  },
});

function started({ settings, options, data, seed, start }: Context) {
  const encoder = freshEncoder(settings.encoder, data.vocabulary, seed);
  if (!start) return encoder;
  if (options.starts !== 'encoder') {
    startFromVectors(encoder, storedVectors(start), settings.tokenTable.norm);
    return encoder;
  }
  const before = loadEncoder(start.folder);
  for (const [name, variable] of Object.entries(encoder.parameters))
    variable.assign(before.parameters[name]!);
  before.dispose();
  return encoder;
}

/** Labels of two classes, of which a share, drawn by a seed, is the other one. */
export function flipped(labels: Int32Array, share: number, seed: number): Int32Array {
  const random = seededRandom(`flipped/${seed}`);
  return labels.map((label) => (random.uniform() < share ? 1 - label : label));
}

/** How many steps one point of the curve is the mean of, as in all pretraining. */
const lossEvery = 25;

function stretches(losses: readonly number[]): CurvePoint[] {
  return Array.from({ length: Math.ceil(losses.length / lossEvery) }, (_, at) => {
    const own = losses.slice(at * lossEvery, (at + 1) * lossEvery);
    return {
      step: at * lossEvery + own.length,
      value: own.reduce((sum, loss) => sum + loss, 0) / own.length,
    };
  });
}
