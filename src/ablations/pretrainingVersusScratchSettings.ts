/** Settings of the ablation "pretraining versus scratch": data alone, which enters each run's id by its values. */
/** How one arm is fine-tuned at one budget. */
export type Finetuning = {
  steps: number;
  encoderLearningRate: number;
  headLearningRate: number;
  /** Whether the token table stays as it is: few labels move the few tokens they show, away from their neighbours. */
  freezeEmbeddings: boolean;
};

/** By labels per class. */
type ArmFinetuning = Record<string, Finetuning>;

/** A type, not an interface, so that it counts as a configuration of plain JSON. */
export type Config = {
  data: { vocabularySize: number; testLimit: number };
  encoder: { layers: number; width: number; heads: number; maxLength: number; dropoutRate: number };
  coOccurrence: { window: number; contextSmoothing: number; singularValueExponent: number };
  maskedLanguageModel: {
    steps: number;
    batchSize: number;
    lengths: number[];
    learningRate: number;
    /** Below 1, so that the token table keeps what co-occurrence taught it. */
    embeddingRateFactor: number;
    /** Mean length of the token vectors that pretraining starts from. */
    startNorm: number;
    weightDecay: number;
    /** Off: one pass over few epochs of text underfits. */
    dropoutRate: number;
  };
  pooling: { sifConstant: number };
  finetuning: {
    batchSize: number;
    /** Lengths that training batches are padded to. */
    lengths: number[];
    /** Of the compute-matched control: pretraining's own, which costs the least time for the same operations. */
    controlBatchSize: number;
    weightDecay: number;
    /** Dev examples that the convergence curves are measured on, and how many points they have. */
    validationExamples: number;
    validationPoints: number;
    scratch: ArmFinetuning;
    pretrained: ArmFinetuning;
  };
  /** Penalties to choose from on dev, and how many unlabelled texts scale the features. */
  linear: { l2: number[]; tfidfL2: number[]; scaleOn: number };
};

/** Steps of fine-tuning by labels per class: the same for every arm. */
const steps: Readonly<Record<number, number>> = { 2: 80, 8: 100, 32: 200, 128: 320 };

/** What fine-tuning is tuned over, the same for both arms and every budget: the learning rate, and whether the token table moves. */
export const candidates: Readonly<Record<string, Omit<Finetuning, 'steps'>>> = Object.fromEntries(
  [1e-3, 3e-3].flatMap((rate) =>
    [true, false].map((freezeEmbeddings) => [
      `rate ${rate}, token table ${freezeEmbeddings ? 'fixed' : 'trained'}`,
      { encoderLearningRate: rate, headLearningRate: rate / 10, freezeEmbeddings },
    ]),
  ),
);

const at = (labelsPerClass: number, rate: number, table: 'fixed' | 'trained'): Finetuning => ({
  steps: steps[labelsPerClass],
  ...candidates[`rate ${rate}, token table ${table}`],
});

/** As 'lab tune' chose them on dev with seeds 101 and 102: notebooks/pretraining-versus-scratch.tuning.json has all scores. */
const tuned: { scratch: ArmFinetuning; pretrained: ArmFinetuning } = {
  scratch: {
    2: at(2, 0.003, 'trained'),
    8: at(8, 0.003, 'trained'),
    32: at(32, 0.003, 'trained'),
    128: at(128, 0.001, 'trained'),
  },
  pretrained: {
    2: at(2, 0.001, 'trained'),
    8: at(8, 0.003, 'trained'),
    32: at(32, 0.001, 'fixed'),
    128: at(128, 0.001, 'trained'),
  },
};

export const laptop: Config = {
  data: { vocabularySize: 8192, testLimit: 5000 },
  encoder: { layers: 3, width: 128, heads: 4, maxLength: 32, dropoutRate: 0.1 },
  coOccurrence: { window: 10, contextSmoothing: 0.75, singularValueExponent: 0.75 },
  maskedLanguageModel: {
    steps: 500,
    batchSize: 128,
    lengths: [12, 20, 32],
    learningRate: 2e-3,
    embeddingRateFactor: 1,
    startNorm: 2,
    weightDecay: 0.01,
    dropoutRate: 0,
  },
  pooling: { sifConstant: 0.03 },
  finetuning: {
    batchSize: 32,
    lengths: [12, 16, 22, 32],
    weightDecay: 0.01,
    validationExamples: 400,
    validationPoints: 5,
    controlBatchSize: 128,
    ...tuned,
  },
  linear: { l2: [10, 30, 100, 300], tfidfL2: [0.01, 0.03, 0.1, 0.3, 1, 3], scaleOn: 2000 },
};

const short = (freezeEmbeddings: boolean): Finetuning => ({
  ...{ steps: 20, encoderLearningRate: 1e-3, headLearningRate: 1e-3, freezeEmbeddings },
});

export const quick: Config = {
  ...laptop,
  data: { vocabularySize: 2048, testLimit: 500 },
  encoder: { layers: 1, width: 32, heads: 2, maxLength: 24, dropoutRate: 0.1 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 40, batchSize: 64, lengths: [24] },
  finetuning: {
    ...laptop.finetuning,
    lengths: [24],
    validationExamples: 100,
    validationPoints: 2,
    scratch: { 2: short(false), 8: short(false) },
    pretrained: { 2: short(true), 8: short(true) },
  },
  linear: { l2: [100], tfidfL2: [1], scaleOn: 500 },
};

export const full: Config = {
  ...laptop,
  encoder: { layers: 4, width: 256, heads: 8, maxLength: 32, dropoutRate: 0.1 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 8000, learningRate: 1e-3 },
};
