/**
 * The encoder and the masked-language-model loss once more, in float64 loops over plain arrays, written from Vaswani et
 * al. 2017 (eq. 1, section 3.2.2) with pre-norm blocks (Xiong et al. 2020, fig. 1b). Slow, and sharing no code with src.
 */
import type { AttentionDirection, TransformerConfig } from '../../src/models/transformerEncoder';

/** Tensors by name, row-major. */
export type Values = Readonly<Record<string, ArrayLike<number>>>;

type Sizes = Required<Omit<TransformerConfig, 'dropoutRate' | 'attention'>> & {
  readonly attention?: AttentionDirection;
};

/** y[j] = sum_i x[i] weight[i][j] + bias[j] */
function linear(x: number[], values: Values, name: string): number[] {
  const bias = values[`${name}.bias`];
  return Array.from({ length: bias.length }, (_, j) => {
    let sum = bias[j];
    for (let i = 0; i < x.length; i++) sum += x[i] * values[`${name}.weight`][i * bias.length + j];
    return sum;
  });
}

function normalize(x: number[], values: Values, name: string): number[] {
  const mean = x.reduce((a, b) => a + b, 0) / x.length;
  const variance = x.reduce((a, b) => a + (b - mean) ** 2, 0) / x.length;
  return x.map(
    (value, k) =>
      ((value - mean) / Math.sqrt(variance + 1e-5)) * values[`${name}.scale`][k] + values[`${name}.shift`][k],
  );
}

const gelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
const sum = (a: number[], b: number[]) => a.map((value, k) => value + b[k]);

/** Softmax of q·k / sqrt(width of a head) over the positions that are seen and no padding, head by head. */
function attend(
  x: number[][],
  tokens: ArrayLike<number>,
  values: Values,
  at: string,
  sizes: Sizes,
): number[][] {
  const { width, heads, paddingToken } = sizes;
  const headWidth = width / heads;
  const projected = x.map((row) => linear(row, values, `${at}.queryKeyValue`));
  return projected.map((own, t) => {
    const joined: number[] = [];
    for (let head = 0; head < heads; head++) {
      const part = (row: number[], which: number) =>
        row.slice(which * width + head * headWidth, which * width + (head + 1) * headWidth);
      const query = part(own, 0);
      const weights = projected.map((other, s) => {
        if (tokens[s] === paddingToken || (sizes.attention === 'causal' && s > t)) return 0;
        const score = part(other, 1).reduce((total, key, k) => total + key * query[k], 0);
        return Math.exp(score / Math.sqrt(headWidth));
      });
      const total = weights.reduce((a, b) => a + b, 0);
      for (let k = 0; k < headWidth; k++)
        joined.push(
          projected.reduce((mixed, other, s) => mixed + (weights[s] / total) * part(other, 2)[k], 0),
        );
    }
    return linear(joined, values, `${at}.attentionOutput`);
  });
}

/** Final states and token embeddings of one sequence, each [time][width]. */
export function slowEncode(tokens: ArrayLike<number>, values: Values, sizes: Sizes) {
  const { width, layers } = sizes;
  const row = (table: string, index: number) =>
    Array.from({ length: width }, (_, k) => values[`encoder.${table}`][index * width + k]);
  const embeddings = Array.from(tokens, (token) => row('tokenEmbedding', token));
  let x = embeddings.map((embedding, t) => sum(embedding, row('positionEmbedding', t)));
  for (let layer = 0; layer < layers; layer++) {
    const at = `encoder.layers.${layer}`;
    const attended = attend(
      x.map((r) => normalize(r, values, `${at}.attentionNorm`)),
      tokens,
      values,
      at,
      sizes,
    );
    x = x.map((r, t) => sum(r, attended[t]));
    x = x.map((r) => {
      const hidden = linear(normalize(r, values, `${at}.feedForwardNorm`), values, `${at}.expand`).map(gelu);
      return sum(r, linear(hidden, values, `${at}.contract`));
    });
  }
  return { states: x.map((r) => normalize(r, values, 'encoder.finalNorm')), embeddings };
}

/** -log of the label's share among exp(scores). */
export function slowCrossEntropy(scores: number[], label: number): number {
  const largest = Math.max(...scores);
  return (
    Math.log(scores.reduce((total, score) => total + Math.exp(score - largest), 0)) + largest - scores[label]
  );
}

/** Weighted mean over the predictions; the output layer is the token table itself and a bias. */
export function slowTokenLoss(
  batch: {
    tokens: ArrayLike<number>;
    positions: ArrayLike<number>;
    targets: ArrayLike<number>;
    weights: ArrayLike<number>;
  },
  time: number,
  values: Values,
  sizes: Sizes,
): number {
  const states: number[][] = [];
  for (let start = 0; start < batch.tokens.length; start += time)
    states.push(...slowEncode(Array.from(batch.tokens).slice(start, start + time), values, sizes).states);
  const bias = values['maskedLanguageModel.bias'] ?? values['causalLanguageModel.bias'];
  let total = 0;
  let count = 0;
  for (let p = 0; p < batch.positions.length; p++) {
    const state = states[batch.positions[p]];
    const scores = Array.from({ length: sizes.vocabularySize }, (_, token) =>
      state.reduce(
        (score, value, k) => score + value * values['encoder.tokenEmbedding'][token * sizes.width + k],
        bias[token],
      ),
    );
    total += batch.weights[p] * slowCrossEntropy(scores, batch.targets[p]);
    count += batch.weights[p];
  }
  return total / count;
}
