/** Sequences that a model with an encoder writes, many side by side. */
import { LabError } from '../../errors';
import type { Decoder } from '../../models/parts/decoding';
import { breathe } from '../../stop';
import { beamSearch } from './beamSearch';
import { CachedDecoding, type WritingModel } from './cachedDecoding';
import { likeliest } from './sampling';

export interface TranslateOptions {
  /** How many tokens each at most. */
  readonly maxTokens: number;
  /** Sequences that are followed side by side; the likeliest is given. Default 1: always the likeliest token. */
  readonly beams?: number;
  /** A sequence's score is its log-probability divided by its length to this power. Default 1. */
  readonly lengthPenalty?: number;
}

/** How many sequences are written side by side without beams. */
const together = 50;

/** Writes with one model again and again: it is compiled once for each length of sources. */
export class Translator {
  private readonly kept = new Map<string, CachedDecoding>();

  constructor(private readonly model: WritingModel & { readonly decoder: Decoder }) {
    if (model.decoder.startToken === undefined)
      throw new LabError('This model has no encoder and translates nothing: take one that reads and writes.');
  }

  /**
   * What the model writes for each source, without start and end. Ctrl-C stops it between tokens. Sources longer than the
   * model's positions are cut.
   * @param sources token ids, at least one each
   */
  async translate(
    sources: readonly ArrayLike<number>[],
    { maxTokens, beams = 1, lengthPenalty = 1 }: TranslateOptions,
  ): Promise<number[][]> {
    for (const [name, value] of Object.entries({ maxTokens, beams }))
      if (!(Number.isSafeInteger(value) && value > 0))
        throw new LabError(`${name} is ${value}: choose a whole number above 0.`);
    const { positions = Number.POSITIVE_INFINITY } = this.model.decoder;
    if (maxTokens >= positions)
      throw new LabError(
        `maxTokens is ${maxTokens}, and the model has ${positions} positions, one of them for the start: choose less.`,
      );
    const results: number[][] = new Array<number[]>(sources.length);
    // Sources of like length share a program.
    const order = [...sources.keys()].sort((a, b) => sources[a]!.length - sources[b]!.length || a - b);
    const rows = beams > 1 ? 1 : Math.min(together, sources.length);
    for (let start = 0; start < order.length; start += rows) {
      const chosen = order.slice(start, start + rows);
      const texts = chosen.map((index) => Array.from(sources[index]!).slice(0, positions));
      const written =
        beams > 1
          ? [await this.byBeams(texts[0]!, maxTokens, beams, lengthPenalty)]
          : await this.greedily(texts, rows, maxTokens);
      chosen.forEach((index, row) => {
        results[index] = written[row]!;
      });
    }
    return results;
  }

  /** Frees what was compiled; the model stays. */
  dispose(): void {
    for (const decoding of this.kept.values()) decoding.dispose();
    this.kept.clear();
  }

  private async greedily(
    texts: readonly ArrayLike<number>[],
    rows: number,
    maxTokens: number,
  ): Promise<number[][]> {
    const { startToken, endTokens } = this.model.decoder;
    const decoding = this.decodingFor(rows, texts, maxTokens);
    const written: number[][] = texts.map(() => []);
    const open = new Set(written.keys());
    for (let logits = decoding.readSources(texts, startToken!); ; ) {
      const vocabulary = logits.length / rows;
      const tokens = Array.from({ length: rows }, (_, row) =>
        likeliest(logits.subarray(row * vocabulary, (row + 1) * vocabulary)),
      );
      for (const row of open) {
        if (endTokens.includes(tokens[row]!)) open.delete(row);
        else if (written[row]!.push(tokens[row]!) === maxTokens) open.delete(row);
      }
      if (open.size === 0) return written;
      logits = decoding.next(tokens);
      await breathe();
    }
  }

  private async byBeams(
    text: ArrayLike<number>,
    maxTokens: number,
    beams: number,
    lengthPenalty: number,
  ): Promise<number[]> {
    const { startToken, endTokens } = this.model.decoder;
    const decoding = this.decodingFor(beams, [text], maxTokens);
    const { tokens } = await beamSearch(
      decoding.readSources([text], startToken!),
      (each, order) => decoding.next(each, order),
      { beams, maxTokens, lengthPenalty, ends: new Set(endTokens) },
      () => breathe(),
    );
    return [...tokens];
  }

  private decodingFor(batch: number, texts: readonly ArrayLike<number>[], maxTokens: number): CachedDecoding {
    const longest = texts.reduce((most, { length }) => Math.max(most, length), 1);
    const sizes = { batch, tokens: maxTokens + 1, sourceTokens: longest };
    const key = `${batch} ${maxTokens} ${Math.ceil(longest / 16)}`;
    const known = this.kept.get(key) ?? new CachedDecoding(this.model, this.model.decoder, sizes);
    this.kept.set(key, known);
    known.restart();
    return known;
  }
}
