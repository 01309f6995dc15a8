/** DistilBERT (Sanh et al. 2019): BERT's form without token types and pooler, under names of its own. */
import { tf } from '../../engine/native';
import { activation } from '../../models/parts/activation';
import type { GeneralBlock } from '../../models/parts/generalBlock';
import { hiddenPadding } from '../../models/parts/headAttention';
import type { PublishedConfig } from '../publishedConfig';
import type { PublishedModel, TextInput } from '../publishedModel';
import { type Stack, throughStack } from '../stack';
import { TakenWeights } from '../takenWeights';
import { embedded } from '../textEmbeddings';
import { everyPositionHead, firstPositionHead, type Head, maskedLanguageHead } from '../textHeads';
import type { WeightFiles } from '../weightFiles';

/** Fixed in the original's code. */
const epsilon = 1e-12;

export function distilBert(config: PublishedConfig, files: WeightFiles): PublishedModel<TextInput> {
  const [width, heads, inner] = [config.count('dim'), config.count('n_heads'), config.count('hidden_dim')];
  const active = activation(config.text('activation', 'gelu'));
  const weights = new TakenWeights(files, config.folder, {
    prefixes: ['distilbert.'],
    ignored: /position_ids$|^vocab_projector\.weight$/,
  });
  const embeddings = {
    tokens: weights.tensor('embeddings.word_embeddings.weight', [config.count('vocab_size'), width]),
    positions: weights.tensor('embeddings.position_embeddings.weight', [
      config.count('max_position_embeddings'),
      width,
    ]),
    norm: weights.norm('embeddings.LayerNorm', width, epsilon),
  };
  const stack: Stack = {
    form: { heads, norm: 'after', activation: active },
    blocks: Array.from({ length: config.count('n_layers') }, (_, layer): GeneralBlock => {
      const name = `transformer.layer.${layer}`;
      const square = (part: string) => weights.linear(`${name}.attention.${part}_lin`, width, width);
      return {
        attention: {
          ...{ query: square('q'), key: square('k'), value: square('v'), output: square('out') },
          norm: weights.norm(`${name}.sa_layer_norm`, width, epsilon),
        },
        feedForward: {
          expand: weights.linear(`${name}.ffn.lin1`, width, inner),
          contract: weights.linear(`${name}.ffn.lin2`, inner, width),
          norm: weights.norm(`${name}.output_layer_norm`, width, epsilon),
        },
      };
    }),
  };
  const labels = config.labels();
  const head = ((): Head | undefined => {
    if (weights.has('vocab_transform.weight')) {
      config.only('tie_word_embeddings', true);
      return maskedLanguageHead(
        weights,
        { dense: 'vocab_transform', norm: 'vocab_layer_norm', bias: 'vocab_projector.bias' },
        embeddings.tokens,
        { width, epsilon, activation: active },
      );
    }
    if (!weights.has('classifier.weight')) return undefined;
    const classifier = weights.linear('classifier', width, labels?.length ?? 2);
    if (!weights.has('pre_classifier.weight')) return everyPositionHead(classifier);
    return firstPositionHead([weights.linear('pre_classifier', width, width), classifier], 'relu');
  })();
  weights.finish();
  return {
    ...{
      family: 'distilbert',
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
      return { hidden, states, ...(head && { logits: head(states) }) };
    },
    dispose: () => weights.dispose(),
  };
}
