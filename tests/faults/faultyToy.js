// The toy study, in which seed 3 of the arm 'wound' asks for more memory than there is. FAULT: buffers, tensors or heap.
const { defineAblation } = require('../../dist/ablations/ablation');
const { classification } = require('../../dist/ablations/task');
const { toyDefinition } = require('../ablations/toy');

const definition = toyDefinition({ classification });
const { trial } = definition;
const faults = {
  buffers: () => {
    const kept = [];
    for (;;) kept.push(new Float32Array(2 ** 28));
  },
  tensors: () => {
    const { tf } = require('../../dist/engine/native');
    const kept = [];
    for (;;) kept.push(tf.fill([2 ** 13, 2 ** 13], 1));
  },
  heap: () => {
    const kept = [];
    for (;;) kept.push({ text: String(kept.length) });
  },
};
module.exports.toy = defineAblation({
  ...definition,
  trial: async (context) => {
    if (context.arm === 'wound' && context.seed === 3) faults[process.env.FAULT]?.();
    return trial(context);
  },
});
