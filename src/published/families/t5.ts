/** T5 (Raffel et al. 2020), versions 1.0 and 1.1: encoder and decoder, biases of relative positions, unscaled scores. */
import { tf } from '../../engine/native';
import { LabError } from '../../errors';
import { activation } from '../../models/parts/activation';
import type { DecodingStep } from '../../models/parts/decoding';
import type { BlockForm, FeedForward, GeneralBlock } from '../../models/parts/generalBlock';
import {
  type AttentionWeights,
  hiddenAfter,
  hiddenFuture,
  hiddenPadding,
} from '../../models/parts/headAttention';
import { linear } from '../../models/parts/linear';
import { relativeBias, relativeBiasAt } from '../../models/parts/relativePosition';
import type { PublishedConfig } from '../publishedConfig';
import type { PublishedModel, TextInput } from '../publishedModel';
import { asRows, positionAt, type Stack, throughStack } from '../stack';
import { TakenWeights } from '../takenWeights';
import { embedded } from '../textEmbeddings';
import { tiedScores } from '../textHeads';
import type { WeightFiles } from '../weightFiles';

export function t5(config: PublishedConfig, files: WeightFiles): PublishedModel<TextInput> {
  const [width, heads, headWidth] = [
    config.count('d_model'),
    config.count('num_heads'),
    config.count('d_kv'),
  ];
  const vocabulary = config.count('vocab_size');
  const epsilon = config.number('layer_norm_epsilon', 1e-6);
  const tied = config.flag('tie_word_embeddings', true);
  const weights = new TakenWeights(files, config.folder, {
    ignored: /^(?:encoder|decoder)\.embed_tokens\.weight$|EncDecAttention\.relative_attention_bias/,
  });
  const tokens = weights.tensor('shared.weight', [vocabulary, width]);
  const gated = config.text('feed_forward_proj', 'relu').startsWith('gated-');
  const activated = config.text('feed_forward_proj', 'relu').replace(/^gated-/, '');
  // The original's 'gated-gelu' is the tanh form.
  const form: BlockForm = {
    ...{ heads, scale: 1, norm: 'before' },
    activation: activation(gated && activated === 'gelu' ? 'gelu_new' : activated),
  };
  const attention = (
    name: string,
    kind: string,
  ): AttentionWeights & { norm: GeneralBlock['attention']['norm'] } => {
    const part = (letter: string, from: number, to: number) =>
      weights.linear(`${name}.${kind}.${letter}`, from, to);
    return {
      query: part('q', width, heads * headWidth),
      key: part('k', width, heads * headWidth),
      value: part('v', width, heads * headWidth),
      output: part('o', heads * headWidth, width),
      norm: weights.norm(`${name}.layer_norm`, width, epsilon),
    };
  };
  const feedForward = (name: string): FeedForward & { norm: GeneralBlock['feedForward']['norm'] } => {
    const inner = config.count('d_ff');
    const dense = (part: string, from: number, to: number) =>
      weights.linear(`${name}.DenseReluDense.${part}`, from, to);
    return {
      ...(gated
        ? { expand: dense('wi_0', width, inner), gate: dense('wi_1', width, inner) }
        : { expand: dense('wi', width, inner) }),
      contract: dense('wo', inner, width),
      norm: weights.norm(`${name}.layer_norm`, width, epsilon),
    };
  };
  const side = (name: 'encoder' | 'decoder', layers: number): Stack & { positions: tf.Tensor } => ({
    form,
    blocks: Array.from({ length: layers }, (_, layer): GeneralBlock => {
      const block = `${name}.block.${layer}.layer`;
      return {
        attention: attention(`${block}.0`, 'SelfAttention'),
        ...(name === 'decoder' && { cross: attention(`${block}.1`, 'EncDecAttention') }),
        feedForward: feedForward(`${block}.${name === 'decoder' ? 2 : 1}`),
      };
    }),
    finalNorm: weights.norm(`${name}.final_layer_norm`, width, epsilon),
    // The first layer's serves all.
    positions: weights.tensor(`${name}.block.0.layer.0.SelfAttention.relative_attention_bias.weight`, [
      config.count('relative_attention_num_buckets', 32),
      heads,
    ]),
  });
  const layers = config.count('num_layers');
  const encoder = side('encoder', layers);
  const decoder = side('decoder', config.count('num_decoder_layers', layers));
  const head = weights.has('lm_head.weight') ? weights.linear('lm_head', width, vocabulary) : undefined;
  weights.finish();
  const maxDistance = config.count('relative_attention_max_distance', 128);
  const scaled = config.has('scale_decoder_outputs') ? config.flag('scale_decoder_outputs', tied) : tied;
  const scores = (states: tf.Tensor) => {
    const { rows, batch, time } = asRows(states);
    const logits = head ? linear(rows, head) : tiedScores(scaled ? rows.mul(width ** -0.5) : rows, tokens);
    return logits.reshape([batch, time, vocabulary]);
  };
  const backwards = { bidirectional: false, maxDistance };
  return {
    ...{
      family: 't5',
      reads: 'texts',
      parameters: weights.parameters,
      linears: weights.linears,
      exported: () => config.exported(weights.stored()),
    },
    forward(input) {
      const rows = embedded(input, { tokens });
      const mask = input.mask ?? tf.ones([rows.batch, rows.time]);
      const padding = hiddenPadding(mask);
      const bias = relativeBias(encoder.positions, rows.time, rows.time, {
        bidirectional: true,
        maxDistance,
      });
      const { hidden, states } = throughStack(rows, encoder, { added: padding.add(bias) });
      if (!input.decoderTokens) return { hidden, states };
      const written = embedded({ tokens: input.decoderTokens }, { tokens });
      const { batch, time } = written;
      if (batch !== rows.batch)
        throw new LabError(
          `The encoder reads ${rows.batch} texts and the decoder ${batch}: give as many of both.`,
        );
      const past = relativeBias(decoder.positions, time, time, backwards);
      const decoded = throughStack(written, decoder, {
        added: past.add(hiddenFuture(time)),
        source: { ...asRows(states), added: padding },
      });
      return { hidden, states, logits: scores(decoded.states) };
    },
    decoder: {
      ...{ layers: decoder.blocks.length, heads, headWidth },
      startToken: config.number('decoder_start_token_id', 0),
      endTokens: config.tokens('eos_token_id'),
      logits({ tokens: written, positions, capacity, at, recall, source }: DecodingStep) {
        const added = hiddenAfter(positions, capacity).add(
          relativeBiasAt(decoder.positions, positions, capacity, backwards),
        );
        const rows = embedded({ tokens: written }, { tokens });
        const { states } = throughStack(rows, decoder, (layer) => ({
          ...{ added, recall: recall(layer) },
          ...(source && {
            source: { ...asRows(source.states), added: source.added, recall: source.recall(layer) },
          }),
        }));
        return scores(positionAt(states, at)).squeeze([1]);
      },
    },
    dispose: () => weights.dispose(),
  };
}
