/**
 * The tokenizer of a published model from its tokenizer.json (word pieces, byte-level pairs, unigrams: all that Hugging
 * Face's tokenizers read), with its special tokens, pairs of texts, token types, truncation and padding.
 */
import * as fs from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import { containedPath } from '../containedPath';
import { tf } from '../engine/native';
import { invisible, LabError, writtenOut } from '../errors';
import { excerpt } from '../excerpt';
import { interruptible } from '../interruptible';
import { GgufLlama } from './ggufLlama';
import type { PublishedModel } from './publishedModel';
import { type Frame, framesOf, type TokenizerJson } from './specialTokenFrame';
import { ggufIn } from './weightFiles';

/** A text, or two that belong together. */
export type TextOrPair = string | readonly [first: string, second: string];

/** Rows of token ids, padded to the longest: what a published model reads. The tensors are the caller's to dispose. */
export interface EncodedBatch {
  /** int32 [batch, time]. */
  readonly tokens: tf.Tensor2D;
  /** int32 [batch, time]: 1 where a token stands, 0 where it is padding. */
  readonly mask: tf.Tensor2D;
  /** int32 [batch, time]: 0 in the first text, 1 in the second. */
  readonly types: tf.Tensor2D;
  /** How many texts were cut at `maxLength`. */
  readonly cut: number;
}

/** Larger ones hold no vocabulary that any model has. */
const mostBytes = 200e6;

export class PublishedTokenizer {
  private readonly library: Tokenizer;
  private readonly frames: { readonly single: Frame; readonly pair: Frame };
  /** Id that stands where a text is shorter than its batch. */
  readonly paddingToken: number;
  /** Larger than every token id. */
  readonly vocabularySize: number;
  private readonly lengthLimit: number | undefined;

  private constructor(
    private readonly file: string,
    parsed: TokenizerJson,
    /** What its tokenizer.json holds. */
    readonly json: string,
  ) {
    // The library would add special tokens by its own reading of the frame, and cut nothing.
    this.library = new Tokenizer(
      { ...parsed, post_processor: null, truncation: null, padding: null } as never,
      {},
    );
    this.frames = framesOf(parsed, (token) => this.idOf(token));
    this.paddingToken = parsed.padding?.pad_id ?? this.optionalId('[PAD]') ?? this.optionalId('<pad>') ?? 0;
    this.lengthLimit = parsed.truncation?.max_length ?? undefined;
    this.requireWhole('pad_id of its padding', this.paddingToken, 0);
    if (this.lengthLimit !== undefined)
      this.requireWhole('max_length of its truncation', this.lengthLimit, 1);
    for (const piece of [...this.frames.single, ...this.frames.pair])
      if ('token' in piece) this.requireWhole('id of a special token', piece.token, 0);
    this.vocabularySize = vocabularySizeOf(parsed);
  }

  /**
   * @param folder of the model
   * @throws LabError where there is no tokenizer.json or it is damaged
   */
  static read(folder: string): PublishedTokenizer {
    const file = containedPath(folder, 'tokenizer.json', folder);
    if (!fs.existsSync(file)) {
      const gguf = ggufIn(folder);
      if (gguf) {
        const parsed = new GgufLlama(gguf, folder).tokenizer();
        return new PublishedTokenizer(folder, parsed, JSON.stringify(parsed));
      }
      throw new LabError(
        `${folder} has no tokenizer.json: save it where you trust it, in Python with transformers.AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER).`,
      );
    }
    if (fs.statSync(file).size > mostBytes)
      throw new LabError(`${file} is larger than any vocabulary (${mostBytes / 1e6} MB): fetch it again.`);
    const json = fs.readFileSync(file, 'utf8');
    let parsed: TokenizerJson;
    try {
      parsed = JSON.parse(json) as TokenizerJson;
    } catch {
      throw new LabError(`${file} is no tokenizer (it is not JSON): fetch it again.`);
    }
    try {
      return new PublishedTokenizer(file, parsed, json);
    } catch (error) {
      if (error instanceof LabError) throw error;
      throw new LabError(
        `${file} is no tokenizer (${writtenOut((error as Error).message, invisible)}): fetch it again.`,
      );
    }
  }

  /** @throws LabError for a model whose table of tokens is smaller than the vocabulary */
  requireFits({ vocabularySize, family }: PublishedModel): void {
    if (vocabularySize === undefined || vocabularySize >= this.vocabularySize) return;
    throw new LabError(
      `${this.file} has ${this.vocabularySize} tokens, and the ${family} model's table has ${vocabularySize}: the two are not of one model.`,
    );
  }

  /** Token ids of a text or pair with the special tokens around them, at most `maxLength`. */
  ids(text: TextOrPair, maxLength = this.lengthLimit): { ids: number[]; types: number[]; cut: boolean } {
    const parts = (typeof text === 'string' ? [text] : text).map((one) => this.plain(one));
    const frame = parts.length === 1 ? this.frames.single : this.frames.pair;
    const added = frame.filter((piece) => 'token' in piece).length;
    const cut = maxLength !== undefined && shorten(parts, maxLength - added);
    const pieces = frame.flatMap((piece) =>
      'token' in piece
        ? [{ id: piece.token, type: piece.type }]
        : parts[piece.part]!.map((id) => ({ id, type: piece.type })),
    );
    return { ids: pieces.map(({ id }) => id), types: pieces.map(({ type }) => type), cut };
  }

  /**
   * Token ids of a sentence whose words are known, with the special tokens around them, and where each word begins. Words
   * are cut one by one, with a space before all but the first; a word of which nothing is left stands as the unknown token
   * or, where there is none, as padding.
   * @param maxLength in tokens, special ones included; words that begin beyond it are left out
   */
  words(
    words: readonly string[],
    maxLength = this.lengthLimit ?? Number.POSITIVE_INFINITY,
  ): { ids: Int32Array; firsts: Int32Array } {
    const at = this.frames.single.findIndex((piece) => 'part' in piece);
    const special = (piece: Frame[number]) => ('token' in piece ? [piece.token] : []);
    const before = this.frames.single.slice(0, at).flatMap(special);
    const after = this.frames.single.slice(at + 1).flatMap(special);
    const missing = this.optionalId('[UNK]') ?? this.optionalId('<unk>') ?? this.paddingToken;
    const room = maxLength - before.length - after.length;
    const own: number[] = [];
    const firsts: number[] = [];
    for (const [index, word] of words.entries()) {
      if (own.length >= room) break;
      firsts.push(before.length + own.length);
      const pieces = this.plain(index === 0 ? word : ` ${word}`);
      own.push(...(pieces.length > 0 ? pieces : [missing]));
    }
    return {
      ids: Int32Array.from([...before, ...own.slice(0, room), ...after]),
      firsts: Int32Array.from(firsts),
    };
  }

  /**
   * A batch, padded on the right to its longest row.
   * @param maxLength in tokens, special ones included; the longer text of a pair is cut first. Default: the file's
   * @throws LabError for a maxLength that leaves no room, and for an empty batch
   */
  encode(texts: readonly TextOrPair[], maxLength?: number): EncodedBatch {
    if (texts.length === 0) throw new LabError('There is no text to encode: give at least one.');
    const rows = texts.map((text) => this.ids(text, maxLength));
    const time = Math.max(1, ...rows.map(({ ids }) => ids.length));
    const filled = (of: (row: (typeof rows)[number], at: number) => number) =>
      tf.tensor2d(
        Int32Array.from({ length: rows.length * time }, (_, k) => of(rows[Math.floor(k / time)]!, k % time)),
        [rows.length, time],
        'int32',
      );
    return {
      tokens: filled(({ ids }, at) => ids[at] ?? this.paddingToken),
      mask: filled(({ ids }, at) => Number(at < ids.length)),
      types: filled(({ types }, at) => types[at] ?? 0),
      cut: rows.filter(({ cut }) => cut).length,
    };
  }

  /** The text of token ids, without special tokens. */
  decode(ids: ArrayLike<number>): string {
    return ids.length === 0 ? '' : this.library.decode(Array.from(ids), { skip_special_tokens: true });
  }

  /** The number of a token, as special ones are named: '[MASK]', '</s>'. */
  idOf(token: string): number {
    const id = this.optionalId(token);
    if (id === undefined) throw new LabError(`${this.file} has no token '${token}'.`);
    return id;
  }

  /** The token of a number, as the tokenizer writes it: '[CLS]', '##ing', 'Ġthe'. */
  tokenOf(id: number): string {
    const token = this.library.id_to_token(id);
    if (token === undefined) throw new LabError(`${this.file} has no token of the number ${id}.`);
    return token;
  }

  private requireWhole(name: string, value: unknown, least: number): void {
    if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) < 2 ** 31) return;
    throw new LabError(
      `${this.file} has ${excerpt(String(JSON.stringify(value)), 40, '')} as ${name}, which must be a whole number from ${least}: fetch it again.`,
    );
  }

  private optionalId(token: string): number | undefined {
    return this.library.token_to_id(token);
  }

  private plain(text: string): number[] {
    try {
      return interruptible(() => this.library.encode(text.toWellFormed(), { add_special_tokens: false }).ids);
    } catch (error) {
      if (error instanceof LabError) throw error;
      throw new LabError(
        `${this.file} cannot encode ${JSON.stringify(excerpt(text, 40, ''))} (${writtenOut((error as Error).message, invisible)}): fetch it again.`,
      );
    }
  }
}

/** One more than the largest id: unigrams are in a list, other tokens have their ids beside them. */
function vocabularySizeOf({ model, added_tokens: added = [] }: TokenizerJson): number {
  const vocabulary = model?.vocab ?? {};
  const ids = Array.isArray(vocabulary)
    ? [vocabulary.length - 1]
    : Object.values(vocabulary as Readonly<Record<string, number>>);
  return [...ids, ...added.map(({ id }) => id)].reduce((most, id) => Math.max(most, id), -1) + 1;
}

/** Takes tokens from the end of the longer part until all have room; whether any was taken. */
function shorten(parts: number[][], room: number): boolean {
  if (room < 1)
    throw new LabError('maxLength leaves no room beside the special tokens: choose a larger one.');
  let excess = parts.reduce((sum, part) => sum + part.length, 0) - room;
  if (excess <= 0) return false;
  for (; excess > 0; excess--) {
    const [first, second] = parts as [number[], number[] | undefined];
    (second && second.length >= first.length ? second : first).pop();
  }
  return true;
}
