/** A classifier of texts over a published model: its pooled states, standardised, and a linear head. */
import type { DenseMatrix } from '../data/sparseMatrix';
import { tf } from '../engine/native';
import type { State } from '../engine/program';
import { LabError } from '../errors';
import { Predictor } from '../finetuning/predictor';
import { ClassificationHead, type HeadValues } from '../models/classificationHead';
import type { FeatureScaling } from '../models/featureScaling';
import type { Parameters } from '../models/parameters';
import type { TrainableClassifier } from '../training/classifierTrainer';
import type { TokenSequences } from '../training/textFeed';
import type { LowRankAdapters } from './lowRankAdapters';
import { modelState } from './modelState';
import { noToken, publishedFeed } from './publishedFeed';
import type { PublishedModel, TextInput } from './publishedModel';
import type { PublishedTokenizer } from './publishedTokenizer';
import { firstPosition } from './textHeads';

/** Which state stands for a text: the mean over its tokens, its first token's, or its last one's (causal models). */
export type Pooling = 'mean' | 'first' | 'last';

export interface PublishedClassifierOptions {
  /** Names of the classes, in label order: `dataset.labels`. */
  readonly classes: readonly string[];
  readonly tokenizer: PublishedTokenizer;
  /** Default 'mean', and 'last' for models that read only backwards. */
  readonly pooling?: Pooling;
  /**
   * What fine-tuning changes beside the head: all of the model, adapters that were put on it, or nothing. What is not changed
   * has neither gradient nor optimiser state. Default 'all'.
   */
  readonly trains?: 'all' | 'head' | LowRankAdapters;
  /** Of the head's initial weights. Default 1. */
  readonly seed?: number;
  /** Longer texts are cut, in tokens with the special ones. Default 128. */
  readonly maxLength?: number;
}

/** Families whose positions see only those before them. */
const causal = new Set(['gpt2', 'llama']);

export class PublishedTextClassifier implements TrainableClassifier {
  readonly classes: readonly string[];
  readonly tokenizer: PublishedTokenizer;
  readonly maxLength: number;
  /** What is trained. */
  readonly parameters: Parameters;
  /** What stays as it is. */
  readonly constants: State;
  readonly featureWidth: number;
  private readonly head: ClassificationHead;
  private readonly pooling: Pooling;
  private readonly trainsAll: boolean;
  private predictor: Predictor<TokenSequences> | undefined;

  /** @throws LabError for fewer than two classes, or a tokenizer that is not the model's */
  constructor(
    readonly model: PublishedModel<TextInput>,
    options: PublishedClassifierOptions,
  ) {
    const { classes, tokenizer, trains = 'all', seed = 1, maxLength = 128 } = options;
    const { pooling = causal.has(model.family) ? 'last' : 'mean' } = options;
    tokenizer.requireFits(model);
    this.classes = classes;
    this.tokenizer = tokenizer;
    this.maxLength = maxLength;
    this.pooling = pooling;
    this.trainsAll = trains === 'all';
    const reached = reachedBy(model);
    this.featureWidth = reached.width;
    this.head = new ClassificationHead(reached.width, classes.length, seed);
    const adapters = typeof trains === 'object' ? trains : undefined;
    if (adapters && (adapters.model !== model || !adapters.attached))
      throw new LabError(
        'The adapters are not on this model: make them for it, and do not merge them before training.',
      );
    const moves =
      trains === 'all' ? reached.parameters : adapters ? adapters.parameters : ({} satisfies Parameters);
    this.parameters = { ...moves, ...this.head.parameters };
    const moving = new Set(Object.values(moves));
    const still = Object.entries(modelState(model)).filter(([, variable]) => !moving.has(variable));
    this.constants = { ...Object.fromEntries(still), ...this.head.constants };
  }

  /** Peak rate where none is given: low for a whole model (Devlin et al. 2019, appendix A.3), higher for adapters. */
  get usualRate(): number {
    return this.trainsAll ? 5e-5 : 1e-3;
  }

  resetHead(seed: number): void {
    this.head.reset(seed);
  }

  setHead(values: HeadValues): void {
    this.head.set(values);
  }

  /** Pooled states [batch, width] of token ids int32 [batch, time] with -1 where no token stands. */
  features(batch: tf.Tensor): tf.Tensor {
    const stands = batch.greater(tf.scalar(noToken, 'int32')).cast('int32');
    const filling = tf.scalar(1, 'int32').sub(stands).mul(tf.scalar(this.tokenizer.paddingToken, 'int32'));
    const tokens = batch.mul(stands).add(filling);
    const { states } = this.model.forward({ tokens, mask: stands });
    return pooled(states, stands.cast('float32'), this.pooling);
  }

  /** Class scores [batch, classes]. */
  logits(batch: tf.Tensor): tf.Tensor {
    return this.head.logits(this.features(batch));
  }

  standardize(features: DenseMatrix): FeatureScaling {
    return this.head.standardize(features, 1);
  }

  /** Token ids of each text, special tokens around them. */
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

  /** Frees the head; the model and its adapters stay. */
  dispose(): void {
    this.predictor?.dispose();
    tf.dispose([Object.values(this.head.parameters), Object.values(this.head.constants)]);
  }

  private asked(): Predictor<TokenSequences> {
    this.predictor ??= new Predictor(this, publishedFeed(this));
    return this.predictor;
  }
}

/** The parameters that states depend on (a head's do not), and the states' width. */
function reachedBy(model: PublishedModel<TextInput>): { parameters: Parameters; width: number } {
  return tf.tidy(() => {
    const tokens = tf.zeros([1, 2], 'int32');
    const width = model.forward({ tokens }).states.shape[2]!;
    const { grads } = tf.variableGrads(
      () => model.forward({ tokens }).states.sum() as tf.Scalar,
      Object.values(model.parameters),
    );
    const parameters = Object.entries(model.parameters).filter(([, { name }]) => grads[name]);
    return { parameters: Object.fromEntries(parameters), width };
  });
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
