// A study with real training, small enough to repeat often: two pretraining stages and two arms by five seeds, twelve runs.
const { createHash } = require('node:crypto');
const path = require('node:path');
const { defineAblation } = require('../../dist/ablations/ablation');
const { classification } = require('../../dist/ablations/task');
const { seededRandom } = require('../../dist/data/seededRandom');

const sizes = { vocabularySize: 40, layers: 1, width: 16, heads: 2, maxLength: 8, dropoutRate: 0.1 };
const special = { padding: 0, unknown: 1, classification: 2, separator: 3, mask: 4 };
const tokenizer = { vocabularySize: 40, specialTokens: special };
const modules = [
  'training/pretrain',
  'training/finetune',
  'training/savedEncoder',
  'objectives/maskedLanguageModel',
  'models/textClassifier',
];

/** Texts of two topics, each with tokens of its own. */
function texts(count, seed) {
  const random = seededRandom(`tiny/${seed}`);
  const labels = Int32Array.from({ length: count }, (_, row) => row % 2);
  const sequences = [...labels].map((label) =>
    Int32Array.from({ length: 4 + random.integer(4) }, () => 5 + random.integer(20) + 12 * label),
  );
  return { sequences, labels };
}

function hashOf(parameters) {
  const hash = createHash('sha256');
  for (const variable of Object.values(parameters))
    hash.update(new Uint8Array(variable.dataSync().slice().buffer));
  return hash.digest('hex');
}

const ledgerOf = ({ trainableParameters, trainingFlops, seconds, steps }) => ({
  trainableParameters,
  trainingFlops,
  seconds,
  steps,
});

// A path that does not depend on where the repository lies.
const tier = {
  minutes: 0.1,
  labelsPerClass: [4],
  seeds: 5,
  engine: 'compiled',
  config: { pretraining: { steps: 40 }, finetuning: { steps: 12 } },
};

module.exports.tiny = defineAblation({
  id: 'tiny',
  title: 'Tiny study',
  file: __filename,
  claim: {
    sentence: 'Pretraining helps to tell two topics apart.',
    source: { paper: 'none', version: 'none', where: 'none', number: 'none', protocol: 'none' },
    expected: 'Nothing: this study tests the runner.',
  },
  task: classification('tiny topics', { metrics: ['accuracy'] }),
  data: {
    cards: [],
    modules: ['data/seededRandom'],
    uses: [],
    prepare: () => ({ unlabelled: texts(60, 'unlabelled'), test: texts(100, 'test') }),
    hash: (data) => createHash('sha256').update(JSON.stringify(data)).digest('hex'),
  },
  stages: {
    first: { title: 'First', modules, uses: ['pretraining'] },
    second: { title: 'Second', from: 'first', modules, uses: ['pretraining'] },
  },
  arms: {
    scratch: { kind: 'baseline', title: 'From scratch', modules, uses: ['finetuning'] },
    pretrained: { kind: 'pretrained', title: 'Pretrained', from: 'second', modules, uses: ['finetuning'] },
  },
  verdict: { treatment: 'pretrained', reference: 'scratch', expects: 'better' },
  tiers: { quick: tier, laptop: tier, full: tier },
  limits: [],
  pretraining: async ({ stage, config, data, engine, seed, folder, resumeFile, artefact }) => {
    const { maskedLanguageModel } = require('../../dist/objectives/maskedLanguageModel');
    const { transformerEncoder } = require('../../dist/models/transformerEncoder');
    const { loadEncoder, saveEncoder } = require('../../dist/training/savedEncoder');
    const { pretrain } = require('../../dist/training/pretrain');
    const encoder =
      stage === 'first'
        ? transformerEncoder({ ...sizes, seed })
        : loadEncoder(path.join(artefact('first').folder, 'encoder'));
    const done = await pretrain(encoder, {
      objective: maskedLanguageModel({ tokenizer }),
      sequences: data.unlabelled.sequences,
      steps: config.pretraining.steps,
      batchSize: 8,
      seed,
      engine,
      checkpoint: { file: resumeFile, everySteps: 3 },
    });
    saveEncoder(path.join(folder, 'encoder'), encoder);
    return { ledger: ledgerOf(done), facts: { weights: hashOf(encoder.parameters) } };
  },
  trial: async ({ arm, config, data, engine, seed, labelsPerClass, artefact }) => {
    const { TextClassifier } = require('../../dist/models/textClassifier');
    const { transformerEncoder } = require('../../dist/models/transformerEncoder');
    const { loadEncoder } = require('../../dist/training/savedEncoder');
    const { ClassifierTrainer } = require('../../dist/training/finetune');
    const encoder =
      arm === 'scratch'
        ? transformerEncoder({ ...sizes, seed })
        : loadEncoder(path.join(artefact('second').folder, 'encoder'));
    const classifier = new TextClassifier(encoder, {
      classes: ['first', 'second'],
      tokenWeights: new Float32Array(40).fill(1),
      seed,
    });
    const trainer = new ClassifierTrainer(classifier, { engine, batchSize: 8 });
    const rates = { encoderLearningRate: 1e-3, headLearningRate: 1e-2 };
    const train = texts(2 * labelsPerClass, `labels ${seed}`);
    const done = await trainer.finetune({ train, ...rates, ...config.finetuning, seed });
    const predicted = trainer.predict(data.test.sequences);
    const right = predicted.filter((label, row) => label === data.test.labels[row]).length;
    const weights = hashOf(classifier.parameters);
    trainer.dispose();
    return {
      metrics: { accuracy: right / predicted.length },
      facts: { weights, 'chanceLevel of accuracy': 0.5 },
      ledger: ledgerOf(done),
    };
  },
});
