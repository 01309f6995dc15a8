/** Texts classified by a published model. */
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { Feed } from '../training/feed';
import type { TokenSequences } from '../training/textFeed';
import { type ClassifierOptions, PublishedClassifier } from './publishedClassifier';
import { noToken, publishedFeed } from './publishedFeed';
import type { PublishedModel, TextInput } from './publishedModel';
import type { PublishedTokenizer } from './publishedTokenizer';
import { firstPosition } from './textHeads';

/** Which state stands for a text: the mean over its tokens, its first token's, or its last one's (causal models). */
export type Pooling = 'mean' | 'first' | 'last';

export interface PublishedClassifierOptions extends ClassifierOptions {
  readonly tokenizer: PublishedTokenizer;
  /** Default 'mean', and 'last' for models that read only backwards. */
  readonly pooling?: Pooling;
  /** Longer texts are cut, in tokens with the special ones. Default 128. */
  readonly maxLength?: number;
}

/** Families whose positions see only those before them. */
const causal = new Set(['gpt2', 'llama']);

export class PublishedTextClassifier extends PublishedClassifier<TokenSequences> {
  readonly tokenizer: PublishedTokenizer;
  readonly maxLength: number;
  private readonly pooling: Pooling;

  /** @throws LabError for fewer than two classes, or a tokenizer that is not the model's */
  constructor(
    readonly model: PublishedModel<TextInput>,
    options: PublishedClassifierOptions,
  ) {
    const { tokenizer, maxLength = 128 } = options;
    const { pooling = causal.has(model.family) ? 'last' : 'mean' } = options;
    tokenizer.requireFits(model);
    const probe = () => model.forward({ tokens: tf.zeros([1, 2], 'int32') }).states;
    const width = tf.tidy(() => probe().shape[2]!);
    super(model, options, width, probe);
    this.tokenizer = tokenizer;
    this.maxLength = maxLength;
    this.pooling = pooling;
  }

  /** Pooled states [batch, width] of token ids int32 [batch, time] with -1 where no token stands. */
  features(batch: tf.Tensor): tf.Tensor {
    const stands = batch.greater(tf.scalar(noToken, 'int32')).cast('int32');
    const filling = tf.scalar(1, 'int32').sub(stands).mul(tf.scalar(this.tokenizer.paddingToken, 'int32'));
    const tokens = batch.mul(stands).add(filling);
    const { states } = this.model.forward({ tokens, mask: stands });
    return pooled(states, stands.cast('float32'), this.pooling);
  }

  /** Token ids of each text, special tokens around them. @throws LabError for one text in the place of a list */
  encoded(texts: readonly string[]): TokenSequences {
    if (typeof texts === 'string') throw new LabError("Give a list of texts: ['…'], not one text.");
    return texts.map((text) => Int32Array.from(this.tokenizer.ids(text, this.maxLength).ids));
  }

  /** Name of the class of each text. Longer texts than maxLength are cut. */
  predict(texts: readonly string[]): string[] {
    return this.asked().classes(this.encoded(texts));
  }

  /** Probability of each class, by name, of each text. */
  probabilities(texts: readonly string[]): Record<string, number>[] {
    return this.asked().probabilities(this.encoded(texts));
  }

  protected ownFeed(): Feed<TokenSequences> {
    return publishedFeed(this);
  }
}

/** [batch, width] of states [batch, time, width], where mask [batch, time] is 1. Rows without a token give the zero vector. */
function pooled(states: tf.Tensor, mask: tf.Tensor, pooling: Pooling): tf.Tensor {
  if (pooling === 'first') return firstPosition(states);
  let weights = mask;
  if (pooling === 'last') {
    // 1 where a token stands and none stands after it.
    const next = tf.concat([mask.slice([0, 1], [-1, -1]), tf.zeros([mask.shape[0]!, 1])], 1);
    weights = mask.mul(tf.scalar(1).sub(next));
  }
  const total = weights.sum(1, true).add(1e-8);
  return states.mul(weights.expandDims(2)).sum(1).div(total);
}
