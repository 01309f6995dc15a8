import type { DenseMatrix } from '../data/sparseMatrix';
import { tf } from '../engine/native';
import type { State } from '../engine/program';
import type { Randomness } from '../engine/randomness';
import { ClassificationHead, type HeadValues } from './classificationHead';
import type { FeatureScaling } from './featureScaling';
import type { Parameters } from './parameters';
import type { AttentionDirection, TransformerEncoder } from './transformerEncoder';

/** Settings of {@link SentenceTagger}. */
export interface SentenceTaggerOptions {
  /** Names of the tags, in label order: 'O', 'B-name', ... */
  readonly tags: readonly string[];
  /** Seed of the head's initial weights. */
  readonly seed: number;
}

/**
 * A linear head over every position of an encoder. A position's features are its final state and its token's embedding,
 * shifted and scaled by fixed statistics. A word is tagged at its first piece (Devlin et al. 2019, section 5.3).
 */
export class SentenceTagger {
  /** Fixed tensors: the features' means and inverse deviations. */
  readonly constants: State;
  private readonly head: ClassificationHead;

  constructor(
    readonly encoder: TransformerEncoder<AttentionDirection>,
    readonly options: SentenceTaggerOptions,
  ) {
    this.head = new ClassificationHead(2 * encoder.config.width, options.tags.length, options.seed);
    this.constants = this.head.constants;
  }

  /** Names of the tags, in label order. */
  get tags(): readonly string[] {
    return this.options.tags;
  }

  get featureWidth(): number {
    return this.head.featureWidth;
  }

  get parameters(): Parameters {
    return { ...this.encoder.parameters, ...this.head.parameters };
  }

  /** Gives the head fresh initial weights. */
  resetHead(seed: number): void {
    this.head.reset(seed);
  }

  /** Sets the head: weight [featureWidth, tags] row-major over scaled features, and bias [tags]. */
  setHead(values: HeadValues): void {
    this.head.set(values);
  }

  /** Features [batch x time, 2 x width] of tokens int32 [batch, time], before scaling: states first, then embeddings. */
  features(tokens: tf.Tensor, random?: Randomness): tf.Tensor {
    const { states, embeddings } = this.encoder.encode(tokens, random);
    return tf.concat([states, embeddings], 2).reshape([-1, this.featureWidth]);
  }

  /** Scores of tags [batch x time, tags]. */
  logits(tokens: tf.Tensor, random?: Randomness): tf.Tensor {
    return this.head.logits(this.features(tokens, random));
  }

  /** Sets the fixed shift and scale from raw features [words, 2 x width]: unlabelled sentences suffice. */
  standardize(features: DenseMatrix): FeatureScaling {
    return this.head.standardize(features, 2);
  }

  /** Frees the tagger's tensors, the encoder's among them. */
  dispose(): void {
    tf.dispose([Object.values(this.parameters), Object.values(this.constants)]);
  }
}
