/** A stage that goes on pretraining an encoder: domain-adaptive, task-adaptive, with replay (Gururangan et al. 2020). */
import { LabError } from '../errors';
import { type StageContext, stageRecipe } from '../form/recipe';
import { loadEncoder } from '../training/savedEncoder';
import type { TextCorpora } from './textData';
import { pretrainOnText, type TextPretrainingSettings } from './textPretraining';

export interface ContinuedPretrainingSettings {
  readonly maskedLanguageModel: TextPretrainingSettings;
  readonly continuation: { readonly steps: number };
}

/** A type, so that it counts as plain options. */
export type ContinuedPretrainingOptions = {
  /** One after the other; shares of the steps sum to 1. */
  readonly phases: readonly {
    readonly corpus: string;
    readonly share: number;
    /** General text mixed into the corpus: its share of the tokens. */
    readonly replay?: { readonly corpus: string; readonly share: number };
  }[];
};

/** Texts are packed into blocks, so that every continuation sees as many tokens. */
export const continuedPretraining = stageRecipe({
  name: 'continuedPretraining',
  uses: ['maskedLanguageModel', 'continuation'],
  async run(context: StageContext<TextCorpora, ContinuedPretrainingSettings, ContinuedPretrainingOptions>) {
    const { settings, options, start } = context;
    if (!start) throw new LabError("Pretraining goes on from a stage: name it in 'from'.");
    const { steps } = settings.continuation;
    const { batchSize, lengths, learningRate, embeddingRateFactor, weightDecay, maskProbability } =
      settings.maskedLanguageModel;
    return pretrainOnText(context, {
      encoder: loadEncoder(start.folder),
      from: start.folder,
      packed: true,
      settings: { batchSize, lengths, learningRate, embeddingRateFactor, weightDecay, maskProbability },
      phases: options.phases.map(({ corpus, share, replay }) => ({
        ...{ corpus, steps: Math.round(share * steps) },
        ...(replay && { replay }),
      })),
    });
  },
});
