import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers';
import { LabError } from '../errors';
import { excerpt } from '../excerpt';
import { interruptible } from '../interruptible';
import { parseJsonBytes } from './encodings';
import type { TextCorpus } from './texts';
import { bringsExpression } from './tokenizerExpressions';
import { continuation, learnWordPieces } from './wordPieceTraining';

/** Ids of the tokens that stand for no text. */
export interface SpecialTokens {
  readonly padding: number;
  readonly unknown: number;
  readonly classification: number;
  readonly separator: number;
  readonly mask: number;
}

/** Turns text into ids of word pieces and back. Immutable. */
export interface Tokenizer {
  readonly vocabularySize: number;
  /** SHA-256 of its tokenizer.json. */
  readonly hash: string;
  readonly specialTokens: SpecialTokens;
  /** Its tokenizer.json, as {@link save} writes it. */
  readonly json: string;
  /**
   * Ids of the text's pieces, each 0 to vocabularySize - 1; no special tokens are added and nothing is cut off. Names of
   * special tokens that a text holds ('[MASK]', '[PAD]') are ordinary text: what stands in a file never becomes padding.
   * Halves of surrogate pairs, as a cut inside an emoji leaves them, are read as U+FFFD.
   */
  encode(text: string): Int32Array;
  /** The text of the ids, special tokens left out; normalising is not undone. */
  decode(ids: ArrayLike<number>): string;
  /** The piece with this id: a word's start as it is, a later part with '##' before it. */
  tokenOf(id: number): string;
  /**
   * A tokenizer with more pieces, whose ids follow the present ones: words as they are, later parts with '##' before them.
   * @throws LabError for a piece that it has, that comes twice, or that is empty or holds a space
   */
  withPieces(pieces: readonly string[]): Tokenizer;
  /** Writes tokenizer.json, the standard file of Hugging Face's tokenizers, into the folder. */
  save(folder: string): void;
}

export interface WordPieceOptions {
  /** Pieces in all, with the five special tokens; fewer come out where the text has fewer. */
  readonly vocabularySize: number;
  /** Pairs of pieces seen less often are not merged. Default 2: what is seen once teaches nothing. */
  readonly minimumFrequency?: number;
  /** Distinct characters kept, the most frequent. Default 1,000, as in Hugging Face's trainer. */
  readonly alphabetLimit?: number;
}

const specialTokenNames: Readonly<Record<keyof SpecialTokens, string>> = {
  padding: '[PAD]',
  unknown: '[UNK]',
  classification: '[CLS]',
  separator: '[SEP]',
  mask: '[MASK]',
};

/**
 * Learns a WordPiece vocabulary from a corpus (use the pretraining split: held-out texts must not shape it). Text is
 * lower-cased, accents are stripped and punctuation is split off, as BERT's uncased models do.
 * @throws LabError when the vocabulary is too small for the special tokens and the characters
 */
export function trainWordPiece(corpus: TextCorpus | readonly string[], options: WordPieceOptions): Tokenizer {
  const { vocabularySize, minimumFrequency = 2, alphabetLimit = 1000 } = options;
  const special = Object.values(specialTokenNames);
  if (!Number.isInteger(vocabularySize) || vocabularySize <= special.length) {
    throw new LabError(
      `vocabularySize must be a whole number above ${special.length}, not ${vocabularySize}.`,
    );
  }
  const size = { size: vocabularySize, minimumFrequency, alphabetLimit };
  const pieces = interruptible(() =>
    learnWordPieces(countWords('texts' in corpus ? corpus.texts : corpus), special, size),
  );
  if (pieces.length > vocabularySize) {
    throw new LabError(
      `The text has ${pieces.length} characters and special tokens, more than vocabularySize ${vocabularySize}: ` +
        'raise vocabularySize or lower alphabetLimit.',
    );
  }
  return new WordPieceTokenizer(tokenizerJson(pieces));
}

/**
 * Reads a tokenizer.json.
 * @param folderOrFile the file, or the folder that holds it
 * @throws LabError when it is missing, no JSON, not a WordPiece tokenizer, or lacks a special token
 */
export function loadTokenizer(folderOrFile: string): Tokenizer {
  const file = folderOrFile.endsWith('.json') ? folderOrFile : path.join(folderOrFile, 'tokenizer.json');
  let json: TokenizerJson;
  try {
    json = parseJsonBytes(fs.readFileSync(file), file) as TokenizerJson;
  } catch (error) {
    if (error instanceof LabError) throw error;
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'is not JSON';
    throw new LabError(`The tokenizer file ${file} ${reason}: save a tokenizer there first.`);
  }
  if (json?.model?.type !== 'WordPiece') {
    throw new LabError(`${file} holds no WordPiece tokenizer: its model.type must be 'WordPiece'.`);
  }
  const { normalizer, pre_tokenizer: splitter, decoder, post_processor: last } = json;
  if (bringsExpression([normalizer, splitter, decoder, last]))
    throw new LabError(
      `${file} brings a regular expression of its own, which could search for ever: use one without.`,
    );
  const fault = faultOf(json);
  if (fault) throw new LabError(`${file} ${fault}: restore it, or train a new tokenizer.`);
  try {
    const tokenizer = new WordPieceTokenizer(json);
    tokenizer.encode('a');
    return tokenizer;
  } catch (error) {
    throw new LabError(
      `${file} cannot be used as a tokenizer (${(error as Error).message}): restore it, or train a new one.`,
    );
  }
}

/** Ids above this are refused: models reserve memory for every id up to the largest. */
const idLimit = 10_000_000;

/** What is wrong with the parts that are read here, if anything; the library judges the others. */
function faultOf({ model: { vocab }, added_tokens: added }: TokenizerJson): string | undefined {
  if (typeof vocab !== 'object' || vocab === null) return 'has no vocabulary';
  const ids = new Set<number>();
  for (const [piece, id] of Object.entries(vocab)) {
    if (!Number.isInteger(id) || id < 0 || id >= idLimit)
      return `gives '${piece}' the id ${JSON.stringify(id)}, and an id is a whole number below ${idLimit}`;
    if (ids.has(id)) return `gives the id ${id} to more than one piece of its vocabulary`;
    ids.add(id);
  }
  for (const token of Object.values(specialTokenNames)) {
    if (!Object.hasOwn(vocab, token)) return `lacks the special token ${token} in its vocabulary`;
  }
  const whole = Array.isArray(added) && added.every((token) => typeof token?.content === 'string');
  return whole ? undefined : "lacks a list of 'added_tokens' with their texts";
}

/** The part of tokenizer.json that is read here. */
interface TokenizerJson {
  readonly model: {
    readonly type: string;
    readonly vocab: Readonly<Record<string, number>>;
    readonly unk_token?: string;
  };
  readonly normalizer: { readonly type: string } | null;
  readonly pre_tokenizer: { readonly type: string } | null;
  readonly decoder?: unknown;
  readonly post_processor?: unknown;
  readonly added_tokens: readonly { readonly content: string; readonly special?: boolean }[];
}

class WordPieceTokenizer implements Tokenizer {
  readonly vocabularySize: number;
  readonly hash: string;
  readonly specialTokens: SpecialTokens;
  private readonly library: LibraryTokenizer;
  readonly json: string;
  /** The same without special tokens: what texts are encoded by. */
  private readonly plain: LibraryTokenizer;
  private readonly known = new Map<string, readonly number[]>();
  private readonly byWord: boolean;

  constructor(json: TokenizerJson) {
    this.json = JSON.stringify(json, null, 2);
    this.hash = createHash('sha256').update(this.json).digest('hex');
    this.library = new LibraryTokenizer(json, {});
    this.plain = new LibraryTokenizer(withoutSpecialTokens(json), {});
    this.vocabularySize = Object.values(json.model.vocab).reduce((a, b) => Math.max(a, b), 0) + 1;
    const idOf = (name: keyof SpecialTokens) => json.model.vocab[specialTokenNames[name]]!;
    this.specialTokens = {
      padding: idOf('padding'),
      unknown: idOf('unknown'),
      classification: idOf('classification'),
      separator: idOf('separator'),
      mask: idOf('mask'),
    };
    // BERT's steps work on each word alone, so that a word's ids can be kept; other tokenizers see the whole text.
    this.byWord =
      json.normalizer?.type === 'BertNormalizer' &&
      json.pre_tokenizer?.type === 'BertPreTokenizer' &&
      json.added_tokens.every(({ content, special }) => special || !/\s/.test(content));
  }

  encode(text: string): Int32Array {
    if (!this.byWord) return Int32Array.from(this.encodeByLibrary(text));
    const ids: number[] = [];
    for (const word of text.split(plainSpaces)) {
      if (word === '') continue;
      let found = this.known.get(word);
      if (!found) {
        found = this.encodeByLibrary(word);
        if (this.known.size >= knownWordLimit) this.known.clear();
        this.known.set(word, found);
      }
      for (const id of found) ids.push(id);
    }
    return Int32Array.from(ids);
  }

  private encodeByLibrary(text: string): number[] {
    try {
      return this.plain.encode(alignedWithBert(text.toWellFormed()), { add_special_tokens: false }).ids;
    } catch (error) {
      throw new LabError(
        `The tokenizer cannot encode ${JSON.stringify(excerpt(text, 40, ''))} (${(error as Error).message}): its tokenizer.json is damaged, train a new one.`,
      );
    }
  }

  decode(ids: ArrayLike<number>): string {
    return ids.length === 0 ? '' : this.library.decode(Array.from(ids), { skip_special_tokens: true });
  }

  tokenOf(id: number): string {
    const token = this.library.id_to_token(id);
    if (token === undefined)
      throw new RangeError(`There is no token ${id}: ids go from 0 to ${this.vocabularySize - 1}.`);
    return token;
  }

  withPieces(pieces: readonly string[]): Tokenizer {
    const json = JSON.parse(this.json) as TokenizerJson;
    const vocab: Record<string, number> = { ...json.model.vocab };
    let next = this.vocabularySize;
    for (const piece of pieces) {
      if (Object.hasOwn(vocab, piece) || !/^\S+$/.test(piece) || !piece.isWellFormed())
        throw new LabError(
          `The piece '${piece}' cannot be added: it is there already, empty, or holds a space or half a character.`,
        );
      vocab[piece] = next++;
    }
    return new WordPieceTokenizer({ ...json, model: { ...json.model, vocab } });
  }

  save(folder: string): void {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'tokenizer.json'), this.json);
  }
}

/** The same tokenizer, to which the names of special tokens are words like others. What stands for unknown words stays. */
function withoutSpecialTokens(json: TokenizerJson): TokenizerJson {
  const special = new Set(json.added_tokens.filter((token) => token.special).map(({ content }) => content));
  for (const name of Object.values(specialTokenNames)) special.add(name);
  const { unk_token: unknown = specialTokenNames.unknown } = json.model;
  const vocab = Object.fromEntries(
    Object.entries(json.model.vocab).filter(([piece]) => piece === unknown || !special.has(piece)),
  );
  return {
    ...json,
    added_tokens: json.added_tokens.filter(({ content }) => !special.has(content)),
    model: { ...json.model, vocab },
  };
}

/** Kept words take about 200 bytes each. */
const knownWordLimit = 500_000;

// Only characters that every Unicode version calls a space: others may be control characters that vanish inside a word.
const plainSpaces = /[ \t\n\r]+/;

/**
 * Two places where the library departs from the reference implementation of BERT's normaliser are evened out here:
 * it lower-cases a final Greek sigma by context, and overlooks CJK characters beyond the basic plane.
 */
function alignedWithBert(text: string): string {
  return text
    .replace(/Σ/g, 'σ')
    .replace(/[\u{20000}-\u{2A6DF}\u{2A700}-\u{2B81F}\u{2B920}-\u{2CEAF}\u{2F800}-\u{2FA1F}]/gu, ' $& ');
}

function countWords(texts: readonly string[]): Map<string, number> {
  const chunks = new Map<string, number>();
  for (const text of texts) {
    for (const chunk of text.toWellFormed().split(plainSpaces))
      if (chunk !== '') chunks.set(chunk, (chunks.get(chunk) ?? 0) + 1);
  }
  // The library's own normaliser and splitter, so that what is learned is what will be encoded.
  const { normalizer, pre_tokenizer: splitter } = new LibraryTokenizer(
    tokenizerJson(Object.values(specialTokenNames)),
    {},
  );
  const words = new Map<string, number>();
  for (const [chunk, count] of chunks) {
    for (const word of splitter!.pre_tokenize(normalizer!.normalize(alignedWithBert(chunk)))) {
      words.set(word, (words.get(word) ?? 0) + count);
    }
  }
  return words;
}

function tokenizerJson(pieces: readonly string[]): TokenizerJson {
  const vocab = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
  const template = (token: string, type: number) => ({ SpecialToken: { id: token, type_id: type } });
  const json = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: Object.values(specialTokenNames).map((content) => ({
      id: vocab[content],
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: true,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [template('[CLS]', 0), { Sequence: { id: 'A', type_id: 0 } }, template('[SEP]', 0)],
      pair: [
        template('[CLS]', 0),
        { Sequence: { id: 'A', type_id: 0 } },
        template('[SEP]', 0),
        { Sequence: { id: 'B', type_id: 1 } },
        template('[SEP]', 1),
      ],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((token) => [token, { id: token, ids: [vocab[token]], tokens: [token] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: continuation, cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: specialTokenNames.unknown,
      continuing_subword_prefix: continuation,
      max_input_chars_per_word: 100,
      vocab,
    },
  };
  return json;
}
