/** Heads with factors, heads taken away, and how much the loss depends on them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tf, withoutNativeKernels } from '../../src/engine/native';
import { randomness } from '../../src/engine/randomness';
import { headMagnitudes } from '../../src/models/headMagnitude';
import { keptHeads, lowestFirst, normalisedByLayer, randomOrder } from '../../src/models/headOrder';
import { MaskedHeadsEncoder } from '../../src/models/maskedHeads';
import { countParameters } from '../../src/models/parameters';
import { PrunedEncoder } from '../../src/models/prunedHeads';
import { TextClassifier } from '../../src/models/textClassifier';
import { headImportance } from '../../src/training/headImportance';
import { expectClose, normals, slopes } from '../numerical';
import { slowCrossEntropy, slowEncode } from './slowTransformer';
import { disturb, tinyEncoder, tinySizes, tokenIds, valuesOf } from './tinyModel';

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const sizes = { ...tinySizes, layers: 3, heads: 4, dropoutRate: 0.1 };
const { layers, heads, width } = sizes;
const rows = [
  [5, 9, 16, 7, 7, 12],
  [8, 5, 11, 0, 0, 0],
  [13, 0, 0, 0, 0, 0],
];
const batch = () => tf.tensor2d(rows, [3, 6], 'int32');

function disturbed() {
  const encoder = new MaskedHeadsEncoder(sizes, 5);
  disturb(encoder.parameters, 0.3, 1);
  return encoder;
}

/** Values of the encoder with each head's rows of the output projection times its factor: masking, seen from the weights. */
function weighed(encoder: MaskedHeadsEncoder, mask: ArrayLike<number>) {
  const values = valuesOf(encoder.parameters);
  for (let layer = 0; layer < layers; layer++) {
    const weight = values[`encoder.layers.${layer}.attentionOutput.weight`]!;
    for (let k = 0; k < weight.length; k++) {
      const head = Math.floor(Math.floor(k / width) / (width / heads));
      weight[k]! *= mask[layer * heads + head]!;
    }
  }
  return values;
}

const statesOf = (encoder: MaskedHeadsEncoder, mask?: tf.Tensor) => {
  encoder.headMask = mask;
  return encoder.encode(batch()).states.dataSync();
};

const choices = {
  'some heads': [
    [true, false, true, true],
    [false, false, true, false],
    [true, true, false, false],
  ],
  'a layer without any': [
    [false, false, false, false],
    [true, true, true, true],
    [false, true, false, true],
  ],
  'no head at all': Array.from({ length: layers }, () => Array<boolean>(heads).fill(false)),
};
const asMask = (kept: readonly (readonly boolean[])[]) => tf.tensor2d(kept.map((row) => row.map(Number)));

describe('a mask over heads', () => {
  it('of ones leaves the ordinary encoder, to the last bit, with dropout as well', () => {
    const encoder = disturbed();
    const plain = tinyEncoder(sizes);
    disturb(plain.parameters, 0.3, 1);
    const ones = tf.ones([layers, heads]);
    const ordinary = plain.encode(batch()).states.dataSync();
    expect(statesOf(encoder, ones)).toEqual(ordinary);
    expect(statesOf(encoder)).toEqual(ordinary);
    expect(statesOf(encoder, tf.ones([3, layers, heads]))).toEqual(ordinary);
    encoder.headMask = ones;
    const dropped = encoder.encode(batch(), randomness(3)).states.dataSync();
    expect(dropped).toEqual(plain.encode(batch(), randomness(3)).states.dataSync());
    expect(dropped).not.toEqual(ordinary);
  });

  it('equals slow loops over weights that carry the factors, padding included', () => {
    const encoder = disturbed();
    const mask = normals(layers * heads, 'mask');
    const slow = rows.flatMap((row) => slowEncode(row, weighed(encoder, mask), sizes).states.flat());
    expectClose(statesOf(encoder, tf.tensor2d(mask, [layers, heads])), slow, 1e-5);
  });

  it('of each text touches that text alone', () => {
    const encoder = disturbed();
    const own = [0, 1, 2].map((text) => normals(layers * heads, `mask ${text}`));
    const together = statesOf(
      encoder,
      tf.tensor3d(Float32Array.from(own.flatMap((m) => [...m])), [3, layers, heads]),
    );
    const size = 6 * width;
    own.forEach((mask, text) => {
      const alone = statesOf(encoder, tf.tensor2d(mask, [layers, heads]));
      const of = (states: ArrayLike<number>) => Array.from(states).slice(text * size, (text + 1) * size);
      expectClose(of(together), of(alone), 1e-6);
    });
  });

  it('of another shape is refused', () => {
    const encoder = disturbed();
    expect(() => statesOf(encoder, tf.ones([heads, layers]))).toThrow(
      'The mask of the heads is [4, 3]; give [3, 4] (layers, heads), or [3, 3, 4] with one for each text.',
    );
  });
});

describe('heads taken away', () => {
  it.each(Object.entries(choices))('leave the output of the masked encoder: %s', (_, kept) => {
    for (const run of [(body: () => void) => body(), withoutNativeKernels]) {
      run(() => {
        const encoder = disturbed();
        const pruned = new PrunedEncoder(encoder, kept);
        expectClose(pruned.encode(batch()).states.dataSync(), statesOf(encoder, asMask(kept)), 1e-5);
      });
    }
  });

  it('leave smaller matrices and less work; all kept is the whole', () => {
    const encoder = disturbed();
    const kept = choices['some heads'];
    const pruned = new PrunedEncoder(encoder, kept);
    expect(pruned.headsOfLayer).toEqual([3, 1, 2]);
    expect(pruned.parameters['encoder.layers.1.queryKeyValue.weight']!.shape).toEqual([width, 3 * 2]);
    expect(pruned.parameters['encoder.layers.1.attentionOutput.weight']!.shape).toEqual([2, width]);
    // A head owns three blocks of columns with their biases, and a block of rows.
    const head = (width / heads) * (4 * width + 3);
    expect(countParameters(encoder.parameters) - countParameters(pruned.parameters)).toBe(6 * head);
    const all = new PrunedEncoder(
      encoder,
      kept.map((row) => row.map(() => true)),
    );
    expect(all.forwardFlops(2, 5)).toBe(encoder.forwardFlops(2, 5));
    expect(pruned.forwardFlops(2, 5)).toBeLessThan(encoder.forwardFlops(2, 5));
    expect(all.encode(batch()).states.dataSync()).toEqual(statesOf(encoder));
  });

  it('leave the whole as it was, and a copy of what stays', () => {
    const encoder = disturbed();
    const before = statesOf(encoder);
    new PrunedEncoder(encoder, choices['some heads']).dispose();
    expect(statesOf(encoder)).toEqual(before);
  });

  it('are refused for other sizes, a causal encoder, and a text that is too long', () => {
    const encoder = disturbed();
    expect(() => new PrunedEncoder(encoder, [[true, true]])).toThrow(
      'The heads to keep are told for 1 layers of 2 heads; the encoder has 3 of 4.',
    );
    expect(
      () => new PrunedEncoder(tinyEncoder({ attention: 'causal' } as never), choices['some heads']),
    ).toThrow('this one is causal');
    const pruned = new PrunedEncoder(encoder, choices['some heads']);
    expect(() => pruned.encode(tf.zeros([1, 7], 'int32'))).toThrow('longer than maxLength 6');
  });
});

describe('the importance of heads', () => {
  const classes = ['animal', 'plant', 'act'];
  const tokenWeights = normals(sizes.vocabularySize, 'weights').map(Math.abs);
  tokenWeights[0] = 0;
  const texts = Array.from({ length: 5 }, (_, k) => tokenIds(2 + (k % 5), k));
  const labels = Int32Array.from([0, 2, 1, 1, 0]);

  function classified() {
    const encoder = disturbed();
    const classifier = new TextClassifier(encoder, { classes, tokenWeights, seed: 1 });
    disturb(classifier.head, 0.5, 2);
    return { encoder, classifier };
  }

  /** Loss of one text by slow loops, as a function of the mask. */
  function slowLoss(model: ReturnType<typeof classified>, text: Int32Array, label: number) {
    const head = valuesOf(model.classifier.head);
    return (mask: Float64Array) => {
      const { states, embeddings } = slowEncode(text, weighed64(model.encoder, mask), sizes);
      const total = text.reduce((sum, token) => sum + tokenWeights[token]!, 0);
      const features = [states, embeddings].flatMap((vectors) => {
        const mean = Array.from(
          { length: width },
          (_, k) => text.reduce((sum, token, t) => sum + tokenWeights[token]! * vectors[t]![k]!, 0) / total,
        );
        const square = mean.reduce((sum, value) => sum + value * value, 0) / width;
        return mean.map((value) => value / Math.sqrt(square + 1e-12));
      });
      const scores = classes.map((_, c) =>
        features.reduce(
          (sum, value, k) => sum + value * head['head.weight']![k * classes.length + c]!,
          head['head.bias']![c]!,
        ),
      );
      return slowCrossEntropy(scores, label);
    };
  }

  /** As `weighed`, in float64: differences of the loss need it. */
  function weighed64(encoder: MaskedHeadsEncoder, mask: Float64Array) {
    const values = Object.fromEntries(
      Object.entries(valuesOf(encoder.parameters)).map(([name, own]) => [name, Float64Array.from(own)]),
    );
    for (let layer = 0; layer < layers; layer++) {
      const weight = values[`encoder.layers.${layer}.attentionOutput.weight`]!;
      for (let k = 0; k < weight.length; k++)
        weight[k]! *= mask[layer * heads + Math.floor(Math.floor(k / width) / (width / heads))]!;
    }
    return values;
  }

  it.each(['compiled', 'eager'] as const)(
    'is the mean size of the slopes of the loss by the mask, by finite differences (%s)',
    (engine) => {
      const model = classified();
      const found = headImportance(model.classifier, model.encoder, { examples: texts, labels }, { engine });
      const ones = new Float64Array(layers * heads).fill(1);
      const each = texts.map((text, k) => slopes(slowLoss(model, text, labels[k]!), ones));
      const expected = [...ones.keys()].map(
        (k) => each.reduce((sum, own) => sum + Math.abs(own[k]!), 0) / texts.length,
      );
      expect(found.map((row) => row.length)).toEqual(Array(layers).fill(heads));
      expectClose(found.flat(), expected, 1e-4);
      expect(Math.max(...expected)).toBeGreaterThan(0.01);
    },
  );

  it('leaves the encoder without a mask, and is zero for a head that writes nothing', () => {
    const { encoder, classifier } = classified();
    const weight = encoder.parameters['encoder.layers.1.attentionOutput.weight']!;
    const own = width / heads;
    const rowsOfHead = tf.tensor2d(
      Array.from({ length: width }, (_, k) => [Math.floor(k / own) === 2 ? 0 : 1]),
    );
    weight.assign(weight.mul(rowsOfHead));
    const found = headImportance(classifier, encoder, { examples: texts, labels });
    expect(encoder.headMask).toBeUndefined();
    expect(found[1]![2]).toBe(0);
    expect(headMagnitudes(encoder)[1]![2]).toBe(0);
    expect(found[1]![1]).toBeGreaterThan(0);
  });

  it('is refused without texts, for a label that is no class, and for another encoder', () => {
    const { encoder, classifier } = classified();
    const none = { examples: [], labels: new Int32Array(0) };
    expect(() => headImportance(classifier, encoder, none)).toThrow('There is no text to measure');
    const wrong = { examples: texts, labels: Int32Array.from([0, 3, 1, 1, 0]) };
    expect(() => headImportance(classifier, encoder, wrong)).toThrow(
      'The label of text 1 is 3, but there are 3 classes.',
    );
    expect(() => headImportance(classifier, disturbed(), { examples: texts, labels })).toThrow(
      'The classifier stands over another encoder',
    );
  });
});

describe('the magnitude of heads', () => {
  it('is the Frobenius norm of values times output, loop by loop', () => {
    const encoder = disturbed();
    const values = valuesOf(encoder.parameters);
    const own = width / heads;
    const expected = Array.from({ length: layers * heads }, (_, index) => {
      const [layer, head] = [Math.floor(index / heads), index % heads];
      const project = values[`encoder.layers.${layer}.queryKeyValue.weight`]!;
      const output = values[`encoder.layers.${layer}.attentionOutput.weight`]!;
      let squares = 0;
      for (let i = 0; i < width; i++) {
        for (let j = 0; j < width; j++) {
          let sum = 0;
          for (let k = head * own; k < (head + 1) * own; k++)
            sum += project[i * 3 * width + 2 * width + k]! * output[k * width + j]!;
          squares += sum * sum;
        }
      }
      return Math.sqrt(squares);
    });
    expectClose(headMagnitudes(encoder).flat(), expected, 1e-5);
  });
});

describe('the order of removal', () => {
  it('is by score within norms of layers, ties by place', () => {
    expect(
      normalisedByLayer([
        [3, 4],
        [0, 0],
        [0, 2],
      ]),
    ).toEqual([
      [0.6, 0.8],
      [0, 0],
      [0, 1],
    ]);
    expect(
      lowestFirst([
        [0.6, 0.8],
        [0, 0],
        [0, 1],
      ]),
    ).toEqual([2, 3, 4, 0, 1, 5]);
  });

  it('at random is every head once, the same from one seed and another from another', () => {
    const order = randomOrder(3, 4, '1/0');
    expect([...order].sort((a, b) => a - b)).toEqual([...Array(12).keys()]);
    expect(randomOrder(3, 4, '1/0')).toEqual(order);
    expect(randomOrder(3, 4, '1/1')).not.toEqual(order);
  });

  it('takes the share that is asked for, nested', () => {
    const order = randomOrder(2, 4, 'x');
    const removed = (share: number) =>
      keptHeads({ layers: 2, heads: 4 }, order, share)
        .flat()
        .flatMap((stays, index) => (stays ? [] : [index]));
    expect([0, 0.25, 0.5, 1].map((share) => removed(share).length)).toEqual([0, 2, 4, 8]);
    expect(removed(0.5)).toEqual(expect.arrayContaining(removed(0.25)));
    expect(removed(0.25).sort()).toEqual(order.slice(0, 2).sort());
  });

  it('is refused for another share, and where it does not name every head once', () => {
    const sizes = { layers: 1, heads: 2 };
    expect(() => keptHeads(sizes, [0, 1], 1.5)).toThrow('The share of heads to remove is 1.5');
    expect(() => keptHeads(sizes, [0, 1], Number.NaN)).toThrow('The share of heads to remove is NaN');
    expect(() => keptHeads(sizes, [0, 0], 0.5)).toThrow('The order names 1 of the 2 heads in 2 places');
  });
});
