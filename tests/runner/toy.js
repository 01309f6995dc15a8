// A whole study without a neural network, for tests of the runner, the reports and the commands.
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { accuracyOf } = require('./toyModel');

function log(line) {
  if (process.env.TOY_LOG) fs.appendFileSync(process.env.TOY_LOG, `${line}\n`);
}

const ledger = { trainableParameters: 1000, trainingFlops: 2e9, seconds: 0.01, steps: 40 };
const file = __filename;

/** `lab` carries the makers of recipes, from src or from dist. */
function toyRecipes(lab) {
  const data = lab.dataRecipe({
    ...{ name: 'toys', file, uses: ['encoder'] },
    prepare: async () => {
      log('prepare');
      return { name: 'toys', dev: 'dev', test: 'test' };
    },
  });
  const stage = lab.stageRecipe({
    ...{ name: 'winding', file, uses: ['encoder', 'toy'] },
    run: async ({ settings, options, folder, start }) => {
      const { named } = options;
      log(`begin ${named}`);
      await sleep(settings.toy.milliseconds);
      if (settings.toy.failing.includes(named)) throw new Error(`the spring of ${named} broke`);
      const before = start ? fs.readFileSync(path.join(start.folder, 'spring.txt'), 'utf8') : '';
      fs.mkdirSync(path.join(folder, 'deep'));
      fs.writeFileSync(path.join(folder, 'spring.txt'), `${before}${named} `);
      fs.writeFileSync(path.join(folder, 'deep', 'cog.bin'), Buffer.alloc(1000, 7));
      return { ledger };
    },
  });
  const arm = lab.armRecipe({
    ...{ name: 'running', file, kind: 'baseline', uses: ['head', 'toy'] },
    run: async ({ settings, options, amount, seed, start, matched, data: toys }) => {
      const { named } = options;
      log(`begin ${named} ${amount} ${seed} on ${toys.test}`);
      await sleep(settings.toy.milliseconds);
      if (settings.toy.failing.includes(`${named} ${seed}`))
        throw new Error(`toy ${seed} fell off the table`);
      const spring = start ? fs.readFileSync(path.join(start.folder, 'spring.txt'), 'utf8') : '';
      const gain = spring === 'wind oil ' ? 0.2 : matched ? 0.03 : 0;
      const accuracy = accuracyOf({ gain, amount, seed, named, slope: settings.head.slope });
      return {
        metrics: { accuracy, macroF1: accuracy - 0.01 },
        curves: {
          validationLoss: [0, 10, 20, 40].map((step) => ({ step, value: 1 - accuracy * (1 - 0.9 ** step) })),
        },
        facts: { 'chanceLevel of accuracy': 0.1, tieRate: 0 },
        ledger,
      };
    },
  });
  return { data, stage, arm };
}

/** The toy study's definition; `lab` carries the makers of recipes, a task and an axis. */
function toyDefinition(lab) {
  const { data, stage, arm } = toyRecipes(lab);
  const settings = { encoder: { width: 8 }, head: { slope: 0.05 }, toy: { milliseconds: 0, failing: [] } };
  const tier = {
    minutes: 0.1,
    levels: [2, 8, 32],
    seeds: 3,
    settings,
    pretraining: 'shared',
    engine: 'eager',
  };
  return {
    id: 'toy',
    title: 'Toy study',
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
    data: data({ cards: {} }),
    task: {
      ...lab.classification({ metrics: ['accuracy', 'macroF1'] }),
      onDev: (toys) => ({ ...toys, test: toys.dev }),
    },
    axis: lab.labelsPerClass,
    stages: {
      wind: stage({ title: 'Winding', named: 'wind' }),
      oil: stage({ title: 'Oiling', from: 'wind', named: 'oil' }),
    },
    arms: {
      still: arm({ title: 'Not wound', named: 'still' }),
      wound: arm({ title: 'Wound up', kind: 'pretrained', from: 'oil', named: 'wound' }),
      pushed: arm({ title: 'Pushed', kind: 'control', matches: 'oil', named: 'pushed' }),
    },
    verdict: { treatment: 'wound', reference: 'still', expects: 'better' },
    tiers: {
      quick: { ...tier, levels: [2], seeds: 5, omits: ['pushed'] },
      laptop: { ...tier, fewer: { pushed: { levels: [8], seeds: 2 } } },
      full: { ...tier, seeds: 5, pretraining: 'perSeed' },
    },
    limits: ['Toys are not children.'],
  };
}

module.exports = { toyDefinition, toyRecipes };
