/** ALBERT (Lan et al. 2020): narrow tables of tokens, and one block's weights for all layers. */
import { tf } from '../../engine/native';
import { activation } from '../../models/parts/activation';
import type { GeneralBlock } from '../../models/parts/generalBlock';
import { hiddenPadding } from '../../models/parts/headAttention';
import { linear } from '../../models/parts/linear';
import type { PublishedConfig } from '../publishedConfig';
import type { PublishedModel, TextInput } from '../publishedModel';
import { type Stack, throughStack } from '../stack';
import { TakenWeights } from '../takenWeights';
import { embedded } from '../textEmbeddings';
import { everyPositionHead, firstPosition, type Head, maskedLanguageHead } from '../textHeads';
import type { WeightFiles } from '../weightFiles';

export function albert(config: PublishedConfig, files: WeightFiles): PublishedModel<TextInput> {
  config.only('num_hidden_groups', 1);
  config.only('inner_group_num', 1);
  config.only('position_embedding_type', 'absolute');
  const [width, narrow, inner] = [
    config.count('hidden_size'),
    config.count('embedding_size', 128),
    config.count('intermediate_size'),
  ];
  const epsilon = config.number('layer_norm_eps', 1e-12);
  const active = activation(config.text('hidden_act', 'gelu_new'));
  const weights = new TakenWeights(files, config.folder, {
    prefixes: ['albert.'],
    ignored: /position_ids$|^predictions\.decoder\.|^sop_classifier\./,
  });
  const table = (name: string, rows: number) =>
    weights.tensor(`embeddings.${name}_embeddings.weight`, [rows, narrow]);
  const embeddings = {
    tokens: table('word', config.count('vocab_size')),
    positions: table('position', config.count('max_position_embeddings')),
    types: table('token_type', config.count('type_vocab_size', 2)),
    norm: weights.norm('embeddings.LayerNorm', narrow, epsilon),
    projection: weights.linear('encoder.embedding_hidden_mapping_in', narrow, width),
  };
  const name = 'encoder.albert_layer_groups.0.albert_layers.0';
  const square = (part: string) => weights.linear(`${name}.attention.${part}`, width, width);
  const block: GeneralBlock = {
    attention: {
      ...{ query: square('query'), key: square('key'), value: square('value'), output: square('dense') },
      norm: weights.norm(`${name}.attention.LayerNorm`, width, epsilon),
    },
    feedForward: {
      expand: weights.linear(`${name}.ffn`, width, inner),
      contract: weights.linear(`${name}.ffn_output`, inner, width),
      norm: weights.norm(`${name}.full_layer_layer_norm`, width, epsilon),
    },
  };
  const stack: Stack = {
    form: { heads: config.count('num_attention_heads'), norm: 'after', activation: active },
    blocks: Array.from({ length: config.count('num_hidden_layers') }, () => block),
  };
  const pooler = weights.has('pooler.weight') ? weights.linear('pooler', width, width) : undefined;
  const labels = config.labels();
  const head = ((): Head | undefined => {
    if (weights.has('predictions.bias')) {
      config.only('tie_word_embeddings', true);
      return maskedLanguageHead(
        weights,
        { dense: 'predictions.dense', norm: 'predictions.LayerNorm', bias: 'predictions.bias' },
        embeddings.tokens,
        { width, epsilon, activation: active },
      );
    }
    if (!weights.has('classifier.weight')) return undefined;
    const classifier = weights.linear('classifier', width, labels?.length ?? 2);
    if (/ForTokenClassification$/.test(config.architecture() ?? '') || !pooler)
      return everyPositionHead(classifier);
    return (states) => linear(linear(firstPosition(states), pooler).tanh(), classifier);
  })();
  weights.finish();
  return {
    ...{
      family: 'albert',
      reads: 'texts',
      parameters: weights.parameters,
      linears: weights.linears,
      exported: () => config.exported(weights.stored()),
    },
    ...(labels && weights.has('classifier.weight') && { labels }),
    forward(input) {
      const rows = embedded(input, embeddings);
      const mask = input.mask ?? tf.ones([rows.batch, rows.time]);
      const { hidden, states } = throughStack(rows, stack, { added: hiddenPadding(mask) });
      const pooled = pooler && linear(firstPosition(states), pooler).tanh();
      return { hidden, states, ...(pooled && { pooled }), ...(head && { logits: head(states) }) };
    },
    dispose: () => weights.dispose(),
  };
}
