/** Llama (Touvron et al. 2023) and SmolLM2: root mean square normalisation, rotary positions, gated feed-forward, fewer heads of keys and values. */
import { tf } from '../../engine/native';
import { activation } from '../../models/parts/activation';
import type { DecodingStep } from '../../models/parts/decoding';
import type { GeneralBlock } from '../../models/parts/generalBlock';
import { hiddenAfter, hiddenFuture, hiddenPadding } from '../../models/parts/headAttention';
import { linear } from '../../models/parts/linear';
import { rotation, rotationAt } from '../../models/parts/rotary';
import type { PublishedConfig } from '../publishedConfig';
import type { PublishedModel, TextInput } from '../publishedModel';
import { asRows, positionAt, type Stack, throughStack } from '../stack';
import { TakenWeights } from '../takenWeights';
import { embedded } from '../textEmbeddings';
import { tiedScores } from '../textHeads';
import type { WeightFiles } from '../weightFiles';

export function llama(config: PublishedConfig, files: WeightFiles): PublishedModel<TextInput> {
  const [width, heads] = [config.count('hidden_size'), config.count('num_attention_heads')];
  const keyValueHeads = config.count('num_key_value_heads', heads);
  const headWidth = config.count('head_dim', width / heads);
  const inner = config.count('intermediate_size');
  const epsilon = config.number('rms_norm_eps', 1e-6);
  const vocabulary = config.count('vocab_size');
  const base = config.ropeBase();
  const weights = new TakenWeights(files, config.folder, {
    prefixes: ['model.'],
    ignored: /rotary_emb\.inv_freq$/,
  });
  const tokens = weights.tensor('embed_tokens.weight', [vocabulary, width]);
  const stack: Stack = {
    form: { heads, keyValueHeads, norm: 'before', activation: activation(config.text('hidden_act', 'silu')) },
    blocks: Array.from({ length: config.count('num_hidden_layers') }, (_, layer): GeneralBlock => {
      const part = (name: string, from: number, to: number) =>
        weights.linear(`layers.${layer}.${name}`, from, to);
      const norm = (name: string) => weights.norm(`layers.${layer}.${name}`, width, epsilon);
      return {
        attention: {
          query: part('self_attn.q_proj', width, heads * headWidth),
          key: part('self_attn.k_proj', width, keyValueHeads * headWidth),
          value: part('self_attn.v_proj', width, keyValueHeads * headWidth),
          output: part('self_attn.o_proj', heads * headWidth, width),
          norm: norm('input_layernorm'),
        },
        feedForward: {
          expand: part('mlp.gate_proj', width, inner),
          gate: part('mlp.up_proj', width, inner),
          contract: part('mlp.down_proj', inner, width),
          norm: norm('post_attention_layernorm'),
        },
      };
    }),
    finalNorm: weights.norm('norm', width, epsilon),
  };
  const head = weights.has('lm_head.weight') ? weights.linear('lm_head', width, vocabulary) : undefined;
  weights.finish();
  const scores = (states: tf.Tensor) => {
    const { rows, batch, time } = asRows(states);
    return (head ? linear(rows, head) : tiedScores(rows, tokens)).reshape([batch, time, vocabulary]);
  };
  return {
    ...{
      family: 'llama',
      reads: 'texts',
      parameters: weights.parameters,
      linears: weights.linears,
      exported: () => config.exported(weights.stored()),
    },
    forward(input) {
      const rows = embedded(input, { tokens });
      const { batch, time } = rows;
      const mask = input.mask ?? tf.ones([batch, time]);
      const { hidden, states } = throughStack(rows, stack, {
        added: hiddenPadding(mask).add(hiddenFuture(time)),
        rotation: rotation(time, headWidth, base),
      });
      hidden[hidden.length - 1] = states;
      return { hidden, states, logits: scores(states) };
    },
    decoder: {
      ...{ layers: stack.blocks.length, heads: keyValueHeads, headWidth },
      endTokens: config.tokens('eos_token_id'),
      logits({ tokens: written, positions, capacity, at, recall }: DecodingStep) {
        const added = hiddenAfter(positions, capacity);
        const turned = rotationAt(rotation(capacity, headWidth, base), positions);
        const rows = embedded({ tokens: written }, { tokens });
        const { states } = throughStack(rows, stack, (layer) => ({
          ...{ added, rotation: turned, recall: recall(layer) },
        }));
        return scores(positionAt(states, at)).squeeze([1]);
      },
    },
    dispose: () => weights.dispose(),
  };
}
