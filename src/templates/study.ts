/**
 * My study
 *
 * Claim: write in a sentence what you expect to see, and where it is claimed.
 * Run: npx lab run my-study --tier quick
 */
import {
  armRecipe,
  classification,
  defineStudy,
  drawnExamples,
  finetuned,
  labelledTexts,
  labelsPerClass,
  maskedLanguageModelling,
  scored,
  type TextClassificationData,
  type TrialContext,
  tfidfClassifier,
} from '../index';

// What recipes read, by section. A setting that you do not know is explained where you point at it in an editor.
const laptop = {
  texts: { vocabularySize: 2048, testLimit: 2000, scaleOn: 1000 },
  encoder: { layers: 1, width: 64, heads: 2, maxLength: 24, dropoutRate: 0.1 },
  tokenTable: { norm: 2 },
  maskedLanguageModel: {
    ...{ steps: 150, batchSize: 64, lengths: [24], learningRate: 2e-3, maskProbability: 0.15 },
    ...{ embeddingRateFactor: 1, weightDecay: 0.01, dropoutRate: 0 },
  },
  pooling: { sifConstant: 0.03 },
  finetuning: {
    ...{ steps: 60, learningRate: 3e-3, headRateDivisor: 10, freezeEmbeddings: false },
    ...{ batchSize: 32, lengths: [24], weightDecay: 0.01 },
    validation: { examples: 200, points: 3 },
  },
  probe: { l2: [30, 100, 300] },
  tfidf: { l2: [0.1, 1] },
};

const quick: typeof laptop = {
  ...laptop,
  texts: { vocabularySize: 1024, testLimit: 500, scaleOn: 300 },
  encoder: { ...laptop.encoder, width: 32 },
  maskedLanguageModel: { ...laptop.maskedLanguageModel, steps: 20 },
  finetuning: { ...laptop.finetuning, steps: 15 },
  probe: { l2: [100] },
  tfidf: { l2: [1] },
};

/** An arm of one's own: always the class that most of the drawn examples have. */
const mostFrequentClass = armRecipe({
  name: 'mostFrequentClass',
  kind: 'classical',
  async run({ data, amount, seed, scoring }: TrialContext<TextClassificationData, unknown>) {
    const started = performance.now();
    const counts = new Float64Array(data.labels.length);
    for (const index of drawnExamples(data, amount, seed)) counts[data.pool.labels[index]!]!++;
    const scores = Float64Array.from(
      { length: data.test.labels.length * counts.length },
      (_, k) => counts[k % counts.length]!,
    );
    return {
      ...scored({ logits: scores }, data.test.labels, data.labels, scoring),
      ledger: {
        ...{ trainableParameters: counts.length, trainingFlops: 0, steps: 1 },
        seconds: (performance.now() - started) / 1000,
      },
    };
  },
});

/** The study; see the head of this file. */
export const myStudy = defineStudy({
  id: 'my-study',
  title: 'My study',
  claim: {
    sentence: 'Masked language modelling helps a small classifier of texts when labels are few.',
    source: {
      paper: 'Devlin et al., BERT: Pre-training of Deep Bidirectional Transformers',
      version: 'NAACL 2019',
      where: 'table 1',
      number: 'what the paper reports, in its own units',
      protocol: 'on what data, with what model, how it was measured there',
    },
    expected: 'What you expect here, with a number, written before the first run.',
  },
  // A name in datasets/ or a card of your own: npx lab data new ./my-texts.csv
  data: labelledTexts({ cards: { target: 'wordnet-glosses' } }),
  task: classification({ metrics: ['accuracy', 'macroF1'] }),
  axis: labelsPerClass,
  stages: {
    masked: maskedLanguageModelling({ title: 'Masked language model', corpus: 'unlabelled' }),
  },
  arms: {
    scratch: finetuned({ title: 'From scratch', kind: 'baseline' }),
    pretrained: finetuned({ title: 'Pretrained, fine-tuned', from: 'masked' }),
    tfidf: tfidfClassifier({ title: 'TF-IDF, logistic regression' }),
    mostFrequentClass: mostFrequentClass({ title: 'Most frequent class' }),
  },
  verdict: { treatment: 'pretrained', reference: 'scratch', expects: 'better' },
  tiers: {
    quick: { minutes: 0.5, levels: [2, 8], seeds: 2, settings: quick },
    laptop: { minutes: 2, levels: [2, 8, 32], seeds: 5, settings: laptop },
    full: { minutes: 20, levels: [2, 8, 32], seeds: 10, settings: laptop },
  },
  limits: ['Settings are set by hand and not tuned.'],
});
