import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { disposeIdleSessions } from '../../src/engine/session';
import { LabError, StoppedError } from '../../src/errors';
import { countParameters } from '../../src/models/parameters';
import { TextClassifier } from '../../src/models/textClassifier';
import { clearStop, requestStop } from '../../src/stop';
import type { FinetuneOptions } from '../../src/training/classifierTrainer';
import type { TokenSequences } from '../../src/training/textFeed';
import { textTrainer } from '../../src/training/textTrainer';
import { slowCrossEntropy } from '../models/slowTransformer';
import { disturb, tinyEncoder, tinySizes, tokenIds, valuesOf } from '../models/tinyModel';
import { expectClose } from '../numerical';

beforeEach(() => tf.engine().startScope());
afterEach(() => {
  clearStop();
  disposeIdleSessions();
  tf.engine().endScope();
});

const classes = ['fives', 'sixes', 'sevens'];

/** Texts that hold their label's token (5, 6 or 7) among others that say nothing: learnable, by looking. */
function labelled(count: number, seed: number) {
  const labels = Int32Array.from({ length: count }, (_, row) => row % 3);
  const examples = Array.from(labels, (label, row) => {
    const ids = tokenIds(2 + (row % 5), `${seed}/${row}`).map((id) => (id < 8 ? 8 : id));
    ids[row % ids.length] = 5 + label;
    return ids;
  });
  return { examples, labels };
}

const train = labelled(24, 1);
const held = labelled(30, 2);

function classifier() {
  const tokenWeights = new Float32Array(tinySizes.vocabularySize).fill(1, 1);
  const model = new TextClassifier(tinyEncoder({ dropoutRate: 0.1 }), { classes, tokenWeights, seed: 1 });
  disturb(model.encoder.parameters, 0.1, 1);
  return model;
}

const usual: FinetuneOptions<TokenSequences> = {
  train,
  steps: 60,
  encoderLearningRate: 0.01,
  headLearningRate: 0.05,
  seed: 2,
};

describe('fine-tuning', () => {
  it('learns a task that can be learnt, and says how the loss fell', async () => {
    const trainer = textTrainer(classifier(), { batchSize: 8 });
    const validation = { ...held, everySteps: 20 };
    const result = await trainer.finetune({ ...usual, validation });
    const right = trainer.predict(held.examples).filter((label, row) => label === held.labels[row]).length;
    expect(right / 30).toBeGreaterThan(0.9);
    expect(result.validationLoss.map(({ step }) => step)).toEqual([0, 20, 40, 60]);
    const [first, , , last] = result.validationLoss.map(({ value }) => value);
    expect(Math.abs(first - Math.log(3))).toBeLessThan(0.2);
    expect(last).toBeLessThan(0.4);
    expect(last).toBe(trainer.loss(held));
    expect(result).toMatchObject({
      steps: 60,
      trainableParameters: countParameters(trainer.classifier.parameters),
    });
    expect(result.trainingFlops).toBe(60 * 3 * trainer.classifier.encoder.forwardFlops(8, 6));
    expect(trainer.stepsFor(result.trainingFlops, train.examples, usual.seed)).toBe(60);
    trainer.dispose();
  });

  it('pads each batch to the shortest length that fits, and counts what that costs', async () => {
    const trainer = textTrainer(classifier(), { batchSize: 6, lengths: [6, 3, 4] });
    const result = await trainer.finetune({ ...usual, steps: 8 });
    // 24 texts of 2 to 6 tokens, sorted, in batches of 6: the longest of each has 3, 4, 5 and 6 tokens.
    const lengths = [...train.examples.map(({ length }) => length)].sort((a, b) => a - b);
    const padded = [5, 11, 17, 23].map((last) => [3, 4, 6].find((length) => length >= lengths[last])!);
    const flops = padded.reduce(
      (sum, length) => sum + 3 * trainer.classifier.encoder.forwardFlops(6, length),
      0,
    );
    expect(result.trainingFlops).toBe(2 * flops);
    expect(trainer.stepsFor(2 * flops, train.examples, usual.seed)).toBe(8);
    trainer.dispose();
  });

  it('repeats by seed, whatever ran before; another seed gives other weights', async () => {
    const model = classifier();
    const initial = valuesOf(model.encoder.parameters);
    const trainer = textTrainer(model, { batchSize: 8 });
    const trial = async (seed: number) => {
      tf.tidy(() => {
        for (const [name, values] of Object.entries(initial))
          model.encoder.parameters[name].assign(tf.tensor(values, model.encoder.parameters[name].shape));
      });
      const losses: number[] = [];
      await trainer.finetune({ ...usual, steps: 10, seed, onStep: (_, loss) => losses.push(loss) });
      return { weights: valuesOf(model.parameters), losses };
    };
    const [first, other, again] = [await trial(1), await trial(2), await trial(1)];
    expect(again).toEqual(first);
    expect(other.losses).not.toEqual(first.losses);
    trainer.dispose();
  });

  it('gives the losses of the eager engine', async () => {
    const losses = async (engine: 'compiled' | 'eager') => {
      const trainer = textTrainer(classifier(), { batchSize: 8, engine });
      const all: number[] = [];
      await trainer.finetune({ ...usual, steps: 10, onStep: (_, loss) => all.push(loss) });
      trainer.dispose();
      return all;
    };
    const [compiled, eager] = [await losses('compiled'), await losses('eager')];
    eager.forEach((loss, step) => {
      expect(Math.abs(compiled[step] - loss) / loss).toBeLessThan(1e-5);
    });
  });

  it.each([
    ['a learning rate of 0', {}, { encoderLearningRate: 0 }],
    ['training the head alone', { trains: (name: string) => name.startsWith('head.') }, {}],
  ])('leaves frozen weights and features as they are, to the last bit: %s', async (how, options, rates) => {
    const model = classifier();
    const before = valuesOf(model.encoder.parameters);
    const trainer = textTrainer(model, { batchSize: 8, weightDecay: 0.5, ...options });
    const features = trainer.features(held.examples);
    const { trainableParameters } = await trainer.finetune({ ...usual, ...rates });
    expect(valuesOf(model.encoder.parameters)).toEqual(before);
    expect(trainer.features(held.examples)).toEqual(features);
    // The head has learnt nonetheless.
    expect(trainer.loss(train)).toBeLessThan(Math.log(3) - 0.05);
    if (how.includes('head')) expect(trainableParameters).toBe(countParameters(model.head));
    trainer.dispose();
  });

  it('sees every example once before any a second time', async () => {
    // One epoch of three full batches: a loss that is counted once an example.
    const losses: number[] = [];
    const still = { ...usual, encoderLearningRate: 0, headLearningRate: 0 };
    const noDropout = textTrainer(
      new TextClassifier(tinyEncoder({ dropoutRate: 0 }), {
        classes,
        tokenWeights: new Float32Array(17).fill(1, 1),
        seed: 1,
      }),
      { batchSize: 8 },
    );
    for (const seed of [1, 2]) {
      losses.length = 0;
      await noDropout.finetune({ ...still, steps: 6, seed, onStep: (_, loss) => losses.push(loss) });
      const mean = (part: number[]) => part.reduce((a, b) => a + b, 0) / part.length;
      expect(mean(losses.slice(0, 3))).toBeCloseTo(noDropout.loss(train), 5);
      expect(mean(losses.slice(3))).toBeCloseTo(noDropout.loss(train), 5);
    }
    noDropout.dispose();
  });

  it('fills a batch from fewer examples by repeating them', async () => {
    const trainer = textTrainer(classifier(), { batchSize: 8 });
    const few = { examples: train.examples.slice(0, 3), labels: train.labels.slice(0, 3) };
    await trainer.finetune({ ...usual, train: few, steps: 40 });
    expect([...trainer.predict(few.examples)]).toEqual([0, 1, 2]);
    trainer.dispose();
  });

  it('ends with the best weights where that is asked for', async () => {
    const trainer = textTrainer(classifier(), { batchSize: 8 });
    // One of five labels is wrong, so that certainty comes to cost more than it gains.
    const labels = held.labels.map((label, row) => (row % 5 === 0 ? (label + 1) % 3 : label));
    const validation = { examples: held.examples, labels, everySteps: 1 };
    const { validationLoss } = await trainer.finetune({ ...usual, steps: 30, validation, keepBest: true });
    const values = validationLoss.map(({ value }) => value);
    const best = Math.min(...values);
    expect(values.indexOf(best)).toBeGreaterThan(0);
    expect(values[values.length - 1]).toBeGreaterThan(best);
    expect(trainer.loss(validation)).toBe(best);
    // What it predicts with and what the tensors hold are the same.
    trainer.reload();
    expect(trainer.loss(validation)).toBe(best);
    trainer.dispose();
  });
});

describe('evaluation', () => {
  it('scores texts of all lengths in their order, cut at the encoder’s positions', () => {
    const model = classifier();
    const trainer = textTrainer(model);
    const texts = [6, 1, 9, 3, 2, 4, 0, 5].map((length, row) => tokenIds(length, row));
    const slow = texts.flatMap((ids) => {
      const row = [...ids.subarray(0, 6)];
      return [
        ...model
          .logits(tf.tensor2d([[...row, ...Array(6 - row.length).fill(0)]], [1, 6], 'int32'))
          .dataSync(),
      ];
    });
    expectClose(trainer.logits(texts), slow, 1e-5);
    const scores = texts.map((_, row) => slow.slice(row * 3, row * 3 + 3));
    expect([...trainer.predict(texts)]).toEqual(scores.map((own) => own.indexOf(Math.max(...own))));
    const labels = Int32Array.from(texts, (_, row) => row % 3);
    const mean = scores.reduce((sum, own, row) => sum + slowCrossEntropy(own, labels[row]), 0) / texts.length;
    expect(trainer.loss({ examples: texts, labels })).toBeCloseTo(mean, 5);
    trainer.dispose();
  });

  it('takes more texts than one batch holds, as a training set may be', () => {
    const trainer = textTrainer(classifier());
    const texts = Array.from({ length: 300 }, (_, row) => tokenIds(1 + (row % 6), row % 7));
    const scores = trainer.logits(texts);
    expect(scores.length).toBe(900);
    for (const row of [42, 250, 294]) {
      const alone = trainer.logits([texts[row]]);
      expectClose(scores.subarray(row * 3, row * 3 + 3), alone, 1e-6);
    }
    trainer.dispose();
  });

  it('changes nothing, and sees weights changed from outside after reload', () => {
    const model = classifier();
    const trainer = textTrainer(model);
    const before = trainer.logits(held.examples);
    expect(trainer.logits(held.examples)).toEqual(before);
    model.resetHead(99);
    trainer.reload();
    expect(trainer.logits(held.examples)).not.toEqual(before);
    trainer.dispose();
  });
});

describe('what goes wrong', () => {
  it('is said: no texts, a loss that is no number, a request to stop', async () => {
    const trainer = textTrainer(classifier(), { batchSize: 8 });
    const nothing = { examples: [], labels: new Int32Array(0) };
    await expect(trainer.finetune({ ...usual, train: nothing })).rejects.toThrow(
      'There are no labelled texts to fine-tune on; choose a budget of at least one label a class.',
    );
    const exploding = trainer.finetune({ ...usual, encoderLearningRate: 1e38, headLearningRate: 1e38 });
    const error = await exploding.catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(LabError);
    expect((error as Error).message).toMatch(
      /^The loss became (NaN|Infinity) at step \d+ of 60; lower the learning rates or check the data\.$/,
    );
    requestStop();
    await expect(trainer.finetune(usual)).rejects.toThrow(StoppedError);
    // Neither hurts the next trial: the classifier's tensors were not touched.
    clearStop();
    await trainer.finetune(usual);
    expect(trainer.loss(train)).toBeLessThan(0.4);
    trainer.dispose();
  });

  it('leaves nothing behind', async () => {
    const model = classifier();
    const before = tf.memory().numTensors;
    const trainer = textTrainer(model, { batchSize: 8 });
    await trainer.finetune({ ...usual, steps: 3, validation: { ...held, everySteps: 1 }, keepBest: true });
    await expect(trainer.finetune({ ...usual, steps: 8, headLearningRate: 1e38 })).rejects.toThrow(LabError);
    trainer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
