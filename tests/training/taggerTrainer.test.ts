/** The tagger and its training, against slow loops and finite differences. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { disposeIdleSessions } from '../../src/engine/session';
import { SentenceTagger } from '../../src/models/sentenceTagger';
import { clearStop, requestStop } from '../../src/stop';
import { flat, labelsInPlace, type TaggedTokens, withinReach } from '../../src/training/taggedTokens';
import { TaggerTrainer } from '../../src/training/taggerTrainer';
import { slowEncode } from '../models/slowTransformer';
import { disturb, tinyEncoder, tinySizes, tokenIds, valuesOf } from '../models/tinyModel';
import { expectClose } from '../numerical';

beforeEach(() => tf.engine().startScope());
afterEach(() => {
  clearStop();
  disposeIdleSessions();
  tf.engine().endScope();
});

const tags = ['O', 'B-x', 'I-x'];

function tagger(dropoutRate = 0) {
  const encoder = tinyEncoder({ dropoutRate });
  disturb(encoder.parameters, 0.2, 1);
  return new SentenceTagger(encoder, { tags, seed: 1 });
}

/** Words of one or two pieces; a word whose first piece is 5 is B-x, 6 is I-x. */
function sentences(count: number, seed: number): TaggedTokens {
  const rows = Array.from({ length: count }, (_, row) => {
    const words = Array.from({ length: 2 + (row % 3) }, (_, word) => {
      const [first = 8, second = 8] = tokenIds(2, `${seed}/${row}/${word}`).map((id) =>
        id < 8 ? 5 + (id % 3) : id,
      );
      return word % 2 ? [first] : [first, second];
    });
    let at = 0;
    const firsts = Int32Array.from(words, ({ length }) => {
      at += length;
      return at - length;
    });
    return {
      examples: Int32Array.from(words.flat()),
      firsts,
      labels: Int32Array.from(words, ([first]) => (first === 5 ? 1 : first === 6 ? 2 : 0)),
    };
  });
  return {
    examples: rows.map(({ examples }) => examples),
    firsts: rows.map(({ firsts }) => firsts),
    labels: rows.map(({ labels }) => labels),
  };
}

const train = sentences(40, 1);
const held = sentences(30, 2);
const usual = { train, steps: 120, encoderLearningRate: 0.01, headLearningRate: 0.05, seed: 2 };

/** Scores of each word in float64, loop by loop. */
function slowScores(model: SentenceTagger, { examples, firsts }: TaggedTokens): number[] {
  const values = valuesOf(model.parameters);
  const [weight, bias] = [values['head.weight']!, values['head.bias']!];
  return examples.flatMap((tokens, row) => {
    const { states, embeddings } = slowEncode([...tokens], values, tinySizes);
    return [...firsts[row]!].flatMap((first) => {
      const features = [...states[first]!, ...embeddings[first]!];
      return tags.map((_, tag) =>
        features.reduce((sum, value, k) => sum + value * weight[k * tags.length + tag]!, bias[tag]!),
      );
    });
  });
}

/** Mean cross-entropy over all words, loop by loop. */
function slowLoss(scores: readonly number[], labels: Int32Array): number {
  let sum = 0;
  labels.forEach((label, word) => {
    const own = scores.slice(word * tags.length, (word + 1) * tags.length);
    sum += Math.log(own.reduce((total, score) => total + Math.exp(score), 0)) - own[label]!;
  });
  return sum / labels.length;
}

describe('a tagger', () => {
  it('scores every word at its first piece, as slow loops do', () => {
    const model = tagger();
    const trainer = new TaggerTrainer(model, { batchSize: 4 });
    expectClose(trainer.logits(held), slowScores(model, held), 1e-4);
    expect(trainer.loss(held)).toBeCloseTo(slowLoss(slowScores(model, held), flat(held.labels)), 4);
    const features = trainer.features(held);
    expect([features.rows, features.columns]).toEqual([flat(held.labels).length, 2 * tinySizes.width]);
  });

  it('learns what can be learnt, says how the loss fell, and one seed gives one result', async () => {
    const model = tagger(0.1);
    const start = Object.values(model.encoder.parameters).map((variable) => variable.clone());
    const trainer = new TaggerTrainer(model, { batchSize: 8 });
    const result = await trainer.finetune({ ...usual, validation: { ...held, everySteps: 40 } });
    const first = [...trainer.predict(held)];
    const right = first.filter((tag, word) => tag === flat(held.labels)[word]).length;
    expect(right / first.length).toBeGreaterThan(0.9);
    expect(result.validationLoss.map(({ step }) => step)).toEqual([0, 40, 80, 120]);
    expect(result.validationLoss.at(-1)!.value).toBeLessThan(result.validationLoss[0]!.value / 2);
    const scores = trainer.logits(held);
    Object.values(model.encoder.parameters).forEach((variable, index) => {
      variable.assign(start[index]!);
    });
    await trainer.finetune(usual);
    expect(trainer.logits(held)).toEqual(scores);
  });

  it('moves by the gradient of the mean over words, whatever the padding', async () => {
    const model = tagger();
    const trainer = new TaggerTrainer(model, {
      ...{ batchSize: train.examples.length, weightDecay: 0, headWeightDecay: 0 },
      trains: (name) => name === 'head.bias',
    });
    const before = slowLoss(slowScores(model, train), flat(train.labels));
    const bias = model.parameters['head.bias']!;
    const head = { weight: new Float32Array(await model.parameters['head.weight']!.data()) };
    // The first step of Adam goes by the sign of the gradient: up where the loss falls.
    const values = Float32Array.from([0.3, -0.2, 0.1]);
    const slopes = tags.map((_, tag) => {
      const at = (shift: number) => {
        bias.assign(tf.tensor1d(values.map((value, k) => (k === tag ? value + shift : value))));
        return slowLoss(slowScores(model, train), flat(train.labels));
      };
      return (at(1e-3) - at(-1e-3)) / 2e-3;
    });
    let loss = Number.NaN;
    await trainer.finetune({
      ...{ train, steps: 1, warmupSteps: 0, encoderLearningRate: 0, headLearningRate: 0.01, seed: 1 },
      head: { ...head, bias: values },
      onStep: (_, value) => {
        loss = value;
      },
    });
    expect(before).toBeGreaterThan(0);
    bias.dataSync().forEach((value, tag) => {
      expect(Math.sign(value - values[tag]!)).toBe(-Math.sign(slopes[tag]!));
    });
    bias.assign(tf.tensor1d(values));
    expect(loss).toBeCloseTo(slowLoss(slowScores(model, train), flat(train.labels)), 4);
  });

  it('counts the steps that an amount of compute pays for', () => {
    const trainer = new TaggerTrainer(tagger(), { batchSize: 8 });
    const one = 3 * trainer.tagger.encoder.forwardFlops(8, tinySizes.maxLength);
    expect(trainer.stepsFor(5 * one, train.examples, 1)).toBe(5);
    expect(trainer.stepsFor(0, train.examples, 1)).toBe(0);
  });

  it('refuses no sentences, tags that are none and tags without words, and stops on request', async () => {
    const trainer = new TaggerTrainer(tagger(), { batchSize: 8 });
    const none = { examples: [], firsts: [], labels: [] };
    await expect(trainer.finetune({ ...usual, train: none })).rejects.toThrow(/no tagged sentences/);
    const wrong = { ...train, labels: train.labels.map((own) => own.map(() => 3)) };
    await expect(trainer.finetune({ ...usual, train: wrong })).rejects.toThrow(
      'The tag of word 0 in sentence 0 is 3, but the tagger has 3 tags (0 to 2); give one of them.',
    );
    const short = { ...train, labels: train.labels.map((own) => own.subarray(1)) };
    await expect(trainer.finetune({ ...usual, train: short })).rejects.toThrow(
      'Sentence 0 has 1 tags for 2 words: give one for each.',
    );
    requestStop();
    await expect(trainer.finetune(usual)).rejects.toMatchObject({ name: 'StoppedError' });
  });
});

describe('tagged tokens', () => {
  const set: TaggedTokens = {
    examples: [Int32Array.of(5, 9, 6, 7)],
    firsts: [Int32Array.of(0, 2, 3)],
    labels: [Int32Array.of(1, 2, 0)],
  };

  it('within reach are words that begin before the longest length', () => {
    const cut = withinReach(set, 3);
    expect([[...cut.examples[0]!], [...cut.firsts[0]!], [...cut.labels[0]!]]).toEqual([
      [5, 9, 6],
      [0, 2],
      [1, 2],
    ]);
    expect(withinReach(set, 64)).toEqual(set);
  });

  it('carry labels in the places of first pieces alone', () => {
    expect([...labelsInPlace(set, [0, 0], 3, 4)]).toEqual([1, -1, 2, 0, 1, -1, 2, 0, -1, -1, -1, -1]);
    expect([...labelsInPlace(set, [0], 1, 2)]).toEqual([1, -1]);
  });
});
