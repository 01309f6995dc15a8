// The toy study, in which seed 3 of the arm 'wound' asks for more memory than there is. FAULT: buffers, tensors or heap.
const lab = require('../../dist/index');
const { toyDefinition } = require('../runner/toy');

const definition = toyDefinition(lab);
const faults = {
  buffers: () => {
    const kept = [];
    for (;;) kept.push(new Float32Array(2 ** 28));
  },
  tensors: () => {
    const kept = [];
    for (;;) kept.push(lab.tf.fill([2 ** 14, 2 ** 14], 1)); // 1 GiB each: what is refused leaves Node its share
  },
  heap: async () => {
    const kept = [];
    for (;;) {
      for (let row = 0; row < 1000; row++) kept.push({ text: String(kept.length) });
      await lab.breathe();
    }
  },
};
const { wound } = definition.arms;
const run = async (context) => {
  if (context.seed === 3) await faults[process.env.FAULT]?.();
  return wound.recipe.run(context);
};
module.exports.toy = lab.defineStudy({
  ...definition,
  arms: { ...definition.arms, wound: { ...wound, recipe: { ...wound.recipe, run } } },
});
