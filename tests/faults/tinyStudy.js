// A study with real training, small enough to repeat often: two pretraining stages and two arms by five seeds, twelve runs.
const { createHash } = require('node:crypto');
const path = require('node:path');
const { seededRandom } = require('../../dist/data/seededRandom');
const { labelsPerClass } = require('../../dist/form/axis');
const { dataRecipe } = require('../../dist/form/dataRecipe');
const { armRecipe, stageRecipe } = require('../../dist/form/recipe');
const { defineStudy } = require('../../dist/form/study');
const { classification } = require('../../dist/tasks/classification');

const sizes = { vocabularySize: 40, layers: 1, width: 16, heads: 2, maxLength: 8, dropoutRate: 0.1 };
const special = { padding: 0, unknown: 1, classification: 2, separator: 3, mask: 4 };
const tokenizer = { vocabularySize: 40, specialTokens: special };
const file = __filename;

/** Texts of two topics, each with tokens of its own. */
function texts(count, seed) {
  const random = seededRandom(`tiny/${seed}`);
  const labels = Int32Array.from({ length: count }, (_, row) => row % 2);
  const examples = [...labels].map((label) =>
    Int32Array.from({ length: 4 + random.integer(4) }, () => 5 + random.integer(20) + 12 * label),
  );
  return { examples, labels };
}

function hashOf(parameters) {
  const hash = createHash('sha256');
  for (const variable of Object.values(parameters))
    hash.update(new Uint8Array(variable.dataSync().slice().buffer));
  return hash.digest('hex');
}

const ledgerOf = ({ trainableParameters, trainingFlops, seconds, steps }) => ({
  ...{ trainableParameters, trainingFlops, seconds, steps },
});

/** The engine is loaded by the runs that need it, so that a process starts fast. */
function encoderOf(start, seed) {
  const { transformerEncoder } = require('../../dist/models/transformerEncoder');
  const { loadEncoder } = require('../../dist/training/savedEncoder');
  return start ? loadEncoder(path.join(start.folder, 'encoder')) : transformerEncoder({ ...sizes, seed });
}

const tinyTexts = dataRecipe({
  ...{ name: 'tinyTexts', file, uses: [] },
  prepare: async () => ({
    ...{ labels: ['first', 'second'], pool: texts(60, 'pool'), dev: texts(20, 'dev') },
    test: texts(100, 'test'),
    unlabelled: texts(60, 'unlabelled').examples,
  }),
});

const hiddenTokens = stageRecipe({
  ...{ name: 'hiddenTokens', file, uses: ['pretraining'] },
  run: async ({ settings, data, engine, seed, folder, resumeFile, start }) => {
    const { maskedLanguageModel } = require('../../dist/objectives/maskedLanguageModel');
    const { pretrain } = require('../../dist/training/pretrain');
    const { saveEncoder } = require('../../dist/training/savedEncoder');
    const encoder = encoderOf(start, seed);
    const done = await pretrain(encoder, {
      ...{ objective: maskedLanguageModel({ tokenizer }), sequences: data.unlabelled },
      ...{ steps: settings.pretraining.steps, batchSize: 8, seed, engine },
      checkpoint: { file: resumeFile, everySteps: 3 },
    });
    saveEncoder(path.join(folder, 'encoder'), encoder);
    return { ledger: ledgerOf(done), facts: { weights: hashOf(encoder.parameters) } };
  },
});

const trained = armRecipe({
  ...{ name: 'trained', file, kind: 'pretrained', uses: ['finetuning'] },
  run: async ({ settings, data, engine, seed, amount, start }) => {
    const { TextClassifier } = require('../../dist/models/textClassifier');
    const { textTrainer } = require('../../dist/training/textTrainer');
    const classifier = new TextClassifier(encoderOf(start, seed), {
      ...{ classes: data.labels, tokenWeights: new Float32Array(40).fill(1), seed },
    });
    const trainer = textTrainer(classifier, { engine, batchSize: 8 });
    const done = await trainer.finetune({
      train: texts(2 * amount, `labels ${seed}`),
      ...{ steps: settings.finetuning.steps, seed, encoderLearningRate: 1e-3, headLearningRate: 1e-2 },
    });
    const { examples, labels } = data.test;
    const predicted = trainer.predict(examples);
    const right = predicted.filter((label, row) => label === labels[row]).length;
    const weights = hashOf(classifier.parameters);
    trainer.dispose();
    return {
      metrics: { accuracy: right / predicted.length },
      facts: { weights, 'chanceLevel of accuracy': 0.5 },
      ledger: ledgerOf(done),
    };
  },
});

const tier = {
  ...{ minutes: 0.1, levels: [4], seeds: 5, pretraining: 'shared' },
  settings: { pretraining: { steps: 40 }, finetuning: { steps: 12 } },
};

module.exports.tiny = defineStudy({
  id: 'tiny',
  title: 'Tiny study',
  claim: {
    sentence: 'Pretraining helps to tell two topics apart.',
    source: { paper: 'none', version: 'none', where: 'none', number: 'none', protocol: 'none' },
    expected: 'Nothing: this study tests the runner.',
  },
  data: tinyTexts({ cards: {} }),
  task: classification({ metrics: ['accuracy'] }),
  axis: labelsPerClass,
  stages: {
    first: hiddenTokens({ title: 'First' }),
    second: hiddenTokens({ title: 'Second', from: 'first' }),
  },
  arms: {
    scratch: trained({ title: 'From scratch', kind: 'baseline' }),
    pretrained: trained({ title: 'Pretrained', from: 'second' }),
  },
  verdict: { treatment: 'pretrained', reference: 'scratch', expects: 'better' },
  tiers: { quick: tier, laptop: tier, full: tier },
  limits: [],
});
