/** A classifier that is kept whole with its heads measured, and arms that take heads from it. */
import * as fs from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { releaseKept } from '../../src/form/release';
import type { TrialResult } from '../../src/form/result';
import { countParameters } from '../../src/models/parameters';
import { headMeasures, measuresFile, prunedClassifier, removalOrder } from '../../src/recipes/keptClassifier';
import type { TextClassificationData } from '../../src/recipes/textData';
import { type LiveStage, type LiveStudy, live } from '../../src/runner/live';
import { attentionHeads } from '../../src/studies/attentionHeads';
import { loadEncoder } from '../../src/training/savedEncoder';
import { textTrainer } from '../../src/training/textTrainer';
import { freshFolder } from '../runner/toyStudy';

let study: LiveStudy<TextClassificationData>;
let stage: LiveStage;
beforeAll(async () => {
  study = await live<TextClassificationData>(attentionHeads, { tier: 'quick', store: freshFolder() });
  stage = await study.stage('fineTuned');
}, 120_000);
afterEach(() => releaseKept());
afterAll(() => releaseKept());

const all = [0, 1].map(() => Array<boolean>(4).fill(true));
const without = (arm: string, share: number): Promise<TrialResult> =>
  study.trial(arm, { starts: stage, with: { removal: { share } } });

describe('the fine-tuned stage', () => {
  it('measures every head on texts that it learned from, and says so', () => {
    const { importance, magnitude } = headMeasures(stage);
    for (const scores of [importance, magnitude]) {
      expect(scores.map((layer) => layer.length)).toEqual([4, 4]);
      for (const score of scores.flat()) expect(score).toBeGreaterThan(0);
    }
    expect(stage.facts.importanceMeasuredOn).toBe('100 texts of train');
    expect(stage.metrics.devAccuracy).toBeGreaterThan(0.1);
  });

  it('measures on dev where it is told to, which changes the measure and not the network', async () => {
    const onDev = await study.stage('fineTuned', { with: { importance: { measuredOn: 'dev' } } });
    expect(onDev.facts.importanceMeasuredOn).toBe('100 texts of dev');
    expect(headMeasures(onDev).magnitude).toEqual(headMeasures(stage).magnitude);
    expect(headMeasures(onDev).importance).not.toEqual(headMeasures(stage).importance);
  });

  it('keeps the very classifier that it scored', () => {
    const encoder = loadEncoder(stage.folder);
    const { classifier } = prunedClassifier(stage, encoder, all, study.data.labels);
    const trainer = textTrainer(classifier);
    const { labels, examples } = study.data.dev;
    const right = trainer.predict(examples).filter((answer, k) => answer === labels[k]).length;
    expect(right / labels.length).toBeCloseTo(stage.metrics.devAccuracy!, 3);
    trainer.dispose();
    classifier.dispose();
    encoder.dispose();
  });

  it('has an order for each arm, the worst first the reverse of the best', () => {
    const measures = headMeasures(stage);
    const best = removalOrder(measures, 'leastImportant', '1');
    expect(removalOrder(measures, 'mostImportant', '1')).toEqual([...best].reverse());
    expect(removalOrder(measures, 'leastImportant', '2')).toEqual(best);
    expect(removalOrder(measures, 'random', '1')).not.toEqual(removalOrder(measures, 'random', '2'));
    const flat = measures.importance.flat();
    const raw = removalOrder(measures, 'leastImportantOfAllLayers', '1').map((head) => flat[head]!);
    expect(raw).toEqual([...flat].sort((a, b) => a - b));
    for (const order of [
      'leastImportant',
      'leastImportantOfAllLayers',
      'mostImportant',
      'smallest',
      'random',
    ] as const)
      expect([...removalOrder(measures, order, '1')].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('is missed with a sentence', () => {
    expect(() => headMeasures({ folder: freshFolder() })).toThrow(
      /There are no measured heads in .*; start from a stage made by 'finetunedHeads'\./,
    );
    expect(fs.existsSync(`${stage.folder}/${measuresFile}`)).toBe(true);
  });
});

describe('arms without heads', () => {
  it('without any removed are the whole network, in whatever order', async () => {
    const whole = await study.trial('whole', { starts: stage });
    for (const arm of ['byImportance', 'byMagnitude', 'random', 'worstFirst']) {
      const { metrics, facts } = await without(arm, 0);
      expect(metrics).toEqual(whole.metrics);
      expect(facts).toEqual(whole.facts);
    }
    expect(whole.facts!.headsLeft).toBe(8);
  });

  it('with all removed are one network, whatever the order, and still answer', async () => {
    const first = await without('byImportance', 1);
    expect(first.facts).toMatchObject({ headsLeft: 0, layersWithoutHeads: 2, choicesOfHeads: 1 });
    expect((await without('random', 1)).metrics).toEqual(first.metrics);
  });

  it('have fewer parameters and operations, and train none', async () => {
    const [half, whole] = [await without('worstFirst', 0.5), await without('worstFirst', 0)];
    const encoder = loadEncoder(stage.folder);
    // Four heads of eight columns: three blocks with biases, and the rows of the output.
    const gone = 4 * 8 * (4 * 32 + 3);
    expect(Number(whole.facts!.parametersLeft) - Number(half.facts!.parametersLeft)).toBe(gone);
    expect(Number(whole.facts!.parametersLeft)).toBeGreaterThan(countParameters(encoder.parameters));
    expect(Number(half.facts!.flopsOfLongestText)).toBeLessThan(Number(whole.facts!.flopsOfLongestText));
    expect(half.ledger).toMatchObject({ trainableParameters: 0, trainingFlops: 0, steps: 0 });
    encoder.dispose();
  });

  it('at random are the mean of several orders', async () => {
    expect((await without('random', 0.5)).facts!.choicesOfHeads).toBe(2);
    expect((await without('byImportance', 0.5)).facts!.choicesOfHeads).toBe(1);
  });

  it('need a stage to start from', async () => {
    const { recipe } = attentionHeads.arms.whole;
    const run = recipe.run as unknown as (context: object) => Promise<TrialResult>;
    await expect(run({ data: study.data, settings: {}, start: undefined })).rejects.toThrow(
      "name its stage in 'from'",
    );
  });
});
