/**
 * BERT (Devlin et al. 2019), with MiniLM and TinyBERT, which have its form; RoBERTa (Liu et al. 2019), ELECTRA (Clark et
 * al. 2020) and MegatronBERT (Shoeybi et al. 2019), which differ from it in what is read here.
 */

import { tf } from '../../engine/native';
import { activation } from '../../models/parts/activation';
import type { GeneralBlock } from '../../models/parts/generalBlock';
import { hiddenPadding } from '../../models/parts/headAttention';
import { linear } from '../../models/parts/linear';
import type { PublishedConfig } from '../publishedConfig';
import type { PublishedModel, TextInput } from '../publishedModel';
import { type Stack, throughStack } from '../stack';
import { TakenWeights } from '../takenWeights';
import { embedded, type TextEmbeddings } from '../textEmbeddings';
import {
  everyPositionHead,
  firstPosition,
  firstPositionHead,
  type Head,
  maskedLanguageHead,
} from '../textHeads';
import type { WeightFiles } from '../weightFiles';

/** Buffers, and heads of pretraining that no model here has a use for. */
const ignored =
  /position_ids$|^cls\.seq_relationship\.|^generator_|^cls\.predictions\.decoder\.|^lm_head\.decoder\.|^pooler\./;

export function bert(config: PublishedConfig, files: WeightFiles): PublishedModel<TextInput> {
  const family = config.text('model_type');
  const before = family === 'megatron-bert';
  config.only('position_embedding_type', 'absolute');
  config.only('is_decoder', false);
  config.only('add_cross_attention', false);
  const [width, heads] = [config.count('hidden_size'), config.count('num_attention_heads')];
  const epsilon = config.number('layer_norm_eps', 1e-12);
  const active = activation(config.text('hidden_act', 'gelu'));
  const weights = new TakenWeights(files, config.folder, {
    prefixes: ['bert.', 'roberta.', 'electra.'],
    ignored,
  });
  const embeddings = embeddingsOf(config, weights, { width, epsilon, normed: !before });
  const stack: Stack = {
    form: { heads, norm: before ? 'before' : 'after', activation: active },
    blocks: Array.from({ length: config.count('num_hidden_layers') }, (_, layer) =>
      block(weights, `encoder.layer.${layer}`, {
        width,
        inner: config.count('intermediate_size'),
        epsilon,
        before,
      }),
    ),
    ...(before && { finalNorm: weights.norm('encoder.ln', width, epsilon) }),
  };
  const pooler = weights.has('pooler.dense.weight')
    ? weights.linear('pooler.dense', width, width)
    : undefined;
  const head = headOf(config, weights, embeddings.tokens, { width, epsilon, activation: active });
  weights.finish();
  return {
    ...{
      family,
      reads: 'texts',
      parameters: weights.parameters,
      linears: weights.linears,
      exported: () => config.exported(weights.stored()),
      ...labelsOf(config, head),
    },
    forward(input) {
      const rows = embedded(input, embeddings);
      const mask = input.mask ?? tf.ones([rows.batch, rows.time]);
      const { hidden, states } = throughStack(rows, stack, { added: hiddenPadding(mask) });
      if (before) hidden[hidden.length - 1] = states;
      const pooled = pooler && linear(firstPosition(states), pooler).tanh();
      return { hidden, states, ...(pooled && { pooled }), ...(head && { logits: head(states) }) };
    },
    dispose: () => weights.dispose(),
  };
}

function labelsOf(config: PublishedConfig, head: Head | undefined) {
  const labels = config.labels();
  const classifies =
    head !== undefined && /For(Sequence|Token)Classification$/.test(config.architecture() ?? '');
  return classifies && labels ? { labels } : {};
}

function embeddingsOf(
  config: PublishedConfig,
  weights: TakenWeights,
  { width, epsilon, normed }: { readonly width: number; readonly epsilon: number; readonly normed: boolean },
): TextEmbeddings {
  const narrow = config.count('embedding_size', width);
  const table = (name: string, rows: number) =>
    weights.tensor(`embeddings.${name}_embeddings.weight`, [rows, narrow]);
  return {
    tokens: table('word', config.count('vocab_size')),
    positions: table('position', config.count('max_position_embeddings')),
    types: table('token_type', config.count('type_vocab_size', 2)),
    ...(normed && { norm: weights.norm('embeddings.LayerNorm', narrow, epsilon) }),
    ...(narrow !== width && { projection: weights.linear('embeddings_project', narrow, width) }),
    ...(config.text('model_type') === 'roberta' && { paddingToken: config.number('pad_token_id', 1) }),
  };
}

interface BlockSizes {
  readonly width: number;
  readonly inner: number;
  readonly epsilon: number;
  readonly before: boolean;
}

function block(
  weights: TakenWeights,
  name: string,
  { width, inner, epsilon, before }: BlockSizes,
): GeneralBlock {
  const square = (part: string) => weights.linear(`${name}.${part}`, width, width);
  return {
    attention: {
      query: square('attention.self.query'),
      key: square('attention.self.key'),
      value: square('attention.self.value'),
      output: square('attention.output.dense'),
      norm: weights.norm(`${name}.${before ? 'attention.ln' : 'attention.output.LayerNorm'}`, width, epsilon),
    },
    feedForward: {
      expand: weights.linear(`${name}.intermediate.dense`, width, inner),
      contract: weights.linear(`${name}.output.dense`, inner, width),
      norm: weights.norm(`${name}.${before ? 'ln' : 'output.LayerNorm'}`, width, epsilon),
    },
  };
}

/** The head that the file's tensors are of. */
function headOf(
  config: PublishedConfig,
  weights: TakenWeights,
  table: tf.Tensor,
  sizes: {
    readonly width: number;
    readonly epsilon: number;
    readonly activation: (x: tf.Tensor) => tf.Tensor;
  },
): Head | undefined {
  const { width } = sizes;
  const classes = config.labels()?.length ?? 2;
  if (weights.has('cls.predictions.bias') || weights.has('lm_head.bias'))
    config.only('tie_word_embeddings', true);
  if (weights.has('cls.predictions.bias'))
    return maskedLanguageHead(
      weights,
      {
        dense: 'cls.predictions.transform.dense',
        norm: 'cls.predictions.transform.LayerNorm',
        bias: 'cls.predictions.bias',
      },
      table,
      sizes,
    );
  if (weights.has('lm_head.bias'))
    return maskedLanguageHead(
      weights,
      { dense: 'lm_head.dense', norm: 'lm_head.layer_norm', bias: 'lm_head.bias' },
      table,
      { ...sizes, activation: activation('gelu') },
    );
  if (weights.has('discriminator_predictions.dense.weight')) {
    const dense = weights.linear('discriminator_predictions.dense', width, width);
    const real = weights.linear('discriminator_predictions.dense_prediction', width, 1);
    const [inner, outer] = [everyPositionHead(dense), everyPositionHead(real)];
    return (states) => outer(sizes.activation(inner(states))).squeeze([2]);
  }
  if (weights.has('classifier.out_proj.weight'))
    return firstPositionHead(
      [
        weights.linear('classifier.dense', width, width),
        weights.linear('classifier.out_proj', width, classes),
      ],
      'tanh',
    );
  if (!weights.has('classifier.weight')) return undefined;
  const classifier = weights.linear('classifier', width, classes);
  if (/ForTokenClassification$/.test(config.architecture() ?? '')) return everyPositionHead(classifier);
  return firstPositionHead([weights.linears.get('pooler.dense')!, classifier], 'tanh');
}
