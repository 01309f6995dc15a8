/** A stage that pretrains a transformer encoder by predicting hidden tokens (Devlin et al. 2019, section 3.1). */
import { type StageContext, stageRecipe } from '../form/recipe';
import { startFromVectors } from '../training/pretrain';
import { storedVectors } from './storedVectors';
import type { TextCorpora } from './textData';
import { pretrainOnText, type TextPretrainingSettings } from './textPretraining';
import { type EncoderSizes, freshEncoder, type TokenTable } from './transformer';

export interface MaskedLanguageModellingSettings {
  readonly encoder: EncoderSizes;
  readonly tokenTable: TokenTable;
  readonly maskedLanguageModel: TextPretrainingSettings & {
    readonly steps: number;
    /** While pretraining, instead of the encoder's. */
    readonly dropoutRate: number;
  };
}

/** A type, so that it counts as plain options. */
export type MaskedLanguageModellingOptions = {
  /** The name of one of the data's corpora. */
  readonly corpus: string;
  /** Joined into blocks of equal length. Default false. */
  readonly packed?: boolean;
};

/** From random weights, or, from a stage of word vectors, with these as the token table. */
export const maskedLanguageModelling = stageRecipe({
  name: 'maskedLanguageModelling',
  uses: ['encoder', 'tokenTable', 'maskedLanguageModel'],
  async run(
    context: StageContext<TextCorpora, MaskedLanguageModellingSettings, MaskedLanguageModellingOptions>,
  ) {
    const { data, settings, options, seed, start } = context;
    const { steps, dropoutRate, ...shared } = settings.maskedLanguageModel;
    const encoder = freshEncoder({ ...settings.encoder, dropoutRate }, data.vocabulary, seed);
    if (start) startFromVectors(encoder, storedVectors(start), settings.tokenTable.norm);
    return pretrainOnText(context, {
      ...{ encoder, settings: shared, packed: options.packed ?? false },
      phases: [{ corpus: options.corpus, steps }],
    });
  },
});
