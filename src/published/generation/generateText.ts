/** Text that a model goes on with, or answers with, token by token. */
import { seededRandom } from '../../data/seededRandom';
import { LabError } from '../../errors';
import type { Decoder } from '../../models/parts/decoding';
import { breathe } from '../../stop';
import type { PublishedModel, TextInput } from '../publishedModel';
import type { PublishedTokenizer } from '../publishedTokenizer';
import { beamSearch } from './beamSearch';
import { CachedDecoding, type DecodingSizes } from './cachedDecoding';
import { checkSampling, type SamplingOptions, sampled } from './sampling';

export interface GenerationOptions extends SamplingOptions {
  /** How many tokens at most. Default 40. */
  readonly maxTokens?: number;
  /** Texts that are followed side by side; the likeliest is given. Default 1. Not with a temperature. */
  readonly beams?: number;
  /** A text's score is its log-probability divided by its length to this power. Default 1. */
  readonly lengthPenalty?: number;
  readonly seed?: number;
  /** Where generation ends too, beside the model's own end: tokens such as '<|im_end|>'. */
  readonly stops?: readonly string[];
  /** Called with the text so far, after each token. */
  readonly onToken?: (text: string) => void;
}

/** Writes with one model again and again: it is compiled once. */
export class TextGenerator {
  private readonly decoder: Decoder;
  private decoding: CachedDecoding | undefined;

  /** @throws LabError for a model that writes no texts, or a tokenizer that is not the model's */
  constructor(
    private readonly model: PublishedModel<TextInput>,
    private readonly tokenizer: PublishedTokenizer,
  ) {
    tokenizer.requireFits(model);
    if (!model.decoder)
      throw new LabError(
        `A model of the family '${model.family}' writes no text: take a causal one, or one with a decoder.`,
      );
    this.decoder = model.decoder;
  }

  /**
   * Goes on with the prompt; a model with an encoder reads the prompt and answers. With beams the likeliest of the texts that
   * were followed, else one token after the other by temperature, topK and topP.
   * @returns what the model wrote
   * @throws LabError for options out of range, or a text longer than the model's positions; StoppedError on request
   */
  async write(prompt: string, options: GenerationOptions = {}): Promise<string> {
    const { maxTokens = 40, beams = 1, lengthPenalty = 1, seed = 1, stops = [], onToken } = options;
    checkSampling(options);
    requireWhole('maxTokens', maxTokens);
    requireWhole('beams', beams);
    if (beams > 1 && options.temperature)
      throw new LabError('Beams follow the likeliest texts: leave out the temperature, or the beams.');
    if (!Number.isFinite(lengthPenalty))
      throw new LabError(`lengthPenalty is ${lengthPenalty}: choose a number.`);
    const { decoder, tokenizer } = this;
    const { ids } = tokenizer.ids(prompt);
    if (ids.length === 0) throw new LabError('The prompt has no token: give at least one.');
    const ends = new Set([...decoder.endTokens, ...stops.map((token) => tokenizer.idOf(token))]);
    const encodes = decoder.startToken !== undefined;
    const tokens = (encodes ? 1 : ids.length) + maxTokens;
    if (decoder.positions !== undefined && tokens > decoder.positions)
      throw new LabError(
        `A prompt of ${ids.length} tokens and ${maxTokens} more are longer than the model's ${decoder.positions} positions: shorten them.`,
      );
    const decoding = this.decodingFor({ batch: beams, tokens, sourceTokens: encodes ? ids.length : 0 });
    decoding.restart();
    const first = encodes ? decoding.readSources([ids], decoder.startToken) : decoding.readPrompt(ids);
    const tell = async (written: readonly number[]) => {
      onToken?.(tokenizer.decode(written));
      await breathe();
    };
    if (beams > 1) {
      const { tokens: best } = await beamSearch(
        first,
        (each, order) => decoding.next(each, order),
        { beams, maxTokens, lengthPenalty, ends },
        tell,
      );
      return tokenizer.decode(best);
    }
    const random = seededRandom(`generate/${seed}`);
    const written: number[] = [];
    for (let logits = first; ; logits = decoding.next([written.at(-1)!])) {
      const token = sampled(logits, options, () => random.uniform());
      if (ends.has(token)) break;
      written.push(token);
      await tell(written);
      if (written.length === maxTokens) break;
    }
    return tokenizer.decode(written);
  }

  /** Frees what was compiled; the model stays. */
  dispose(): void {
    this.decoding?.dispose();
    this.decoding = undefined;
  }

  private decodingFor(sizes: DecodingSizes): CachedDecoding {
    if (!this.decoding?.holds(sizes)) {
      this.dispose();
      this.decoding = new CachedDecoding(this.model, this.decoder, sizes);
    }
    return this.decoding;
  }
}

/**
 * Goes on with one prompt, as {@link TextGenerator.write}. To write again and again, make a TextGenerator.
 * @throws LabError as there
 */
export async function generateText(
  model: PublishedModel<TextInput>,
  tokenizer: PublishedTokenizer,
  prompt: string,
  options: GenerationOptions = {},
): Promise<string> {
  const generator = new TextGenerator(model, tokenizer);
  try {
    return await generator.write(prompt, options);
  } finally {
    generator.dispose();
  }
}

function requireWhole(name: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value > 0))
    throw new LabError(`${name} is ${value}: choose a whole number above 0.`);
}
