/**
 * How much should be hidden?
 *
 * Claim: predicting 40 % of the tokens makes better features than predicting 15 %, at equal steps.
 * Source: Wettig et al. 2023. The smallest study of the lab, over a setting instead of labels: the one to copy.
 * Run: npx lab run masking-share --tier quick|laptop|full
 */
import { settingAxis } from '../form/axis';
import { defineStudy } from '../form/study';
import { finetuned, probed } from '../recipes/finetunedTexts';
import { labelledTexts } from '../recipes/labelledTexts';
import { maskedLanguageModelling } from '../recipes/maskedLanguageModelling';
import { classification } from '../tasks/classification';

const laptop = {
  texts: { vocabularySize: 2048, testLimit: 2000, scaleOn: 1000 },
  // One layer, so that five pretraining runs at each share take seconds.
  encoder: { layers: 1, width: 64, heads: 2, maxLength: 24, dropoutRate: 0.1 },
  tokenTable: { norm: 2 },
  maskedLanguageModel: {
    ...{ steps: 150, batchSize: 64, lengths: [24], learningRate: 2e-3, embeddingRateFactor: 1 },
    // The axis: 0.15 stands here as the usual value (Devlin et al. 2019, section 3.1).
    ...{ maskProbability: 0.15, weightDecay: 0.01, dropoutRate: 0 },
  },
  pooling: { sifConstant: 0.03 },
  finetuning: {
    ...{ steps: 60, learningRate: 3e-3, headRateDivisor: 10, freezeEmbeddings: false },
    ...{ batchSize: 32, lengths: [24], weightDecay: 0.01 },
    validation: { examples: 200, points: 3 },
  },
  probe: { l2: [30, 100, 300] },
};

const quick: typeof laptop = {
  ...laptop,
  texts: { vocabularySize: 1024, testLimit: 500, scaleOn: 300 },
  encoder: { ...laptop.encoder, width: 32 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 20 },
  finetuning: { ...laptop.finetuning, steps: 15 },
  probe: { l2: [100] },
};

const full: typeof laptop = {
  ...laptop,
  encoder: { ...laptop.encoder, layers: 3, width: 128, heads: 4 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 2000 },
};

/** The study; see the head of this file. */
export const maskingShare = defineStudy({
  id: 'masking-share',
  title: 'How much should be hidden in masked language modelling',
  claim: {
    sentence:
      'At equal steps, a masked language model that hides 40 % of the tokens makes better features than one that hides 15 %.',
    source: {
      paper: 'Wettig, Gao, Zhong & Chen, Should You Mask 15% in Masked Language Modeling?',
      version: 'EACL 2023',
      where: 'abstract',
      number:
        'masking 40 % outperforms 15 % for models of BERT-large size; larger models should adopt a higher masking rate',
      protocol: 'GLUE and SQuAD after fine-tuning',
    },
    expected:
      'A very small model should not adopt a higher rate: the lead over scratch at 40 % about that at 15 %, and smaller at 80 %.',
  },
  data: labelledTexts({ cards: { target: 'wordnet-glosses' } }),
  task: classification({ metrics: ['accuracy', 'macroF1'] }),
  axis: settingAxis({
    name: 'maskProbability',
    title: 'share of tokens hidden',
    scale: 'linear',
    set: (maskProbability) => ({ maskedLanguageModel: { maskProbability } }),
  }),
  stages: { masked: maskedLanguageModelling({ title: 'Masked language model', corpus: 'unlabelled' }) },
  arms: {
    scratch: finetuned({ title: 'From scratch', kind: 'baseline' }),
    pretrained: finetuned({ title: 'Pretrained, fine-tuned', from: 'masked' }),
    frozen: probed({ title: 'Pretrained, frozen, linear probe', from: 'masked' }),
  },
  verdict: {
    treatment: 'pretrained',
    reference: 'scratch',
    expects: 'better',
    trend: { from: 0.15, to: 0.4 },
  },
  tiers: {
    quick: { minutes: 0.5, levels: [0.15, 0.4], seeds: 2, amount: 8, settings: quick },
    laptop: { minutes: 1, levels: [0.05, 0.15, 0.4, 0.8], seeds: 5, amount: 8, settings: laptop },
    full: { minutes: 60, levels: [0.05, 0.15, 0.4, 0.8], seeds: 10, amount: 8, settings: full },
  },
  limits: [
    'Settings are set by hand and not tuned; every share has the same.',
    'One very small model, one dataset of short definitions, 8 labels a class.',
    'The full tier has not been run, and its minutes are an estimate.',
  ],
});
