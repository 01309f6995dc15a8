/** Settings that the studies on images share, so that their files say what differs. */

/** Fine-tuning and probing at the laptop and the full tier; steps and rate are tuned. */
export const trainedOnImages = {
  finetuning: {
    ...{ steps: 400, learningRate: 4e-3, headRateDivisor: 1, batchSize: 32, weightDecay: 0.01 },
    validation: { examples: 300, points: 5 },
  },
  probe: { l2: [0.1, 1, 10, 100], scaleOn: 1000 },
};

/** The same for seconds instead of minutes; not tuned. */
export const quicklyTrainedOnImages: typeof trainedOnImages = {
  finetuning: {
    ...{ ...trainedOnImages.finetuning, steps: 10, learningRate: 1e-3, batchSize: 64 },
    validation: { examples: 100, points: 2 },
  },
  probe: { l2: [10], scaleOn: 200 },
};

/** What tuning tries for every tuned arm at every level. */
export const imageGrid = {
  steps: {
    values: [100, 400],
    within: [25, 1600],
    because: 'at more steps the laptop tier would take over half an hour',
  },
  learningRate: {
    values: [1e-3, 4e-3],
    within: [2.5e-4, 6.4e-2],
    because: 'rates beyond are outside what AdamW is used with',
  },
} as const;
