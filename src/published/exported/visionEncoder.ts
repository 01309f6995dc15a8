/** The lab's vision transformers as transformers' ViT, which has the lab's blocks in pre-norm form. */
import { tf } from '../../engine/native';
import { LabError } from '../../errors';
import { sinePositions, type VisionTransformer } from '../../models/visionTransformer';
import { blockTensors } from './blockTensors';
import { asStored, configured, type ExportedModel, ownEpsilon } from './namedTensors';

/**
 * Same states, the class token's first.
 * @throws LabError for an encoder without a class token, which every ViT has, or of images that are not square
 */
export function exportedVisionEncoder(encoder: VisionTransformer): ExportedModel {
  const { shape, patch, width, heads, layers, positions, pooling } = encoder.config;
  const [height, across, channels] = shape;
  if (pooling !== 'classToken')
    throw new LabError(
      "The vision transformer has no class token, and transformers' ViT always has one: export one with pooling 'classToken'.",
    );
  if (height !== across)
    throw new LabError(
      `The images are ${height} x ${across}, and transformers' ViT is exported for square ones.`,
    );
  const tensors = blockTensors(encoder.parameters, layers, {
    ...{ attention: 'attention.attention', finalNorm: 'layernorm' },
    ...{ firstNorm: 'layernorm_before', secondNorm: 'layernorm_after' },
  });
  const of = (own: string) => encoder.parameters[`encoder.${own}`]!;
  tf.tidy(() => {
    const table =
      positions === 'learned'
        ? of('positions')
        : tf.tensor2d(sinePositions(height / patch, across / patch, width), [encoder.patches, width]);
    tensors['embeddings.cls_token'] = asStored(of('classToken').reshape([1, 1, width]));
    // The lab's class token has no position.
    const withToken = tf.concat([tf.zeros([1, width]), table as tf.Tensor2D], 0);
    tensors['embeddings.position_embeddings'] = asStored(withToken.expandDims(0));
    const kernel = of('projection.weight').reshape([patch, patch, channels, width]).transpose([3, 2, 0, 1]);
    tensors['embeddings.patch_embeddings.projection.weight'] = asStored(kernel);
    tensors['embeddings.patch_embeddings.projection.bias'] = asStored(of('projection.bias'));
  });
  return {
    tensors,
    ...configured('ViTModel', {
      ...{ model_type: 'vit', hidden_act: 'gelu_new', layer_norm_eps: ownEpsilon, qkv_bias: true },
      ...{ image_size: height, patch_size: patch, num_channels: channels, hidden_size: width },
      ...{ num_hidden_layers: layers, num_attention_heads: heads, intermediate_size: 4 * width },
      ...{ hidden_dropout_prob: 0, attention_probs_dropout_prob: 0, dtype: 'float32' },
    }),
    // The lab's pixels are from 0 to 1.
    preprocessor: {
      ...{ image_processor_type: 'ViTImageProcessor', do_resize: true, size: { height, width: across } },
      ...{ resample: 2, do_rescale: true, rescale_factor: 1 / 255, do_normalize: false },
    },
  };
}
