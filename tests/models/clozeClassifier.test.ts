/** Classification by filling a gap, against slow loops and finite differences. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { disposeIdleSessions } from '../../src/engine/session';
import { LabError } from '../../src/errors';
import { ClozeClassifier } from '../../src/models/clozeClassifier';
import { ClassifierTrainer } from '../../src/training/classifierTrainer';
import { textFeed } from '../../src/training/textFeed';
import { expectClose } from '../numerical';
import { slowEncode } from './slowTransformer';
import { disturb, tinyEncoder, tinySizes, valuesOf } from './tinyModel';

beforeEach(() => tf.engine().startScope());
afterEach(() => {
  disposeIdleSessions();
  tf.engine().endScope();
});

const classes = ['bad', 'good'];
const words = [7, 11];
const place = 1;

function cloze() {
  const encoder = tinyEncoder({ dropoutRate: 0 });
  disturb(encoder.parameters, 0.2, 1);
  const model = new ClozeClassifier(encoder, { classes, words, place });
  model.setOutputBias(Float32Array.from({ length: tinySizes.vocabularySize }, (_, id) => id / 100));
  return model;
}

/** State at the gap times each label word's row of the table, plus its bias. */
function slowScores(model: ClozeClassifier, tokens: readonly number[]): number[] {
  const values = valuesOf(model.parameters);
  const state = slowEncode([...tokens], values, tinySizes).states[place]!;
  const table = values['encoder.tokenEmbedding']!;
  return words.map((word, c) =>
    state.reduce(
      (sum, value, k) => sum + value * table[word * tinySizes.width + k]!,
      values['head.bias']![c]!,
    ),
  );
}

const rows = [
  [5, 4, 9, 16, 7],
  [5, 4, 12, 8],
  [5, 4, 10, 6, 13, 9],
];
const examples = rows.map((row) => Int32Array.from(row));

describe('a cloze', () => {
  it('scores the label words at the gap as the language model does', () => {
    const model = cloze();
    const trainer = new ClassifierTrainer(model, textFeed(model.encoder, { batchSize: 4 }));
    expectClose(
      trainer.logits(examples),
      rows.flatMap((row) => slowScores(model, row)),
      1e-4,
    );
    expect([...model.parameters['head.bias']!.dataSync()].map((value) => value.toFixed(2))).toEqual([
      '0.07',
      '0.11',
    ]);
  });

  it('moves its table by the gradient, through gap and label words', async () => {
    const model = cloze();
    const labels = Int32Array.of(0, 1, 1);
    const slowLoss = () => {
      const losses = rows.map((row, index) => {
        const scores = slowScores(model, row);
        return Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - scores[labels[index]!]!;
      });
      return losses.reduce((sum, loss) => sum + loss, 0) / rows.length;
    };
    const table = model.encoder.tokenEmbedding;
    const before = Float32Array.from(table.dataSync());
    const at = words[0]! * tinySizes.width;
    const slopes = [0, 1, 2, 3].map((k) => {
      const loss = (shift: number) => {
        table.assign(
          tf.tensor(
            before.map((value, i) => (i === at + k ? value + shift : value)),
            table.shape,
          ),
        );
        return slowLoss();
      };
      return (loss(1e-2) - loss(-1e-2)) / 2e-2;
    });
    table.assign(tf.tensor(before, table.shape));
    const trainer = new ClassifierTrainer(model, textFeed(model.encoder, { batchSize: 3 }), {
      weightDecay: 0,
    });
    await trainer.finetune({
      train: { examples, labels },
      ...{ steps: 1, warmupSteps: 0, encoderLearningRate: 1e-3, headLearningRate: 0, seed: 1 },
    });
    const after = table.dataSync();
    // The first step of Adam goes by the sign of the gradient, the learning rate far.
    slopes.forEach((slope, k) => {
      expect(after[at + k]! - before[at + k]!).toBeCloseTo(-1e-3 * Math.sign(slope), 5);
    });
  });

  it('learns from what it is given', async () => {
    const model = cloze();
    const trainer = new ClassifierTrainer(model, textFeed(model.encoder, { batchSize: 3 }));
    const train = { examples, labels: Int32Array.of(0, 1, 0) };
    await trainer.finetune({ train, steps: 60, encoderLearningRate: 0.01, headLearningRate: 0.01, seed: 1 });
    expect([...trainer.predict(examples)]).toEqual([0, 1, 0]);
  });

  it('refuses one class, words that are not one a class, and a head', () => {
    const encoder = tinyEncoder();
    const made = (options: { classes: string[]; words: number[] }) => () =>
      new ClozeClassifier(encoder, { ...options, place });
    expect(made({ classes: ['a'], words: [7] })).toThrow('A classifier needs at least two classes.');
    expect(made({ classes, words: [7] })).toThrow('2 classes need as many label words, each another one.');
    expect(made({ classes, words: [7, 7] })).toThrow('each another one');
    expect(() => cloze().setHead()).toThrow(LabError);
  });
});
