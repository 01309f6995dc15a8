/** One budget for pretraining and training on labels. */
import { afterEach, expect, it } from 'vitest';
import { LabelledImages } from '../../src/data/images';
import { releaseKept } from '../../src/form/release';
import type { StageResult, TrialResult } from '../../src/form/result';
import { noAugmentation } from '../../src/objectives/augmentation';
import {
  budgetedFinetuning,
  budgetedPretraining,
  budgetedProbe,
  stepsWithin,
} from '../../src/recipes/computeBudget';
import { convnet } from '../../src/recipes/convnet';
import { freshFolder } from '../runner/toyStudy';

afterEach(() => releaseKept());

const shape = [8, 8, 1] as [number, number, number];
const count = 24;
const labels = Int32Array.from({ length: count }, (_, k) => k % 2);
const pixels = Uint8Array.from(
  { length: count * 64 },
  (_, k) => ((k * 37) % 100) + 100 * (Math.floor(k / 64) % 2),
);
const images = new LabelledImages(pixels, shape, labels, ['dark', 'light']);
const data = { labels: ['dark', 'light'], unlabelled: images, pool: images, dev: images, test: images };
const settings = (trainingFlops: number) => ({
  ...{ computeBudget: { trainingFlops }, augmentation: noAugmentation },
  convnet: { channels: [2, 2], strides: [2, 1] },
  contrastive: { batchSize: 8, learningRate: 1e-3, weightDecay: 0, temperature: 0.5 },
  finetuning: {
    ...{ learningRate: 1e-3, headRateDivisor: 1, batchSize: 4, weightDecay: 0 },
    validation: { examples: 4, points: 0 },
  },
  probe: { l2: [1], scaleOn: 8 },
});
const common = {
  ...{ data, dataName: 'budget test', seed: 1, engine: 'compiled', precision: 'float32', amount: 4 },
  ...{ scoring: { metrics: ['accuracy'], options: {} }, matched: undefined },
};
const network = convnet;
type Run<Result> = { run(context: object): Promise<Result> };
const pretrain = async (share: number, budget: number) => {
  const folder = freshFolder();
  const recipe = budgetedPretraining({ title: 'Views', network, share })
    .recipe as unknown as Run<StageResult>;
  const context = { ...common, folder, resumeFile: `${folder}/resume`, options: { network, share } };
  const { ledger } = await recipe.run({ ...context, settings: settings(budget) });
  return { id: 'stage', folder, ledger, metrics: {}, facts: {} };
};
const train = (budget: number, options: object = {}, start?: object, frozen = false) => {
  const arm = (frozen ? budgetedProbe : budgetedFinetuning)({ title: 'Arm', network });
  const recipe = arm.recipe as unknown as Run<TrialResult>;
  return recipe.run({ ...common, start, options: { network, ...options }, settings: settings(budget) });
};

it('pays for both out of one budget, to half a step', async () => {
  const budget = 4e6;
  const [all, half] = [await train(budget), await train(budget, { share: 0.5 })];
  const ofStep = all.ledger.trainingFlops / all.ledger.steps;
  expect(Math.abs(all.ledger.trainingFlops - budget)).toBeLessThanOrEqual(ofStep / 2);
  expect(Math.abs(half.ledger.trainingFlops - budget / 2)).toBeLessThanOrEqual(ofStep / 2);
  const stage = await pretrain(0.5, budget);
  const ofStage = stage.ledger.trainingFlops / stage.ledger.steps;
  expect(Math.abs(stage.ledger.trainingFlops - budget / 2)).toBeLessThanOrEqual(ofStage / 2);
  const after = await train(budget, {}, stage);
  const total = stage.ledger.trainingFlops + after.ledger.trainingFlops;
  expect(Math.abs(total - budget)).toBeLessThanOrEqual(ofStep / 2);
  const probe = await train(budget, {}, stage, true);
  expect(probe.facts?.weightsAfter).toBe(probe.facts?.weightsBefore);
});

it('gives the same twice', async () => {
  expect((await train(1e6)).metrics).toEqual((await train(1e6)).metrics);
});

it('refuses a share that is none, and a budget that pays for no step', async () => {
  await expect(pretrain(0, 1e6)).rejects.toThrow('Pretraining is given the share 0 of the budget');
  await expect(pretrain(0.5, 10)).rejects.toThrow('do not pay for one step of pretraining');
  await expect(train(10)).rejects.toThrow('do not pay for one step of fine-tuning');
  expect(stepsWithin(25, 10, 'x')).toBe(3);
});
