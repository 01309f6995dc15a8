// The toy study as a module of one's own, for the commands: `lab run tests/ablations/toyModule.js`.
const { defineAblation } = require('../../dist/ablations/ablation');
const { classification } = require('../../dist/ablations/task');
const { toyDefinition } = require('./toy');

const definition = toyDefinition({ classification });
for (const tier of Object.values(definition.tiers)) {
  tier.config = {
    ...tier.config,
    toy: { milliseconds: Number(process.env.TOY_MILLISECONDS ?? 0), failing: [] },
  };
}
module.exports = { toy: defineAblation(definition) };
