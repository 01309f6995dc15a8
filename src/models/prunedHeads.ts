/** An encoder without some of its attention heads: smaller matrices, and the output of the encoder that has them masked. */
import { attention } from '../engine/kernels/attention';
import { biasDropoutResidual } from '../engine/kernels/dropout';
import { gatherRows } from '../engine/kernels/embedding';
import { biasGelu } from '../engine/kernels/gelu';
import { layerNormalization } from '../engine/kernels/layerNormalization';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { Parameters } from './parameters';
import type { TransformerEncoder } from './transformerEncoder';

/** Added to the scores of padding, as in {@link TransformerEncoder}. */
const maskedScore = -1e9;

/** Which heads stay, [layers][heads]. */
export type KeptHeads = readonly (readonly boolean[])[];

/** A transformer encoder without some heads, to be used and not trained: dropout is always off. */
export class PrunedEncoder {
  readonly kind = 'prunedEncoder';
  /** Named as the whole encoder's; a layer without heads has no 'queryKeyValue' and no 'attentionOutput.weight'. */
  readonly parameters: Parameters;
  /** The whole encoder's sizes. */
  readonly config: TransformerEncoder['config'];
  /** Heads that are left in each layer. */
  readonly headsOfLayer: readonly number[];
  private readonly headWidth: number;

  /**
   * Copies what is kept; the whole encoder stays as it is.
   * @throws LabError for another number of layers or heads, or an encoder that reads one way only
   */
  constructor(whole: TransformerEncoder, kept: KeptHeads) {
    const { layers, heads, width } = whole.config;
    if (whole.config.attention !== 'bidirectional')
      throw new LabError('Heads are removed from an encoder that reads both ways; this one is causal.');
    if (kept.length !== layers || kept.some((row) => row.length !== heads))
      throw new LabError(
        `The heads to keep are told for ${kept.length} layers of ${kept[0]?.length ?? 0} heads; the encoder has ${layers} of ${heads}.`,
      );
    this.config = whole.config;
    this.headsOfLayer = kept.map((row) => row.filter(Boolean).length);
    this.headWidth = width / heads;
    this.parameters = tf.tidy(() => copied(whole, kept, this.headWidth));
  }

  /**
   * Hidden states of a batch, dropout off.
   * @param tokens int32 [batch, time], time at most `maxLength`
   * @returns states [batch, time, width] after the final normalisation, and the token embeddings [batch, time, width]
   */
  encode(tokens: tf.Tensor): { states: tf.Tensor; embeddings: tf.Tensor } {
    const { width, paddingToken, maxLength, layers } = this.config;
    const [batch, time] = tokens.shape as [number, number];
    if (time > maxLength)
      throw new LabError(`A batch of ${time} tokens is longer than maxLength ${maxLength}; truncate it.`);
    const embeddings = gatherRows(this.at('tokenEmbedding'), tokens);
    const positions = this.at('positionEmbedding').slice([0, 0], [time, width]);
    let x: tf.Tensor = embeddings.add(positions).reshape([batch * time, width]);
    const padding = tokens.equal(tf.scalar(paddingToken, 'int32')).cast('float32').mul(maskedScore);
    for (let layer = 0; layer < layers; layer++) x = this.block(layer, x, padding);
    return { states: this.norm('finalNorm', x).reshape([batch, time, width]), embeddings };
  }

  /** Floating-point operations of the matrix products of one forward pass over [batch, time] tokens. */
  forwardFlops(batch: number, time: number): number {
    const { width, feedForwardWidth } = this.config;
    const ofLayer = this.headsOfLayer.map((heads) => {
      const inner = heads * this.headWidth;
      return 4 * width * inner + 2 * width * feedForwardWidth + 2 * time * inner;
    });
    return 2 * batch * time * ofLayer.reduce((sum, one) => sum + one, 0);
  }

  /** Frees the parameters. */
  dispose(): void {
    tf.dispose(Object.values(this.parameters));
  }

  private at(name: string): tf.Variable {
    return this.parameters[`encoder.${name}`]!;
  }

  private norm(name: string, x: tf.Tensor): tf.Tensor {
    return layerNormalization(x, this.at(`${name}.scale`), this.at(`${name}.shift`));
  }

  private product(rows: tf.Tensor, name: string): tf.Tensor {
    return tf.matMul(rows as tf.Tensor2D, this.at(`${name}.weight`) as unknown as tf.Tensor2D);
  }

  private block(layer: number, x: tf.Tensor, padding: tf.Tensor): tf.Tensor {
    const name = `layers.${layer}`;
    const heads = this.headsOfLayer[layer]!;
    const bias = this.at(`${name}.attentionOutput.bias`);
    // Without heads, the bias of the output projection is what is left of attention.
    let middle = x.add(bias);
    if (heads > 0) {
      const projected = this.product(this.norm(`${name}.attentionNorm`, x), `${name}.queryKeyValue`);
      const attended = attention(projected, this.at(`${name}.queryKeyValue.bias`), padding, heads);
      middle = added(this.product(attended, `${name}.attentionOutput`), bias, x);
    }
    const normal = this.norm(`${name}.feedForwardNorm`, middle);
    const expanded = biasGelu(this.product(normal, `${name}.expand`), this.at(`${name}.expand.bias`));
    return added(this.product(expanded, `${name}.contract`), this.at(`${name}.contract.bias`), middle);
  }
}

/** In the order of the whole encoder's sums, so that nothing removed changes no bit. */
const added = (branch: tf.Tensor, bias: tf.Tensor, residual: tf.Tensor) =>
  biasDropoutResidual(branch, bias, residual, 0, undefined);

/** A head owns `headWidth` columns of queries, of keys and of values, and as many rows of the output projection. */
function copied(whole: TransformerEncoder, kept: KeptHeads, headWidth: number): Parameters {
  const result: Record<string, tf.Variable> = {};
  for (const [name, variable] of Object.entries(whole.parameters)) {
    const match = /^encoder\.layers\.(\d+)\.(queryKeyValue\.(?:weight|bias)|attentionOutput\.weight)$/.exec(
      name,
    );
    if (!match) {
      result[name] = tf.variable(variable.clone(), true);
      continue;
    }
    const row = kept[Number(match[1])]!;
    const own = [...row.keys()].filter((head) => row[head]);
    if (own.length === 0) continue;
    const places = (blocks: number) =>
      Int32Array.from(
        Array.from({ length: blocks }, (_, block) =>
          own.flatMap((head) =>
            Array.from({ length: headWidth }, (_, k) => (block * row.length + head) * headWidth + k),
          ),
        ).flat(),
      );
    const output = match[2] === 'attentionOutput.weight';
    const axis = output ? 0 : variable.shape.length - 1;
    result[name] = tf.variable(
      tf.gather(variable as tf.Tensor, tf.tensor1d(places(output ? 1 : 3), 'int32'), axis),
      true,
    );
  }
  return result;
}
