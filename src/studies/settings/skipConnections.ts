/** Settings of the study of skip connections. */

/** What minutes on a laptop allow. */
export const laptop = {
  // The axis changes both numbers of blocks; these are its middle.
  deepNetwork: { channels: [12, 24], blocks: 8, groups: 4 },
  deepTransformer: { patch: 7, blocks: 8, width: 32, heads: 4 },
  finetuning: { steps: 300, learningRate: 1e-3, batchSize: 32, weightDecay: 0.01 },
  fit: { examples: 500, everySteps: 10 },
};

/** Seconds instead of minutes: shows that all works, and nothing else. */
export const quick: typeof laptop = {
  ...laptop,
  deepNetwork: { channels: [4, 8], blocks: 2, groups: 4 },
  deepTransformer: { ...laptop.deepTransformer, blocks: 2, width: 16 },
  finetuning: { ...laptop.finetuning, steps: 10, batchSize: 16 },
  fit: { examples: 100, everySteps: 5 },
};

/** A night. */
export const full: typeof laptop = {
  ...laptop,
  deepNetwork: { channels: [16, 32], blocks: 8, groups: 4 },
  deepTransformer: { ...laptop.deepTransformer, width: 64 },
  finetuning: { ...laptop.finetuning, steps: 4000, batchSize: 64 },
};
