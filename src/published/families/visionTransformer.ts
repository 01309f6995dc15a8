/**
 * ViT (Dosovitskiy et al. 2021), DeiT (Touvron et al. 2021), the encoder of ViT-MAE (He et al. 2022) and DINOv2 (Oquab et
 * al. 2023): pre-norm blocks over patches, behind one or two tokens of the whole picture.
 */
import { tf } from '../../engine/native';
import { LabError } from '../../errors';
import { activation } from '../../models/parts/activation';
import type { GeneralBlock } from '../../models/parts/generalBlock';
import { linear } from '../../models/parts/linear';
import { interpolatedPositions } from '../../models/parts/positionInterpolation';
import type { PublishedConfig } from '../publishedConfig';
import type { ImageInput, PublishedModel } from '../publishedModel';
import { asRows, type Stack, throughStack } from '../stack';
import { TakenWeights } from '../takenWeights';
import { firstPosition } from '../textHeads';
import type { WeightFiles } from '../weightFiles';

/** What the families call the parts of a block. */
const vitNames = {
  ...{ firstNorm: 'layernorm_before', secondNorm: 'layernorm_after' },
  ...{ expand: 'intermediate.dense', contract: 'output.dense' },
};
const dinoNames = { firstNorm: 'norm1', secondNorm: 'norm2', expand: 'mlp.fc1', contract: 'mlp.fc2' };

export function visionTransformer(config: PublishedConfig, files: WeightFiles): PublishedModel<ImageInput> {
  const family = config.text('model_type');
  const dino = family === 'dinov2';
  config.only('use_swiglu_ffn', false);
  const [width, side, patch] = [
    config.count('hidden_size'),
    config.count('image_size'),
    config.count('patch_size'),
  ];
  const channels = config.count('num_channels', 3);
  const inner = dino ? width * config.number('mlp_ratio', 4) : config.count('intermediate_size');
  const epsilon = config.number('layer_norm_eps', 1e-12);
  const weights = new TakenWeights(files, config.folder, {
    prefixes: ['vit.', 'deit.', 'dinov2.'],
    ignored: /^embeddings\.mask_token$|^decoder\.|^pooler\.|^distillation_classifier\./,
  });
  const names = dino ? dinoNames : vitNames;
  // Read by pretraining alone, but part of the model.
  if (dino && weights.has('embeddings.mask_token')) weights.tensor('embeddings.mask_token', [1, width]);
  const tokenNames = ['cls_token', ...(family === 'deit' ? ['distillation_token'] : [])];
  const count = (side / patch) ** 2;
  const embeddings = {
    whole: tokenNames.map((name) => weights.tensor(`embeddings.${name}`, [1, 1, width])),
    positions: weights.tensor('embeddings.position_embeddings', [1, count + tokenNames.length, width]),
    kernel: weights.tensor('embeddings.patch_embeddings.projection.weight', [width, channels, patch, patch]),
    bias: weights.tensor('embeddings.patch_embeddings.projection.bias', [width]),
  };
  const stack: Stack = {
    form: {
      heads: config.count('num_attention_heads'),
      norm: 'before',
      activation: activation(config.text('hidden_act', 'gelu')),
    },
    blocks: Array.from({ length: config.count('num_hidden_layers') }, (_, layer): GeneralBlock => {
      const name = `encoder.layer.${layer}`;
      const square = (part: string) => weights.linear(`${name}.attention.${part}`, width, width);
      const scale = (number: number) =>
        dino ? { layerScale: weights.tensor(`${name}.layer_scale${number}.lambda1`, [width]) } : {};
      return {
        attention: {
          ...{
            query: square('attention.query'),
            key: square('attention.key'),
            value: square('attention.value'),
          },
          ...{
            output: square('output.dense'),
            norm: weights.norm(`${name}.${names.firstNorm}`, width, epsilon),
          },
          ...scale(1),
        },
        feedForward: {
          expand: weights.linear(`${name}.${names.expand}`, width, inner),
          contract: weights.linear(`${name}.${names.contract}`, inner, width),
          norm: weights.norm(`${name}.${names.secondNorm}`, width, epsilon),
          ...scale(2),
        },
      };
    }),
    finalNorm: weights.norm('layernorm', width, epsilon),
  };
  const labels = config.labels();
  const classifier = weights.has('classifier.weight')
    ? weights.linear('classifier', dino ? 2 * width : width, labels?.length ?? 2)
    : undefined;
  weights.finish();
  /** [1, tokens, width]. */
  const positionsFor = (down: number, across: number): tf.Tensor => {
    if (down * across === count && down === across) return embeddings.positions;
    const first = tokenNames.length;
    const table = embeddings.positions.slice([0, first, 0], [1, count, width]).reshape([count, width]);
    const patches = interpolatedPositions(table, down, across).expandDims(0);
    return tf.concat([embeddings.positions.slice([0, 0, 0], [1, first, width]), patches], 1);
  };
  return {
    ...{
      family,
      reads: 'images',
      parameters: weights.parameters,
      linears: weights.linears,
      exported: () => config.exported(weights.stored()),
      imageShape: [side, side, channels] as const,
      patch,
      wholeTokens: tokenNames.length,
      ...(classifier && labels && { labels }),
    },
    forward({ pixels }) {
      const [batch, height, across, depth] = pixels.shape as [number, number, number, number];
      // DINOv2 reads other sizes too, its positions interpolated; for the others that is no usual input.
      const fits = dino ? height % patch === 0 && across % patch === 0 : height === side && across === side;
      if (!fits || depth !== channels)
        throw new LabError(
          `The pictures are ${height} x ${across} x ${depth}, and the model reads ${dino ? `multiples of ${patch} pixels` : `${side} x ${side}`} x ${channels}: scale them.`,
        );
      const [down, beside] = [height / patch, across / patch];
      const patches = patchRows(pixels, patch);
      const kernel = embeddings.kernel.reshape([width, channels * patch * patch]).transpose();
      const projected = linear(patches, { weight: kernel, bias: embeddings.bias }).reshape([
        batch,
        down * beside,
        width,
      ]);
      const whole = embeddings.whole.map((token) => token.tile([batch, 1, 1]));
      const x = tf.concat([...whole, projected], 1).add(positionsFor(down, beside));
      const { hidden, states } = throughStack(asRows(x), stack, {
        added: tf.zeros([batch, 1, 1, x.shape[1]!]),
      });
      const first = firstPosition(states);
      const read = () => (dino ? tf.concat([first, states.slice([0, 1, 0]).mean(1)], 1) : first);
      return {
        ...{ hidden, states },
        ...(dino && { pooled: first }),
        ...(classifier && { logits: linear(read(), classifier) }),
      };
    },
    dispose: () => weights.dispose(),
  };
}

/** [batch, height, width, channels] as rows of patches [batch * patches, channels * patch * patch], as torch's kernels have them. */
function patchRows(pixels: tf.Tensor, patch: number): tf.Tensor {
  const [batch, height, width, channels] = pixels.shape as [number, number, number, number];
  const [down, across] = [height / patch, width / patch];
  return pixels
    .reshape([batch * down, patch, across, patch * channels])
    .transpose([0, 2, 1, 3])
    .reshape([batch * down * across, patch * patch, channels])
    .transpose([0, 2, 1])
    .reshape([batch * down * across, channels * patch * patch]);
}
