/** The lab's own transformer encoders in the forms that transformers has: causal as GPT-2, bidirectional as MegatronBERT. */
import type { AttentionDirection, TransformerEncoder } from '../../models/transformerEncoder';
import type { HostTensor } from '../../training/safetensors';
import { blockTensors } from './blockTensors';
import { asStored, configured, type ExportedModel, ownEpsilon, zeros } from './namedTensors';

/** Same states; a causal encoder's scores are those of its tied table. */
export function exportedEncoder(encoder: TransformerEncoder<AttentionDirection>): ExportedModel {
  return encoder.config.attention === 'causal' ? asGpt2(encoder) : asMegatronBert(encoder);
}

function asGpt2({ config, parameters }: TransformerEncoder<AttentionDirection>): ExportedModel {
  const tensors: Record<string, HostTensor> = {};
  const put = (name: string, own: string) => {
    tensors[`transformer.${name}`] = asStored(parameters[`encoder.${own}`]!);
  };
  const pair = (name: string, own: string, [first, second]: readonly [string, string]) => {
    put(`${name}.weight`, `${own}.${first}`);
    put(`${name}.bias`, `${own}.${second}`);
  };
  const norm = ['scale', 'shift'] as const;
  // GPT-2 keeps matrices as the lab does, [from, to].
  const matrix = ['weight', 'bias'] as const;
  put('wte.weight', 'tokenEmbedding');
  put('wpe.weight', 'positionEmbedding');
  for (let layer = 0; layer < config.layers; layer++) {
    const [theirs, own] = [`h.${layer}`, `layers.${layer}`];
    pair(`${theirs}.ln_1`, `${own}.attentionNorm`, norm);
    pair(`${theirs}.attn.c_attn`, `${own}.queryKeyValue`, matrix);
    pair(`${theirs}.attn.c_proj`, `${own}.attentionOutput`, matrix);
    pair(`${theirs}.ln_2`, `${own}.feedForwardNorm`, norm);
    pair(`${theirs}.mlp.c_fc`, `${own}.expand`, matrix);
    pair(`${theirs}.mlp.c_proj`, `${own}.contract`, matrix);
  }
  pair('ln_f', 'finalNorm', norm);
  return {
    tensors,
    ...configured('GPT2LMHeadModel', {
      ...{ model_type: 'gpt2', activation_function: 'gelu_new' },
      ...{ vocab_size: config.vocabularySize, n_positions: config.maxLength, n_embd: config.width },
      ...{ n_layer: config.layers, n_head: config.heads, n_inner: config.feedForwardWidth },
      ...{ layer_norm_epsilon: ownEpsilon, pad_token_id: config.paddingToken, tie_word_embeddings: true },
      // Of the lab's tokenizers no token begins or ends a text.
      ...{ bos_token_id: null, eos_token_id: null, dtype: 'float32' },
      ...{ attn_pdrop: 0, embd_pdrop: config.dropoutRate, resid_pdrop: config.dropoutRate },
    }),
  };
}

function asMegatronBert({ config, parameters }: TransformerEncoder<AttentionDirection>): ExportedModel {
  const of = (own: string) => asStored(parameters[`encoder.${own}`]!);
  const tensors = {
    'embeddings.word_embeddings.weight': of('tokenEmbedding'),
    'embeddings.position_embeddings.weight': of('positionEmbedding'),
    // The lab has no types of tokens.
    'embeddings.token_type_embeddings.weight': zeros([2, config.width]),
    ...blockTensors(parameters, config.layers, {
      ...{
        attention: 'attention.self',
        firstNorm: 'attention.ln',
        secondNorm: 'ln',
        finalNorm: 'encoder.ln',
      },
    }),
  };
  return {
    tensors,
    ...configured('MegatronBertModel', {
      ...{ model_type: 'megatron-bert', hidden_act: 'gelu_new' },
      ...{ vocab_size: config.vocabularySize, max_position_embeddings: config.maxLength },
      ...{ hidden_size: config.width, num_hidden_layers: config.layers },
      ...{ num_attention_heads: config.heads, intermediate_size: config.feedForwardWidth },
      ...{ layer_norm_eps: ownEpsilon, pad_token_id: config.paddingToken, type_vocab_size: 2 },
      ...{ hidden_dropout_prob: config.dropoutRate, attention_probs_dropout_prob: 0, dtype: 'float32' },
    }),
  };
}
