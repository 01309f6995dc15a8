/** The encoder-decoder against slow loops, finite differences, and itself with kept keys and values. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { disposeIdleSessions } from '../../src/engine/session';
import { EncoderDecoder } from '../../src/models/encoderDecoder';
import { smoothedCrossEntropy } from '../../src/objectives/smoothedCrossEntropy';
import { CachedDecoding } from '../../src/published/generation/cachedDecoding';
import { expectClose } from '../numerical';
import { disturb, valuesOf } from './tinyModel';

beforeEach(() => tf.engine().startScope());
afterEach(() => {
  disposeIdleSessions();
  tf.engine().endScope();
});

const sizes = {
  vocabularySize: 20,
  layers: 2,
  width: 8,
  heads: 2,
  maxLength: 16,
  startToken: 3,
  endToken: 4,
};

function model() {
  const made = new EncoderDecoder(sizes, 1);
  disturb(made.parameters, 0.2, 1);
  return made;
}

type Rows = number[][];
type Values = Record<string, ArrayLike<number>>;

/** The whole model in float64, loop by loop. */
function slowLogits(values: Values, source: number[], written: number[]): Rows {
  const { width, heads, layers } = sizes;
  const affine = (rows: Rows, name: string): Rows => {
    const [weight, bias] = [values[`${name}.weight`]!, values[`${name}.bias`]!];
    return rows.map((row) =>
      Array.from({ length: bias.length }, (_, to) =>
        row.reduce((sum, value, from) => sum + value * weight[from * bias.length + to]!, bias[to]!),
      ),
    );
  };
  const norm = (rows: Rows, name: string): Rows =>
    rows.map((row) => {
      const mean = row.reduce((sum, value) => sum + value, 0) / width;
      const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
      return row.map(
        (value, k) =>
          ((value - mean) / Math.sqrt(variance + 1e-5)) * values[`${name}.scale`]![k]! +
          values[`${name}.shift`]![k]!,
      );
    });
  const attention = (rows: Rows, keys: Rows, name: string, sees: (q: number, k: number) => boolean): Rows => {
    const [query, key, value] = [
      affine(rows, `${name}.query`),
      affine(keys, `${name}.key`),
      affine(keys, `${name}.value`),
    ];
    const part = width / heads;
    const mixed = rows.map((_, q) =>
      Array.from({ length: heads }, (_, head) => {
        const scores = keys.map((_, k) => {
          let score = 0;
          for (let i = head * part; i < (head + 1) * part; i++) score += query[q]![i]! * key[k]![i]!;
          return sees(q, k) ? score / Math.sqrt(part) : Number.NEGATIVE_INFINITY;
        });
        const largest = Math.max(...scores);
        const weights = scores.map((score) => Math.exp(score - largest));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        return Array.from({ length: part }, (_, i) =>
          keys.reduce((sum, _, k) => sum + (weights[k]! / total) * value[k]![head * part + i]!, 0),
        );
      }).flat(),
    );
    return affine(mixed, `${name}.output`);
  };
  const gelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
  const add = (a: Rows, b: Rows) => a.map((row, r) => row.map((value, k) => value + b[r]![k]!));
  const vector = (name: string, row: number) =>
    Array.from({ length: width }, (_, k) => values[name]![row * width + k]!);
  const embedded = (tokens: number[], side: string) =>
    tokens.map((token, at) =>
      vector('tokenEmbedding', token).map((v, k) => v + vector(`${side}.positionEmbedding`, at)[k]!),
    );
  const block = (x: Rows, name: string, sees: (q: number, k: number) => boolean, read?: Rows): Rows => {
    const own = norm(x, `${name}.attention.norm`);
    let y = add(x, attention(own, own, `${name}.attention`, sees));
    if (read)
      y = add(
        y,
        attention(norm(y, `${name}.cross.norm`), read, `${name}.cross`, () => true),
      );
    const hidden = affine(norm(y, `${name}.feedForwardNorm`), `${name}.expand`).map((row) => row.map(gelu));
    return add(y, affine(hidden, `${name}.contract`));
  };
  let read = embedded(source, 'encoder');
  for (let layer = 0; layer < layers; layer++) read = block(read, `encoder.layers.${layer}`, () => true);
  read = norm(read, 'encoder.finalNorm');
  let x = embedded(written, 'decoder');
  for (let layer = 0; layer < layers; layer++)
    x = block(x, `decoder.layers.${layer}`, (q, k) => k <= q, read);
  return norm(x, 'decoder.finalNorm').map((row) =>
    Array.from({ length: sizes.vocabularySize }, (_, token) =>
      vector('tokenEmbedding', token).reduce(
        (sum, value, k) => sum + value * row[k]!,
        values['output.bias']![token]!,
      ),
    ),
  );
}

const source = [
  [5, 6, 7, 8],
  [9, 10, 0, 0],
];
const written = [
  [3, 11, 12],
  [3, 13, 14],
];
const int32 = (rows: number[][]) => tf.tensor2d(rows, [rows.length, rows[0]!.length], 'int32');

describe('an encoder-decoder', () => {
  it('computes what slow loops compute, padding of the source left out', () => {
    const made = model();
    const { logits } = made.forward({ tokens: int32(source), decoderTokens: int32(written) });
    const values = valuesOf(made.parameters);
    const slow = source.map((row, k) =>
      slowLogits(
        values,
        row.filter((token) => token !== 0),
        written[k]!,
      ),
    );
    expectClose(logits!.dataSync(), slow.flat(2), 1e-3);
  });

  it('writes the same with keys and values of its past kept, a source for each row', () => {
    const made = model();
    const { logits } = made.forward({ tokens: int32(source), decoderTokens: int32(written) });
    const whole = logits!.arraySync() as number[][][];
    const decoding = new CachedDecoding(made, made.decoder, { batch: 2, tokens: 6, sourceTokens: 4 });
    decoding.restart();
    const steps = [
      decoding.readSources(
        [
          [5, 6, 7, 8],
          [9, 10],
        ],
        sizes.startToken,
      ),
      decoding.next([11, 13]),
      decoding.next([12, 14]),
    ];
    steps.forEach((step, at) => {
      expectClose(step, [...whole[0]![at]!, ...whole[1]![at]!], 1e-4);
    });
    decoding.dispose();
  });

  it('has the gradient of its smoothed loss, from end to end', () => {
    const made = model();
    const labels = tf.tensor1d([11, 12, 4, 13, 14, 0], 'int32');
    const weights = tf.tensor1d([1, 1, 1, 1, 1, 0]);
    const loss = () => {
      const { logits } = made.forward({ tokens: int32(source), decoderTokens: int32(written) });
      return smoothedCrossEntropy(logits!.reshape([6, 20]), labels, weights, 0.1).asScalar();
    };
    const names = [
      ...['tokenEmbedding', 'encoder.positionEmbedding', 'encoder.layers.0.attention.query.weight'],
      ...['decoder.layers.1.cross.key.weight', 'decoder.layers.0.expand.weight', 'output.bias'],
    ];
    const { grads } = tf.variableGrads(loss, Object.values(made.parameters));
    for (const name of names) {
      const variable = made.parameters[name]!;
      const slope = Float32Array.from(grads[variable.name]!.dataSync());
      const values = Float32Array.from(variable.dataSync());
      // Where the slope is largest, rounding hides least.
      const at = slope.reduce((best, value, k) => (Math.abs(value) > Math.abs(slope[best]!) ? k : best), 0);
      const shifted = (by: number) => {
        variable.assign(
          tf.tensor(
            values.map((value, k) => (k === at ? value + by : value)),
            variable.shape,
          ),
        );
        return loss().dataSync()[0]!;
      };
      const numeric = (shifted(1e-2) - shifted(-1e-2)) / 2e-2;
      variable.assign(tf.tensor(values, variable.shape));
      expect(Math.abs(slope[at]! - numeric)).toBeLessThan(0.02 * Math.abs(numeric) + 1e-4);
    }
  });

  it('tells what each written token takes from what was read: all of it, by what the value then is', () => {
    const made = model();
    const shares = made.crossAttention([5, 6, 7, 8], [3, 11, 12], 0);
    expect([shares.length, shares[0]!.length, shares[0]![0]!.length]).toEqual([2, 3, 4]);
    for (const head of shares)
      for (const row of head) expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    // With keys of zero every token is looked at alike.
    for (const part of ['weight', 'bias']) {
      const key = made.parameters[`decoder.layers.0.cross.key.${part}`]!;
      key.assign(tf.zeros(key.shape));
    }
    expectClose(made.crossAttention([5, 6, 7, 8], [3, 11], 0).flat(2), new Array(16).fill(0.25), 1e-6);
    // A changed word after a place does not change what stood before it.
    const [first, second] = [12, 15].map((last) => made.crossAttention([5, 6, 7, 8], [3, 11, last]));
    expectClose(
      first!.map((head) => head.slice(0, 2)).flat(2),
      second!.map((head) => head.slice(0, 2)).flat(2),
      1e-6,
    );
    expect(() => made.crossAttention([5], [3], 2)).toThrow(
      'There is no layer 2: the decoder has 2, numbered from 0.',
    );
  });

  it('refuses more tokens than positions, and heads that do not divide the width', () => {
    const long = int32([new Array<number>(17).fill(5)]);
    expect(() => model().forward({ tokens: long })).toThrow(
      'A batch of 17 tokens is longer than maxLength 16; truncate it, or build the model with a larger maxLength.',
    );
    expect(() => new EncoderDecoder({ ...sizes, heads: 3 }, 1)).toThrow(/heads/);
  });
});

describe('smoothed cross-entropy', () => {
  it('is the cross-entropy with labels that share a part with all classes', () => {
    const logits = [
      [1, 2, -1],
      [0.5, 0, 3],
    ];
    const labels = [1, 0];
    const slow = (smoothing: number, weights: number[]) => {
      const losses = logits.map((row, r) => {
        const total = Math.log(row.reduce((sum, score) => sum + Math.exp(score), 0));
        return row.reduce((sum, score, c) => {
          const wanted = smoothing / 3 + (c === labels[r] ? 1 - smoothing : 0);
          return sum - wanted * (score - total);
        }, 0);
      });
      const counted = weights.reduce((sum, weight) => sum + weight, 0);
      return losses.reduce((sum, loss, r) => sum + loss * weights[r]!, 0) / counted;
    };
    const fast = (smoothing: number, weights: number[]) =>
      smoothedCrossEntropy(
        tf.tensor2d(logits),
        tf.tensor1d(labels, 'int32'),
        tf.tensor1d(weights),
        smoothing,
      ).dataSync()[0]!;
    for (const smoothing of [0, 0.1, 0.5])
      for (const weights of [
        [1, 1],
        [0, 1],
      ])
        expect(fast(smoothing, weights)).toBeCloseTo(slow(smoothing, weights), 5);
  });
});
