/** Networks trained from random weights: the same again from the same seed, the fit that is told, and the parts. */
import { afterEach, beforeAll, expect, it } from 'vitest';
import { releaseKept } from '../../src/form/release';
import type { TrialResult } from '../../src/form/result';
import {
  plainNormalised,
  postNormTransformer,
  preNormTransformer,
  residualNormalised,
} from '../../src/recipes/deepNetwork';
import { type ImageClassificationData, labelledImages } from '../../src/recipes/imageData';
import { trainedImages } from '../../src/recipes/trainedImages';

let data: ImageClassificationData;
beforeAll(async () => {
  const { recipe, options } = labelledImages({ cards: { target: 'mnist-digits' } });
  const all = (await recipe.prepare({
    ...{ cards: { target: 'mnist-digits' }, options, settings: {} },
  } as never)) as unknown as ImageClassificationData;
  data = { ...all, test: all.dev.select([...Array(200).keys()]) as ImageClassificationData['test'] };
});
afterEach(() => releaseKept());

const settings = {
  deepNetwork: { channels: [8, 16], blocks: 2, groups: 4 },
  deepTransformer: { patch: 7, blocks: 2, width: 16, heads: 2 },
  finetuning: { steps: 200, learningRate: 4e-3, batchSize: 16, weightDecay: 0.01 },
  fit: { examples: 100, everySteps: 50 },
};
const run = (network: typeof plainNormalised | typeof preNormTransformer, seed: number) => {
  const arm = trainedImages({ title: 'Arm', network: network as never });
  return (arm.recipe.run as unknown as (context: object) => Promise<TrialResult>)({
    ...{ settings, data, seed, amount: 10, dataName: 'digits', engine: 'compiled', precision: 'float32' },
    ...{ options: { network }, scoring: { metrics: ['accuracy', 'loss'], options: {} } },
  });
};

it('a trial is the same again, another seed is another, and the fit is told beside the score', async () => {
  const first = await run(residualNormalised, 1);
  const other = await run(residualNormalised, 2);
  const again = await run(residualNormalised, 1);
  expect(again.metrics).toEqual(first.metrics);
  expect(again.curves).toEqual(first.curves);
  expect(other.metrics).not.toEqual(first.metrics);
  expect(first.curves?.trainingLoss?.map(({ step }) => step)).toEqual([50, 100, 150, 200]);
  expect(first.facts?.['training accuracy']).toBeGreaterThan(0.2);
  expect(first.facts?.['training loss']).toBeLessThan(first.curves!.trainingLoss![0]!.value);
  expect(first.metrics.accuracy).toBeGreaterThan(0.2);
});

it('the network decides: plain from residual, one place of the norm from the other', async () => {
  const [plain, residual] = [await run(plainNormalised, 1), await run(residualNormalised, 1)];
  expect(plain.ledger.trainableParameters).toBe(residual.ledger.trainableParameters);
  expect(plain.curves).not.toEqual(residual.curves);
  const [before, after] = [await run(preNormTransformer, 1), await run(postNormTransformer, 1)];
  expect(before.ledger.trainableParameters).toBe(after.ledger.trainableParameters);
  expect(before.curves).not.toEqual(after.curves);
});
