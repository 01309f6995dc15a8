/** The same encoder with a factor on the output of every attention head: 1 leaves the head as it is, 0 takes it away. */
import { attention } from '../engine/kernels/attention';
import { biasDropoutResidual, dropout } from '../engine/kernels/dropout';
import { gatherRows } from '../engine/kernels/embedding';
import { biasGelu } from '../engine/kernels/gelu';
import { layerNormalization } from '../engine/kernels/layerNormalization';
import { tf } from '../engine/native';
import type { Randomness } from '../engine/randomness';
import { LabError } from '../errors';
import type { TransformerBlock } from './transformerBlock';
import { TransformerEncoder } from './transformerEncoder';

/** Added to the scores of padding, as in {@link TransformerEncoder}. */
const maskedScore = -1e9;

const times = (rows: tf.Tensor, weight: tf.Variable) =>
  tf.matMul(rows as tf.Tensor2D, weight as unknown as tf.Tensor2D);

/**
 * A transformer encoder whose heads have factors (Michel, Levy & Neubig 2019, eq. 1 to 3: the mask variables). With
 * `headMask` undefined it is the ordinary encoder.
 */
export class MaskedHeadsEncoder extends TransformerEncoder {
  /** Factors of the heads, [layers, heads], or of each text of a batch, [batch, layers, heads]. Set it before a call. */
  headMask: tf.Tensor | undefined;

  /**
   * As {@link TransformerEncoder.encode}, each head's output times its factor.
   * @throws LabError for a mask of another shape
   */
  override encode(tokens: tf.Tensor, randomness?: Randomness): { states: tf.Tensor; embeddings: tf.Tensor } {
    const { headMask } = this;
    if (!headMask) return super.encode(tokens, randomness);
    const { width, dropoutRate, paddingToken, layers, heads } = this.config;
    const [batch, time] = tokens.shape as [number, number];
    const factors = perText(headMask, batch, layers, heads);
    const rows = batch * time;
    const embeddings = gatherRows(this.tokenEmbedding, tokens);
    // Private parts, read and not changed: what trainings execute stays as it is.
    // biome-ignore lint/complexity/useLiteralKeys: a private part
    const positions = this['positionEmbedding'].slice([0, 0], [time, width]);
    let x = dropout(embeddings.add(positions), dropoutRate, randomness).reshape([rows, width]);
    const padding = tokens.equal(tf.scalar(paddingToken, 'int32')).cast('float32').mul(maskedScore);
    // biome-ignore lint/complexity/useLiteralKeys: a private part
    const blocks = this['blocks'];
    blocks.forEach((block, layer) => {
      const own = factors.slice([0, layer, 0], [batch, 1, heads]).reshape([batch, 1, heads, 1]);
      x = maskedBlock(block, x, padding, own, randomness);
    });
    // biome-ignore lint/complexity/useLiteralKeys: a private part
    const states = layerNormalization(x, ...this['finalNorm']).reshape([batch, time, width]);
    return { states, embeddings };
  }
}

/** The mask as [batch, layers, heads]. */
function perText(mask: tf.Tensor, batch: number, layers: number, heads: number): tf.Tensor {
  const shape = mask.shape.join();
  if (shape === `${layers},${heads}`) return mask.expandDims(0).tile([batch, 1, 1]);
  if (shape === `${batch},${layers},${heads}`) return mask;
  throw new LabError(
    `The mask of the heads is [${mask.shape.join(', ')}]; give [${layers}, ${heads}] (layers, heads), or [${batch}, ${layers}, ${heads}] with one for each text.`,
  );
}

/** {@link TransformerBlock.apply} with factors [batch, 1, heads, 1] between attention and its output projection. */
function maskedBlock(
  block: TransformerBlock,
  x: tf.Tensor,
  padding: tf.Tensor,
  factors: tf.Tensor,
  randomness: Randomness | undefined,
): tf.Tensor {
  // biome-ignore-start lint/complexity/useLiteralKeys: private parts
  const { heads, width, dropoutRate } = block['config'];
  const [batch, time] = padding.shape as [number, number];
  const [project, projectBias] = block['queryKeyValue'];
  const normal = layerNormalization(x, ...block['attentionNorm']);
  const attended = attention(times(normal, project), projectBias, padding, heads);
  // The heads stand side by side: [batch, time, heads, width of a head].
  const weighed = attended
    .reshape([batch, time, heads, width / heads])
    .mul(factors)
    .reshape([batch * time, width]);
  const [output, outputBias] = block['attentionOutput'];
  const middle = biasDropoutResidual(times(weighed, output), outputBias, x, dropoutRate, randomness);
  const [expand, expandBias] = block['expand'];
  const expanded = biasGelu(
    times(layerNormalization(middle, ...block['feedForwardNorm']), expand),
    expandBias,
  );
  const [contract, contractBias] = block['contract'];
  // biome-ignore-end lint/complexity/useLiteralKeys: private parts
  return biasDropoutResidual(times(expanded, contract), contractBias, middle, dropoutRate, randomness);
}
