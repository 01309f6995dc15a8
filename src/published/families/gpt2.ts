/** GPT-2 (Radford et al. 2019): pre-norm, causal, matrices stored [in, out], queries, keys and values in one. */
import { tf } from '../../engine/native';
import { activation } from '../../models/parts/activation';
import type { DecodingStep } from '../../models/parts/decoding';
import type { GeneralBlock } from '../../models/parts/generalBlock';
import { hiddenAfter, hiddenFuture, hiddenPadding } from '../../models/parts/headAttention';
import type { Linear } from '../../models/parts/linear';
import type { PublishedConfig } from '../publishedConfig';
import type { PublishedModel, TextInput } from '../publishedModel';
import { asRows, positionAt, type Stack, throughStack } from '../stack';
import { TakenWeights } from '../takenWeights';
import { embedded } from '../textEmbeddings';
import { tiedScores } from '../textHeads';
import type { WeightFiles } from '../weightFiles';

export function gpt2(config: PublishedConfig, files: WeightFiles): PublishedModel<TextInput> {
  config.only('tie_word_embeddings', true);
  config.only('add_cross_attention', false);
  config.only('scale_attn_by_inverse_layer_idx', false);
  config.only('scale_attn_weights', true);
  const width = config.count('n_embd');
  const inner = config.has('n_inner') ? config.count('n_inner') : 4 * width;
  const epsilon = config.number('layer_norm_epsilon', 1e-5);
  const weights = new TakenWeights(files, config.folder, {
    ...{ prefixes: ['transformer.'], stored: 'inOut' },
    ignored: /\.attn\.(?:masked_)?bias$|^lm_head\.weight$/,
  });
  const vocabulary = config.count('vocab_size');
  const embeddings = {
    tokens: weights.tensor('wte.weight', [vocabulary, width]),
    positions: weights.tensor('wpe.weight', [config.count('n_positions', 1024), width]),
  };
  const stack: Stack = {
    form: {
      heads: config.count('n_head'),
      norm: 'before',
      activation: activation(config.text('activation_function', 'gelu_new')),
    },
    blocks: Array.from({ length: config.count('n_layer') }, (_, layer): GeneralBlock => {
      const joined = weights.linear(`h.${layer}.attn.c_attn`, width, 3 * width);
      return {
        attention: {
          ...joinedParts(joined, width),
          output: weights.linear(`h.${layer}.attn.c_proj`, width, width),
          norm: weights.norm(`h.${layer}.ln_1`, width, epsilon),
        },
        feedForward: {
          expand: weights.linear(`h.${layer}.mlp.c_fc`, width, inner),
          contract: weights.linear(`h.${layer}.mlp.c_proj`, inner, width),
          norm: weights.norm(`h.${layer}.ln_2`, width, epsilon),
        },
      };
    }),
    finalNorm: weights.norm('ln_f', width, epsilon),
  };
  weights.finish();
  const { heads } = stack.form;
  const scores = (states: tf.Tensor) => {
    const { rows, batch, time } = asRows(states);
    return tiedScores(rows, embeddings.tokens).reshape([batch, time, vocabulary]);
  };
  return {
    ...{
      family: 'gpt2',
      reads: 'texts',
      parameters: weights.parameters,
      linears: weights.linears,
      exported: () => config.exported(weights.stored()),
    },
    forward(input) {
      const rows = embedded(input, embeddings);
      const { batch, time } = rows;
      const mask = input.mask ?? tf.ones([batch, time]);
      const added = hiddenPadding(mask).add(hiddenFuture(time));
      const { hidden, states } = throughStack(rows, stack, { added });
      hidden[hidden.length - 1] = states;
      return { hidden, states, logits: scores(states) };
    },
    decoder: {
      ...{ layers: stack.blocks.length, heads, headWidth: width / heads },
      positions: embeddings.positions.shape[0]!,
      endTokens: config.tokens('eos_token_id'),
      logits({ tokens, positions, capacity, at, recall }: DecodingStep) {
        const added = hiddenAfter(positions, capacity);
        const rows = embedded({ tokens }, embeddings, positions);
        const { states } = throughStack(rows, stack, (layer) => ({ added, recall: recall(layer) }));
        return scores(positionAt(states, at)).squeeze([1]);
      },
    },
    dispose: () => weights.dispose(),
  };
}

/** Queries, keys and values as parts of one matrix [width, 3 * width]: cut in the forward pass, so that gradients reach it. */
function joinedParts(joined: Linear, width: number): { query: Linear; key: Linear; value: Linear } {
  const part = (index: number): Linear => ({
    get weight() {
      return joined.weight.slice([0, index * width], [width, width]);
    },
    get bias() {
      return joined.bias!.slice([index * width], [width]);
    },
    get adapter() {
      const { adapter } = joined;
      const rank = adapter?.down.shape[1];
      return adapter && { ...adapter, up: adapter.up.slice([0, index * width], [rank!, width]) };
    },
  });
  return { query: part(0), key: part(1), value: part(2) };
}
