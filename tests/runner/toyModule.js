// The toy study as a module of one's own, for the commands: `lab run tests/runner/toyModule.js`.
const lab = require('../../dist/index');
const { toyDefinition } = require('./toy');

const definition = toyDefinition(lab);
for (const tier of Object.values(definition.tiers)) {
  tier.settings = {
    ...tier.settings,
    toy: { milliseconds: Number(process.env.TOY_MILLISECONDS ?? 0), failing: [] },
  };
}
module.exports = { toy: lab.defineStudy(definition) };
