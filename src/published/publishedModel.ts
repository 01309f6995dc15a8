/** What a published model is to the lab: parameters that can be trained, and a forward pass. */
import type { tf } from '../engine/native';
import type { Parameters } from '../models/parameters';
import type { Decoder } from '../models/parts/decoding';
import type { ExportedModel } from './exported/namedTensors';
import type { AdaptableLinear } from './takenWeights';

/** A batch of token ids. */
export interface TextInput {
  /** int32 [batch, time]. */
  readonly tokens: tf.Tensor;
  /** [batch, time], 1 where a token stands and 0 where it is padding. Default: all stand. */
  readonly mask?: tf.Tensor;
  /** int32 [batch, time], which of two texts a token is of. Default: all of the first. */
  readonly types?: tf.Tensor;
  /** int32 [batch, time]: what the decoder of an encoder-decoder has written. */
  readonly decoderTokens?: tf.Tensor;
}

/** A batch of pictures, float32 [batch, height, width, channels], normalised as preprocessor_config.json says. */
export interface ImageInput {
  readonly pixels: tf.Tensor;
}

export interface PublishedOutput {
  /** After the embeddings and after each block, [batch, time, width]; the last is what heads read. */
  readonly hidden: readonly tf.Tensor[];
  /** hidden's last, after a final normalisation where the model has one: [batch, time, width]. */
  readonly states: tf.Tensor;
  /** One vector a text or picture, [batch, width], where the model has a pooler. */
  readonly pooled?: tf.Tensor;
  /** [batch, time, vocabulary], [batch, time, classes] or [batch, classes], where the model has a head. */
  readonly logits?: tf.Tensor;
}

export interface PublishedModel<Input = TextInput | ImageInput> {
  /** 'bert', as config.json calls it. */
  readonly family: string;
  readonly reads: 'texts' | 'images';
  /** By the names in the file, without the prefix of models with heads. Matrices are [in, out]. */
  readonly parameters: Parameters;
  /** Its linear maps by their names in the file without the prefix, which adapters change. */
  readonly linears: ReadonlyMap<string, AdaptableLinear>;
  /** Rows of its table of tokens, where it reads texts. */
  readonly vocabularySize?: number;
  /** Height, width and channels of the pictures that it was made for. */
  readonly imageShape?: readonly [height: number, width: number, channels: number];
  /** Pixels of a patch's side, and how many tokens of the whole picture stand before the patches. */
  readonly patch?: number;
  readonly wholeTokens?: number;
  /** Names of the classes of its head, where it has one. */
  readonly labels?: readonly string[];
  /** Where the model writes texts. */
  readonly decoder?: Decoder;
  /** Everything trainable stays a variable: gradients reach it. */
  forward(input: Input): PublishedOutput;
  /** What its files would hold now. @throws LabError where they were no safetensors */
  exported(): ExportedModel;
  dispose(): void;
}
