/** How a model writes token by token, with keys and values of its past kept. */
import type { tf } from '../../engine/native';
import type { Recall } from './headAttention';

/** Tokens that go on with those whose keys and values are kept. */
export interface DecodingStep {
  /** int32 [batch, time]. */
  readonly tokens: tf.Tensor;
  /** int32 [time]. */
  readonly positions: tf.Tensor;
  /** How many positions are kept. */
  readonly capacity: number;
  /** Which of the tokens the logits are wanted of, int32 scalar. */
  readonly at: tf.Tensor;
  /** Of one layer. */
  readonly recall: (layer: number) => Recall;
  /** What an encoder read: its states [batch, time, width], and [batch, 1, 1, time] added to the scores of its keys. */
  readonly source?: {
    readonly states: tf.Tensor;
    readonly added: tf.Tensor;
    readonly recall: (layer: number) => Recall;
  };
}

/** How a model writes texts token by token. */
export interface Decoder {
  readonly layers: number;
  /** Heads of keys and values, and their width. */
  readonly heads: number;
  readonly headWidth: number;
  /** Tokens at most, where the model has a table of positions. */
  readonly positions?: number;
  /** Where writing begins, for models with an encoder. */
  readonly startToken?: number;
  /** Tokens that end a text, as its configuration says. */
  readonly endTokens: readonly number[];
  /** Logits [batch, vocabulary] of what follows the token at `at`. */
  logits(step: DecodingStep): tf.Tensor;
}
