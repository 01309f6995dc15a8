// A whole study without a neural network, for tests of the runner, the reports and the commands.
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { accuracyOf } = require('./toyModel');

const modules = ['../tests/ablations/toyModel'];

function log(line) {
  if (process.env.TOY_LOG) fs.appendFileSync(process.env.TOY_LOG, `${line}\n`);
}

/** `lab` carries defineAblation and classification, from src or from dist. */
function toyDefinition(lab) {
  const ledger = { trainableParameters: 1000, trainingFlops: 2e9, seconds: 0.01, steps: 40 };
  const config = { encoder: { width: 8 }, head: { slope: 0.05 }, toy: { milliseconds: 0, failing: [] } };
  const tier = { minutes: 0.1, labelsPerClass: [2, 8, 32], seeds: 3, config };
  return {
    id: 'toy',
    title: 'Toy study',
    file: __filename,
    claim: {
      sentence: 'A toy that was wound up runs further than one that was not.',
      source: {
        paper: 'Maker, The Book of Toys',
        version: 'first edition',
        where: 'table 1',
        number: '20 points',
        protocol: 'ten toys, one floor',
      },
      expected: 'Wound up is ahead at every budget.',
    },
    task: lab.classification('toys', { metrics: ['accuracy', 'macroF1'] }),
    data: {
      cards: [],
      modules,
      uses: ['encoder'],
      prepare: async () => {
        log('prepare');
        return { name: 'toys' };
      },
      hash: (data) => `hash of ${data.name}`,
    },
    stages: {
      wind: { title: 'Winding', modules, uses: ['encoder', 'toy'] },
      oil: { title: 'Oiling', from: 'wind', modules, uses: ['encoder', 'toy'] },
    },
    arms: {
      still: { kind: 'baseline', title: 'Not wound', modules, uses: ['head', 'toy'] },
      wound: {
        kind: 'pretrained',
        title: 'Wound up',
        from: 'oil',
        modules,
        uses: ['head', 'encoder', 'toy'],
      },
      pushed: { kind: 'control', title: 'Pushed', matches: 'oil', modules, uses: ['head', 'toy'] },
    },
    verdict: { treatment: 'wound', reference: 'still', expects: 'better' },
    tiers: {
      quick: { ...tier, labelsPerClass: [2], seeds: 5, restricted: { pushed: { seeds: 0 } } },
      laptop: { ...tier, restricted: { pushed: { labelsPerClass: [8], seeds: 2 } } },
      full: { ...tier, seeds: 5, pretrainingPerSeed: true },
    },
    limits: ['Toys are not children.'],
    pretraining: async ({ stage, config, folder, artefact }) => {
      log(`begin ${stage}`);
      await sleep(config.toy.milliseconds);
      if (config.toy.failing.includes(stage)) throw new Error(`the spring of ${stage} broke`);
      const before =
        stage === 'oil' ? fs.readFileSync(path.join(artefact('wind').folder, 'spring.txt'), 'utf8') : '';
      fs.mkdirSync(path.join(folder, 'deep'));
      fs.writeFileSync(path.join(folder, 'spring.txt'), `${before}${stage} `);
      fs.writeFileSync(path.join(folder, 'deep', 'cog.bin'), Buffer.alloc(1000, 7));
      return { ledger };
    },
    trial: async ({ arm, config, labelsPerClass, seed, artefact }) => {
      log(`begin ${arm} ${labelsPerClass} ${seed}`);
      await sleep(config.toy.milliseconds);
      if (config.toy.failing.includes(`${arm} ${seed}`)) throw new Error(`toy ${seed} fell off the table`);
      const spring =
        arm === 'wound' ? fs.readFileSync(path.join(artefact('oil').folder, 'spring.txt'), 'utf8') : '';
      const gain = spring === 'wind oil ' ? 0.2 : arm === 'pushed' ? 0.03 : 0;
      const accuracy = accuracyOf({ gain, labelsPerClass, seed, arm, slope: config.head.slope });
      return {
        metrics: { accuracy, macroF1: accuracy - 0.01 },
        curves: {
          validationLoss: [0, 10, 20, 40].map((step) => ({ step, value: 1 - accuracy * (1 - 0.9 ** step) })),
        },
        facts: { 'chanceLevel of accuracy': 0.1, tieRate: 0 },
        ledger,
      };
    },
  };
}

module.exports = { toyDefinition };
