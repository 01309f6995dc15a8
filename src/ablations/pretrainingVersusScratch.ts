/**
 * Pretraining versus scratch under limited labels.
 *
 * Claim: starting from pretrained weights needs fewer labels than starting from random ones.
 * Source: Howard & Ruder 2018 (ULMFiT), figure 3: with 100 labelled reviews the pretrained model matches training from
 * scratch on 10 to 100 times as many. Expected here: accuracy ahead of scratch at 2, 8, 32 and 128 labels a class, and
 * of every classical baseline from 8 on.
 * Run: npx lab run pretraining-versus-scratch --tier quick|laptop|full
 */
import { createHash } from 'node:crypto';
import { loadDataset } from '../data/dataset';
import type { LabelledTexts } from '../data/texts';
import { type Tokenizer, trainWordPiece } from '../data/tokenizer';
import { Tfidf } from '../models/tfidf';
import { transformerEncoder } from '../models/transformerEncoder';
import { sifWeights, tokenCounts } from '../models/wordVectors';
import { coOccurrenceVectors } from '../objectives/coOccurrence';
import { maskedLanguageModel } from '../objectives/maskedLanguageModel';
import { hostTensors, loadTensors, restore, saveTensors } from '../training/checkpoint';
import { pretrain, startFromVectors } from '../training/pretrain';
import { loadEncoder, saveEncoder } from '../training/savedEncoder';
import { defineAblation, type PretrainingContext, type TrialContext } from './ablation';
import { withCandidate } from './candidateSettings';
import { linearProbe, scored, weightsHash } from './classificationArms';
import {
  type Config,
  candidates,
  type Finetuning,
  full,
  laptop,
  quick,
} from './pretrainingVersusScratchSettings';
import { classification } from './task';
import {
  type EncodedTexts,
  encodeTexts,
  fixedFeatures,
  frozenSets,
  reusableTrainer,
  sampleTexts,
  tfidfSets,
  wordVectorSets,
} from './textClassificationArms';

interface Data {
  readonly labels: readonly string[];
  readonly tokenizer: Tokenizer;
  /** Every gloss outside dev and test: the training pool's texts are among them, without their labels. */
  readonly unlabelled: readonly Int32Array[];
  readonly counts: Float64Array;
  readonly pool: LabelledTexts;
  readonly dev: EncodedTexts;
  readonly test: EncodedTexts;
  readonly hash: string;
}

async function prepare({ config }: { config: Config }): Promise<Data> {
  const glosses = await loadDataset('wordnet-glosses');
  const tokenizer = trainWordPiece(glosses.pretraining, { vocabularySize: config.data.vocabularySize });
  const unlabelled = glosses.pretraining.texts.map((text) => tokenizer.encode(text));
  const limit = config.data.testLimit;
  return {
    labels: glosses.labels,
    tokenizer,
    unlabelled,
    counts: tokenCounts(unlabelled, tokenizer.vocabularySize),
    pool: glosses.train,
    dev: encodeTexts(glosses.dev, tokenizer),
    test: sampleTexts(encodeTexts(glosses.test, tokenizer), limit, 'test'),
    hash: createHash('sha256').update(`${glosses.hash} ${tokenizer.hash} ${limit}`).digest('hex'),
  };
}

const encoderOf = (config: Config, data: Data, seed: number) =>
  transformerEncoder({
    vocabularySize: data.tokenizer.vocabularySize,
    ...config.encoder,
    paddingToken: data.tokenizer.specialTokens.padding,
    seed,
  });

type Stages = 'coOccurrence' | 'maskedLanguageModel';
type Arms = 'scratch' | 'pretrained' | 'frozen' | 'tfidf' | 'wordVectors' | 'scratchComputeMatched';

async function pretraining(context: PretrainingContext<Config, Data, Stages>) {
  const { stage, config, data, seed, folder } = context;
  if (stage === 'coOccurrence') {
    const started = performance.now();
    const { width } = config.encoder;
    const values = await coOccurrenceVectors(data.unlabelled, {
      vocabularySize: data.tokenizer.vocabularySize,
      dimensions: width,
      seed,
      ...config.coOccurrence,
    });
    const shape = [data.tokenizer.vocabularySize, width];
    saveTensors(`${folder}/vectors.safetensors`, {
      tensors: { vectors: { dtype: 'float32', shape, values } },
      metadata: {},
    });
    const seconds = (performance.now() - started) / 1000;
    // Dominated by the decomposition: products of the table with a block of vectors, once there and back each iteration.
    const trainingFlops = 4 * data.tokenizer.vocabularySize ** 2 * width;
    return { ledger: { trainableParameters: values.length, trainingFlops, seconds, steps: 1 } };
  }
  const objective = maskedLanguageModel({ tokenizer: data.tokenizer });
  const { dropoutRate, startNorm, ...settings } = config.maskedLanguageModel;
  const encoder = encoderOf({ ...config, encoder: { ...config.encoder, dropoutRate } }, data, seed);
  startFromVectors(encoder, vectorsOf(context), startNorm);
  const { losses, ...result } = await pretrain(encoder, {
    objective,
    sequences: data.unlabelled,
    seed,
    engine: context.engine,
    precision: context.precision,
    ...settings,
    checkpoint: { file: context.resumeFile, everySteps: 250 },
  });
  saveEncoder(folder, encoder, data.tokenizer);
  return {
    curves: { pretrainingLoss: losses },
    facts: { tokens: result.tokens, tokensPerSecond: Math.round(result.tokens / result.seconds) },
    ledger: {
      trainableParameters: result.trainableParameters,
      trainingFlops: result.trainingFlops,
      seconds: result.seconds,
      steps: result.steps,
    },
  };
}

const vectorsOf = (context: { artefact(stage: Stages): { folder: string } }) =>
  loadTensors(`${context.artefact('coOccurrence').folder}/vectors.safetensors`).tensors.vectors
    .values as Float32Array;

async function trial(context: TrialContext<Config, Data, Stages, Arms>) {
  const { arm, config, data, labelsPerClass, seed } = context;
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const train = encodeTexts(data.pool.labelled({ perClass: labelsPerClass, seed }), data.tokenizer);
  const unlabelledSample = data.unlabelled.slice(0, config.linear.scaleOn);
  if (arm === 'tfidf') {
    // Of the labelled texts alone: frequencies of all glosses, and pairs of words, were no better on dev.
    const tfidf = Tfidf.fit(train.texts, { maximumWords: 1 });
    return linearProbe(
      tfidfSets(tfidf, train, data.dev, data.test),
      data.labels.length,
      config.linear.tfidfL2,
      elapsed(),
    ).result;
  }
  const weights = sifWeights(data.counts, config.pooling.sifConstant);
  if (arm === 'wordVectors') {
    const sets = wordVectorSets(vectorsOf(context), weights, unlabelledSample, train, data.dev, data.test);
    return linearProbe(sets, data.labels.length, config.linear.l2, elapsed()).result;
  }
  const { weightDecay, lengths } = config.finetuning;
  const batchSize = config.finetuning[arm === 'scratchComputeMatched' ? 'controlBatchSize' : 'batchSize'];
  const pretrained = arm === 'pretrained' || arm === 'frozen';
  const { freezeEmbeddings, ...settings } =
    config.finetuning[pretrained ? 'pretrained' : 'scratch'][labelsPerClass];
  weights[data.tokenizer.specialTokens.padding] = 0;
  const { encoder, trainer } = reusableTrainer(
    {
      data: data.hash,
      encoder: config.encoder,
      pooling: config.pooling,
      batchSize,
      lengths,
      weightDecay,
      freezeEmbeddings,
      engine: context.engine,
      precision: context.precision,
    },
    () => ({
      encoder: encoderOf(config, data, 1),
      classes: data.labels,
      tokenWeights: weights,
      batchSize,
      lengths,
      weightDecay,
      freezeEmbeddings,
      engine: context.engine,
      precision: context.precision,
    }),
  );
  const start = pretrained
    ? loadEncoder(context.artefact('maskedLanguageModel').folder)
    : encoderOf(config, data, seed);
  restore(encoder.parameters, hostTensors(start.parameters), 'the starting weights');
  start.dispose();
  trainer.reload();
  const before = weightsHash(encoder.parameters);
  const scaling = trainer.classifier.standardize(
    fixedFeatures(trainer, before, 'unlabelled', unlabelledSample),
  );
  trainer.reload();
  const probe = linearProbe(
    frozenSets(trainer, scaling, before, train, data.dev, data.test),
    data.labels.length,
    config.linear.l2,
    elapsed(),
  );
  if (arm === 'frozen') {
    const facts = {
      ...probe.result.facts,
      weightsBefore: before,
      weightsAfter: weightsHash(encoder.parameters),
    };
    return { ...probe.result, facts };
  }
  const pretrainingFlops =
    arm === 'scratchComputeMatched' ? context.artefact('maskedLanguageModel').ledger.trainingFlops : 0;
  const steps = settings.steps + trainer.stepsFor(pretrainingFlops, train, seed);
  const result = await trainer.finetune({
    ...settings,
    steps,
    train,
    seed,
    // First the probe, then everything (LP-FT): a random head would tear the features it meets.
    head: probe.head,
    validation: {
      ...sampleTexts(data.dev, config.finetuning.validationExamples, 'validation'),
      everySteps: Math.ceil(steps / config.finetuning.validationPoints),
    },
  });
  const { metrics, facts } = scored(
    trainer.logits(data.test.sequences),
    data.test.labels,
    data.labels.length,
  );
  return {
    metrics,
    facts,
    curves: { validationLoss: result.validationLoss },
    ledger: {
      trainableParameters: result.trainableParameters,
      trainingFlops: result.trainingFlops,
      seconds: elapsed(),
      steps,
    },
  };
}

const transformerModules = [
  'ablations/classificationArms',
  'ablations/textClassificationArms',
  'models/transformerEncoder',
  'training/finetune',
  'training/savedEncoder',
];
const pretrainingModules = [
  'objectives/maskedLanguageModel',
  'models/transformerEncoder',
  'training/pretrain',
  'training/savedEncoder',
];

/** The study; see the head of this file. */
export const pretrainingVersusScratch = defineAblation({
  id: 'pretraining-versus-scratch',
  title: 'Pretraining versus scratch under limited labels',
  file: __filename,
  claim: {
    sentence:
      'Pretraining on unlabelled text lets a classifier reach a given accuracy with far fewer labels than training from scratch.',
    source: {
      paper: 'Howard & Ruder, Universal Language Model Fine-tuning for Text Classification',
      version: 'ACL 2018',
      where: 'figure 3 and section 5',
      number:
        'with 100 labelled examples it matches training from scratch on 10 times (IMDb, AG) to 20 times (TREC-6) as many',
      protocol:
        'validation error over training set size on IMDb, TREC-6 and AG; language model pretrained on Wikitext-103',
    },
    expected:
      'Accuracy on gloss supersenses ahead of scratch at every budget; a label multiplier of at least 10 at 8 labels a class; ahead of the classical baselines from 8 labels on.',
  },
  task: classification('wordnet-glosses', { metrics: ['accuracy', 'macroF1'] }),
  data: {
    cards: ['wordnet-glosses'],
    modules: ['data/dataset', 'data/tokenizer', 'ablations/textClassificationArms'],
    uses: ['data'],
    prepare,
    hash: (data: Data) => data.hash,
  },
  stages: {
    coOccurrence: {
      title: 'Co-occurrence word vectors',
      modules: ['objectives/coOccurrence', 'training/checkpoint'],
      uses: ['coOccurrence', 'encoder'],
    },
    maskedLanguageModel: {
      title: 'Masked language model',
      from: 'coOccurrence',
      modules: pretrainingModules,
      uses: ['encoder', 'maskedLanguageModel'],
    },
  },
  arms: {
    scratch: {
      kind: 'baseline',
      title: 'From scratch',
      modules: transformerModules,
      uses: ['encoder', 'pooling', 'finetuning', 'linear'],
    },
    pretrained: {
      kind: 'pretrained',
      title: 'Pretrained, fine-tuned',
      from: 'maskedLanguageModel',
      modules: transformerModules,
      uses: ['encoder', 'pooling', 'finetuning', 'linear'],
    },
    frozen: {
      kind: 'frozen',
      title: 'Pretrained, frozen, linear probe',
      from: 'maskedLanguageModel',
      modules: transformerModules,
      uses: ['encoder', 'pooling', 'finetuning', 'linear'],
    },
    tfidf: {
      kind: 'classical',
      title: 'TF-IDF, logistic regression',
      modules: ['ablations/classificationArms', 'ablations/textClassificationArms', 'models/tfidf'],
      uses: ['linear'],
    },
    wordVectors: {
      kind: 'classical',
      title: 'Word vectors, logistic regression',
      from: 'coOccurrence',
      modules: ['ablations/classificationArms', 'ablations/textClassificationArms', 'models/wordVectors'],
      uses: ['pooling', 'linear'],
    },
    scratchComputeMatched: {
      kind: 'control',
      title: "From scratch, with pretraining's compute",
      matches: 'maskedLanguageModel',
      modules: transformerModules,
      uses: ['encoder', 'pooling', 'finetuning', 'linear'],
    },
  },
  verdict: { treatment: 'pretrained', reference: 'scratch', expects: 'better' },
  tiers: {
    quick: {
      minutes: 1,
      labelsPerClass: [2, 8],
      seeds: 2,
      restricted: { scratchComputeMatched: { seeds: 0 } },
      engine: 'compiled',
      config: quick,
    },
    laptop: {
      minutes: 16,
      labelsPerClass: [2, 8, 32, 128],
      seeds: 5,
      restricted: { scratchComputeMatched: { labelsPerClass: [8], seeds: 3 } },
      engine: 'compiled',
      config: laptop,
    },
    full: {
      minutes: 600,
      labelsPerClass: [2, 8, 32, 128],
      seeds: 10,
      pretrainingPerSeed: true,
      engine: 'compiled',
      config: full,
    },
  },
  tuning: {
    arms: ['scratch', 'pretrained'],
    seeds: [101, 102],
    candidates,
    onDev: (data: Data) => ({ ...data, test: data.dev }),
    withCandidate: (config, arm, labelsPerClass, candidate) =>
      withCandidate(config, arm as 'scratch' | 'pretrained', labelsPerClass, candidate as Finetuning),
  },
  limits: [
    "The pretraining text contains the training pool's glosses (without labels), as in-domain pretraining usually does; transfer from another domain is not measured here.",
    'At the laptop tier one pretraining run serves all seeds, so the intervals cover label subsets, order and head initialisation but not the luck of pretraining; the full tier pretrains for each seed.',
    'Hyperparameters were chosen on 2,000 labelled dev glosses, more labels than the smallest budgets have; every arm had the same.',
    'One dataset of short English definitions, one small model.',
  ],
  pretraining,
  trial,
});
