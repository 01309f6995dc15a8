/** The model that a stage or a training left, to translate with. */
import type { CasedTokenizer } from '../data/casedTokenizer';
import type { Artefact } from '../form/result';
import type { EncoderDecoder } from '../models/encoderDecoder';
import { Translator } from '../published/generation/translate';
import { translatorFile } from '../recipes/denoisedTranslator';
import {
  addressed,
  freshTranslator,
  specialTokens,
  type TranslatorSizes,
  type TwoLanguages,
  tokenizerOf,
} from '../recipes/translationData';
import { loadTensors, restore } from '../training/checkpoint';

/** A model with its tokenizer, which reads and writes text. */
export class TextTranslator {
  readonly tokenizer: CasedTokenizer;
  private readonly translator: Translator;

  constructor(
    readonly model: EncoderDecoder,
    { vocabulary }: Pick<TwoLanguages, 'vocabulary'>,
  ) {
    this.tokenizer = tokenizerOf(vocabulary);
    this.translator = new Translator(model);
  }

  /** Writes each text in the other language or, asked for the source's, in its own. */
  async write(
    texts: readonly string[],
    { into = 'target', beams = 1 }: { into?: 'source' | 'target'; beams?: number } = {},
  ): Promise<string[]> {
    const written = await this.translator.translate(this.read(texts, into), {
      ...{ maxTokens: this.model.config.maxLength - 1, beams },
    });
    return written.map((ids) => this.tokenizer.decode(ids));
  }

  /**
   * What each piece of a translation took from each piece of the text, in the last layer, averaged over heads.
   * @returns pieces of both sides and [written][read]
   */
  attention(text: string, translation: string): { read: string[]; written: string[]; shares: number[][] } {
    const [source] = this.read([text], 'target');
    const target = [this.model.config.startToken, ...this.tokenizer.encode(translation)];
    const heads = this.model.crossAttention(source!, target);
    const named = (ids: ArrayLike<number>) =>
      Array.from(ids, (id, at) => `${at + 1} ${this.tokenizer.pieces[id]}`);
    return {
      read: named(source!),
      // A row is what was looked at to write the piece after it.
      written: named([...target.slice(1), this.model.config.endToken]),
      shares: target.map((_, row) =>
        Array.from({ length: source!.length }, (_, column) =>
          heads.reduce((sum, head) => sum + head[row]![column]! / heads.length, 0),
        ),
      ),
    };
  }

  /** Frees the model and what was compiled. */
  dispose(): void {
    this.translator.dispose();
    this.model.dispose();
  }

  private read(texts: readonly string[], into: 'source' | 'target'): Int32Array[] {
    const token = this.tokenizer.token(into === 'source' ? specialTokens.toSource : specialTokens.toTarget);
    return addressed(
      token,
      texts.map((text) => this.tokenizer.encode(text)),
    );
  }
}

/**
 * The model of a stage that denoised.
 * @param sizes as the settings have them, under 'translator'
 */
export function loadedTranslator(
  stage: Pick<Artefact, 'folder'>,
  data: Pick<TwoLanguages, 'vocabulary'>,
  sizes: TranslatorSizes,
): TextTranslator {
  const model = freshTranslator(sizes, data.vocabulary, 1);
  const file = translatorFile(stage.folder);
  restore(model.parameters, loadTensors(file).tensors, file);
  return new TextTranslator(model, data);
}
