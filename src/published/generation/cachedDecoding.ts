/** A model that writes, compiled once with the keys and values of its past as state of the graph. */
import { tf } from '../../engine/native';
import { compile } from '../../engine/program';
import type { Decoder } from '../../models/parts/decoding';
import { hiddenPadding } from '../../models/parts/headAttention';
import { modelState } from '../modelState';
import type { PublishedModel, TextInput } from '../publishedModel';
import { KeyValueCache } from './keyValueCache';

/** Tokens of a long prompt that are read at once. */
const chunk = 64;
/** A prompt of so few tokens is read one by one: that takes less time than a second graph. */
const shortPrompt = 16;
/** Lengths of sources are rounded up to a multiple of it. */
const sourceStep = 16;

export interface DecodingSizes {
  /** Texts that are written side by side. */
  readonly batch: number;
  /** Tokens at most, those of the prompt among them. */
  readonly tokens: number;
  /** Tokens at most that an encoder reads; 0 for models without one. */
  readonly sourceTokens: number;
}

/** Up to a multiple, so that few programs are compiled. */
const upTo = (count: number, multiple: number) => Math.ceil(count / multiple) * multiple;

/** What decoding asks of a model beside its decoder. */
export type WritingModel = Pick<PublishedModel<TextInput>, 'forward' | 'parameters'> &
  Partial<Pick<PublishedModel<TextInput>, 'linears'>>;

export class CachedDecoding {
  readonly batch: number;
  private readonly capacity: number;
  private readonly sourceTime: number;
  private readonly own: KeyValueCache;
  private readonly cross: KeyValueCache | undefined;
  private readonly sourceHidden: tf.Variable | undefined;
  private readonly program;
  /** Tokens that were read. */
  private length = 0;
  /** The weights as they were last read: a variable that is assigned has other data. */
  private read: readonly object[] = [];

  constructor(
    private readonly model: WritingModel,
    private readonly decoder: Decoder,
    { batch, tokens, sourceTokens }: DecodingSizes,
  ) {
    this.batch = batch;
    this.capacity = upTo(tokens + chunk, chunk);
    this.sourceTime = this.sourceTimeOf(sourceTokens);
    const { layers, heads, headWidth } = decoder;
    const sizes = { layers, batch, heads, headWidth };
    this.own = new KeyValueCache('own', { ...sizes, capacity: this.capacity });
    if (sourceTokens > 0) {
      this.cross = new KeyValueCache('cross', { ...sizes, capacity: this.sourceTime });
      this.sourceHidden = tf.tidy(() => tf.variable(tf.zeros([batch, 1, 1, this.sourceTime])));
    }
    this.program = this.compiled();
  }

  /** Whether as much as this has room. */
  holds({ batch, tokens, sourceTokens }: DecodingSizes): boolean {
    return (
      batch === this.batch &&
      tokens + chunk <= this.capacity &&
      this.sourceTimeOf(sourceTokens) === this.sourceTime
    );
  }

  /** Never more than a table of positions has, where the model has one. */
  private sourceTimeOf(tokens: number): number {
    return Math.min(upTo(tokens, sourceStep), this.decoder.positions ?? Number.POSITIVE_INFINITY);
  }

  /** Begins anew, with the weights that the model has now. */
  restart(): void {
    const now = this.weights();
    // Weights that did not change are in the graph already.
    if (now.some((weight, k) => weight !== this.read[k])) this.program.program.reload();
    this.read = now;
    this.length = 0;
  }

  /**
   * The encoder reads a text for each row; the decoder reads the token that it begins with.
   * @param texts as many as there are rows, or one for all
   * @returns [batch * vocabulary] logits of what follows
   */
  readSources(texts: readonly ArrayLike<number>[], startToken: number): Float32Array {
    const { batch, sourceTime } = this;
    const rows = (of: (text: ArrayLike<number>, at: number) => number) =>
      tf.tensor2d(
        Int32Array.from({ length: batch * sourceTime }, (_, at) =>
          of(texts[Math.floor(at / sourceTime)] ?? texts[0]!, at % sourceTime),
        ),
        [batch, sourceTime],
        'int32',
      );
    this.length = 1;
    return this.asked(() => ({
      source: rows((text, at) => text[at] ?? 0),
      mask: rows((text, at) => Number(at < text.length)),
      tokens: tf.fill([batch, 1], startToken, 'int32'),
    }))(this.program.begin);
  }

  /** All rows read the same tokens, one at least. @returns [batch * vocabulary], the logits of what follows */
  readPrompt(ids: readonly number[]): Float32Array {
    const { batch } = this;
    let logits: Float32Array | undefined;
    if (ids.length <= shortPrompt) {
      for (const id of ids) logits = this.next(Array.from({ length: batch }, () => id));
      return logits!;
    }
    for (let from = 0; from < ids.length; from += chunk) {
      const part = ids.slice(from, from + chunk);
      logits = this.asked(() => ({
        tokens: tf.tensor2d(
          Int32Array.from({ length: batch * chunk }, (_, at) => part[at % chunk] ?? part[0]!),
          [batch, chunk],
          'int32',
        ),
        // What stands after the last token is overwritten before any token may look at it.
        position: tf.scalar(this.length, 'int32'),
        last: tf.scalar(part.length - 1, 'int32'),
      }))(this.program.extend);
      this.length += part.length;
    }
    return logits!;
  }

  /**
   * One token more in each row.
   * @param order which row each row goes on with. Default: its own
   * @returns [batch * vocabulary], the logits of what follows
   */
  next(tokens: readonly number[], order: readonly number[] = [...tokens.keys()]): Float32Array {
    const position = this.length++;
    return this.asked(() => ({
      tokens: tf.tensor2d(Int32Array.from(tokens), [this.batch, 1], 'int32'),
      position: tf.scalar(position, 'int32'),
      last: tf.scalar(0, 'int32'),
      ...(this.batch > 1 && { order: tf.tensor1d(Int32Array.from(order), 'int32') }),
    }))(this.program.extend);
  }

  dispose(): void {
    this.program.program.dispose();
    this.own.dispose();
    this.cross?.dispose();
    this.sourceHidden?.dispose();
  }

  private weights(): object[] {
    return Object.values(modelState(this.model)).map(({ dataId }) => dataId);
  }

  private compiled() {
    const { model, decoder, capacity, own, cross, sourceHidden } = this;
    return compile({
      state: {
        ...modelState(model),
        ...own.state,
        ...cross?.state,
        ...(sourceHidden && { 'source.hidden': sourceHidden }),
      },
      functions: {
        extend({ tokens, position, last, order }: ExtendInput) {
          const time = tokens.shape[1]!;
          const positions = tf.range(0, time, 1, 'int32').add(position);
          const logits = decoder.logits({
            ...{ tokens, positions, capacity, at: last, recall: own.extended(positions, order) },
            ...(cross &&
              sourceHidden && {
                source: {
                  // Only how many rows there are counts: keys and values are kept.
                  states: tf.zeros([tokens.shape[0]!, 1, 1]),
                  added: sourceHidden,
                  recall: (layer: number) => cross.kept(layer),
                },
              }),
          });
          return { logits };
        },
        begin({ source, mask, tokens }: BeginInput) {
          const { states } = model.forward({ tokens: source, mask });
          const added = hiddenPadding(mask);
          sourceHidden!.assign(added);
          const positions = tf.zeros([1], 'int32');
          const logits = decoder.logits({
            ...{ tokens, positions, capacity, at: tf.scalar(0, 'int32'), recall: own.extended(positions) },
            source: { states, added, recall: (layer) => cross!.filled(layer) },
          });
          return { logits };
        },
      },
    });
  }

  private asked<Input extends Record<string, tf.Tensor>>(
    make: () => Input,
  ): (call: (input: Input) => { logits: tf.Tensor }) => Float32Array {
    return (call) => {
      const input = make();
      const { logits } = call(input);
      const values = logits.dataSync() as Float32Array;
      tf.dispose([...Object.values(input), logits]);
      return values;
    };
  }
}

interface ExtendInput {
  readonly tokens: tf.Tensor;
  readonly position: tf.Tensor;
  readonly last: tf.Tensor;
  readonly order?: tf.Tensor;
}

interface BeginInput {
  readonly source: tf.Tensor;
  readonly mask: tf.Tensor;
  readonly tokens: tf.Tensor;
}
