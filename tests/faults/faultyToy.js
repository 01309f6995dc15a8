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
    for (;;) kept.push(tf.fill([2 ** 14, 2 ** 14], 1)); // 1 GiB each: what is refused leaves Node its share
  },
  heap: async () => {
    const { breathe } = require('../../dist/stop');
    const kept = [];
    for (;;) {
      for (let row = 0; row < 1000; row++) kept.push({ text: String(kept.length) });
      await breathe();
    }
  },
};
module.exports.toy = defineAblation({
  ...definition,
  trial: async (context) => {
    if (context.arm === 'wound' && context.seed === 3) await faults[process.env.FAULT]?.();
    return trial(context);
  },
});
