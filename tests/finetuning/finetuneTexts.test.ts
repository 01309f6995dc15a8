import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LabelledTexts } from '../../src/data/texts';
import { tf } from '../../src/engine/native';
import { disposeIdleSessions } from '../../src/engine/session';
import { LabError, StoppedError } from '../../src/errors';
import { finetune } from '../../src/finetuning/finetuneTexts';
import { setNoticeSink } from '../../src/notices';
import { clearStop, requestStop } from '../../src/stop';
import { valuesOf } from '../models/tinyModel';
import { expectClose } from '../numerical';
import { smallClassifier, texts, usual } from './ownTexts';

beforeEach(() => tf.engine().startScope());
afterEach(() => {
  clearStop();
  disposeIdleSessions();
  tf.engine().endScope();
});

const quick = { ...usual, steps: 30, encoderLearningRate: 0.01, headLearningRate: 0.05 };

describe('fine-tuning on own texts', () => {
  it('learns, scores each class, and answers by name', async () => {
    const result = await finetune(smallClassifier(), quick);
    expect(result.accuracy).toBe(1);
    expect(result.scores.classes.map(({ name, f1, labelled }) => [name, f1, labelled])).toEqual([
      ['garden', 1, 6],
      ['market', 1, 6],
    ]);
    expect(result.scores.confusion).toEqual([
      [6, 0],
      [0, 6],
    ]);
    const held = usual.evaluateOn.examples;
    const names = held.map(({ label }) => usual.data.labels[label]);
    expect(result.predict(held.map(({ text }) => text))).toEqual(names);
    // In per cent, and nothing where there is nothing.
    const { data } = result.confusionFigure().plotly();
    expect(data[0]).toMatchObject({
      text: [
        ['100', ''],
        ['', '100'],
      ],
    });
    expect(result.classTable().toText()).toContain('garden');
    expect(result.toDisplay()['text/html']).toContain('market');
  });

  it('measures as often as it is told, and not at all on the way if so told', async () => {
    const measured = async (evaluateEvery?: number | 'end') => {
      const { validationLoss } = await finetune(smallClassifier(), { ...quick, steps: 20, evaluateEvery });
      return validationLoss.map(({ step }) => step);
    };
    expect(await measured()).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
    expect(await measured(10)).toEqual([0, 10, 20]);
    expect(await measured('end')).toEqual([]);
  });

  it('measures a sample on the way and scores all at the end', async () => {
    const result = await finetune(smallClassifier(), { ...quick, steps: 4, evaluateOnAtMost: 2 });
    expect(result.scores.predictions).toHaveLength(12);
    expect(result.validationLoss[0]!.value).not.toBe(result.scores.loss);
  });

  it('stops early with the best weights', async () => {
    // Labels the wrong way round: every step makes the held-out loss worse.
    const turned = new LabelledTexts(
      usual.evaluateOn.examples.map(({ text, label }) => ({ text, label: 1 - label })),
      usual.evaluateOn.labels,
    );
    const result = await finetune(smallClassifier(), {
      ...{ ...quick, steps: 200, evaluateOn: turned, evaluateEvery: 5, patience: 2 },
    });
    expect(result.steps).toBe(10);
    const lowest = Math.min(...result.validationLoss.map(({ value }) => value));
    expect(result.scores.loss).toBeCloseTo(lowest, 5);
  });

  it('tries several rates from the same weights and keeps the best; one that diverges has lost', async () => {
    const { encoderLearningRate: _, ...settings } = { ...quick, steps: 10 };
    const alone = await finetune(smallClassifier(), {
      ...settings,
      encoderLearningRate: 0.02,
      keepBest: true,
    });
    const result = await finetune(smallClassifier(), { ...settings, learningRates: [1e38, 0, 0.02] });
    expect(result.tried.map(({ loss }) => loss === undefined)).toEqual([true, false, false]);
    expect(result.learningRate).toBe(0.02);
    expect(result.tried[2]!.loss).toBeCloseTo(alone.scores.loss, 5);
    expect(result.scores.loss).toBeCloseTo(result.tried[2]!.loss!, 5);
    expect(result.rateTable().toText()).toContain('diverged');
  });

  it('puts the weights back and names the rates where all diverge', async () => {
    const classifier = smallClassifier();
    const before = valuesOf(classifier.parameters);
    const { encoderLearningRate: _, ...settings } = quick;
    const hopeless = finetune(classifier, { ...settings, learningRates: [1e38, 1e37] });
    await expect(hopeless).rejects.toThrow(/lower the learning rates \(1e\+37 of the encoder/);
    expect(valuesOf(classifier.parameters)).toEqual(before);
  });

  it('puts the weights back when stopped', async () => {
    const classifier = smallClassifier();
    const before = valuesOf(classifier.parameters);
    const stopped = finetune(classifier, { ...quick, onStep: (step) => step === 3 && requestStop() });
    await expect(stopped).rejects.toThrow(StoppedError);
    expect(valuesOf(classifier.parameters)).toEqual(before);
  });

  it('adds gradients up: four batches of 4 are one of 16', async () => {
    const [small, large] = [smallClassifier(), smallClassifier()];
    // With an epsilon of 1e-8 AdamW turns a gradient's rounding into a sign; few steps keep that small.
    const settings = { ...quick, steps: 3, classWeights: [1, 3] };
    await finetune(large, { ...settings, batchSize: 16 });
    await finetune(small, { ...settings, batchSize: 4, accumulate: 4 });
    const [a, b] = [valuesOf(small.parameters), valuesOf(large.parameters)];
    for (const name of ['head.weight', 'encoder.layers.0.expand.weight'])
      expectClose(a[name]!, b[name]!, 2e-3);
    await finetune(small, { ...settings, batchSize: 4 });
    expect(() => expectClose(valuesOf(small.parameters)['head.weight']!, b['head.weight']!, 2e-3)).toThrow();
  });

  it('hears rare classes with balanced weights, as with the numbers that stand for them', async () => {
    const data = texts(22, 2);
    const losses = async (classWeights?: 'balanced' | readonly number[]) => {
      const seen: number[] = [];
      await finetune(smallClassifier(), {
        ...{ ...quick, data, classWeights, steps: 3 },
        onStep: (_, loss) => seen.push(loss),
      });
      return seen;
    };
    const balanced = await losses('balanced');
    expect(balanced).toEqual(await losses([24 / 44, 6]));
    expect(balanced).not.toEqual(await losses());
  });

  it('says once how many texts are cut, and from where on', async () => {
    const said: string[] = [];
    setNoticeSink((sentence) => said.push(sentence));
    await finetune(smallClassifier(5), { ...quick, steps: 1, data: texts(3, 0), classWeights: [1, 1] });
    setNoticeSink(() => {});
    expect(said[0]).toMatch(
      /^3 of 3 texts to train on have more than 5 tokens \(the longest \d+\) and are cut there: an encoder with a larger maxLength reads more of them\.$/,
    );
  });
});

describe('fine-tuning refuses', () => {
  const refused = (options: object, classifier = smallClassifier()) =>
    finetune(classifier, { ...quick, ...options } as typeof quick).then(
      () => 'accepted',
      (error: Error) => {
        expect(error).toBeInstanceOf(LabError);
        return error.message;
      },
    );

  it.each([
    [{ steps: 0 }, 'steps is 0: give a whole number above 0.'],
    [
      { evaluateEvery: 0 },
      "evaluateEvery is 0: give a whole number above 0, or 'end' to measure at the end alone.",
    ],
    [{ accumulate: 1.5 }, 'accumulate is 1.5: give a whole number above 0.'],
    [{ seed: Number.NaN }, 'seed is NaN: give a whole number.'],
    [
      { learningRates: [1e-3] },
      'Give learningRates to try several, or encoderLearningRate for one, not both.',
    ],
    [{ encoderLearningRate: undefined, learningRates: [] }, 'learningRates is empty: give at least one.'],
    [
      { encoderLearningRate: undefined, learningRates: [1e-3, 1e-3] },
      'learningRates holds a rate twice (0.001, 0.001): name each once.',
    ],
    [{ headLearningRate: -1 }, 'The learning rate -1 is not a number from 0 on: give one such as 3e-4.'],
    [
      { evaluateEvery: 'end', patience: 2 },
      "evaluateEvery 'end' measures nothing on the way, which patience needs: give a number of steps.",
    ],
    [
      { classWeights: [1] },
      "classWeights has 1 entries for 2 classes (garden, market): give one number a class, or 'balanced'.",
    ],
    [{ classWeights: [1, 0] }, "The class weight of 'market' is 0: give a number above 0."],
    [
      { classWeights: 'balanced', data: texts(3, 0) },
      "classWeights 'balanced' needs an example of every class, and 'market' has none to train on: add some, or give the weights as numbers.",
    ],
    [{ data: texts() }, "'data' holds no labelled texts: give at least one a class."],
    [{ testOn: texts() }, "'testOn' holds no labelled texts: give at least one."],
  ])('%j', async (options, sentence) => {
    expect(await refused(options)).toBe(sentence);
  });

  it('labels that the classifier has no class for, before training', async () => {
    const three = new LabelledTexts([{ text: 'bees', label: 2 }], [...usual.data.labels, 'third']);
    expect(await refused({ evaluateOn: three })).toBe(
      "The label of example 0 of 'evaluateOn' is 2, but the classifier has 2 classes (0 to 1: garden, market); make the classifier with all classes of the data.",
    );
  });

  it('texts without labels', async () => {
    expect(await refused({ data: { texts: ['a'] } })).toBe(
      'The texts to train on have no labels: give LabelledTexts, such as dataset.train.',
    );
  });

  it('a tokenizer of another size', async () => {
    const tokenizer = { ...usual.tokenizer, vocabularySize: 4096 };
    expect(await refused({ tokenizer })).toMatch(
      /^The tokenizer has 4096 tokens, but the encoder's table has \d+: make the encoder/,
    );
  });
});
vi.setConfig({ testTimeout: 60_000 });
