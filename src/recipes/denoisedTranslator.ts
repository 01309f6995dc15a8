/** A stage that pretrains an encoder-decoder by writing damaged text whole, in both languages (Liu et al. 2020, section 2). */
import { type StageContext, stageRecipe } from '../form/recipe';
import type { StageResult } from '../form/result';
import { hostTensors, saveTensors } from '../training/checkpoint';
import { TranslatorTrainer } from '../training/translatorTrainer';
import {
  addressed,
  freshTranslator,
  specialTokens,
  type TranslatorSizes,
  type TwoLanguages,
  tokenizerOf,
} from './translationData';

export interface DenoisingSettings {
  readonly translator: TranslatorSizes;
  readonly denoising: {
    readonly steps: number;
    readonly batchSize: number;
    readonly lengths: readonly number[];
    readonly learningRate: number;
    readonly weightDecay: number;
    readonly labelSmoothing: number;
    /** Share of the tokens that are hidden, and mean length of a hidden span. */
    readonly share: number;
    readonly meanSpan: number;
  };
}

/** Where a stage keeps its weights. */
export const translatorFile = (folder: string) => `${folder}/model.safetensors`;

/** Texts of one language are not told which texts of the other they belong to. */
export const denoisedTranslator = stageRecipe({
  name: 'denoisedTranslator',
  uses: ['translator', 'denoising'],
  async run(context: StageContext<TwoLanguages, DenoisingSettings>): Promise<StageResult> {
    const { data, settings, seed, engine, precision, folder, resumeFile } = context;
    const { steps, learningRate, share, meanSpan, ...compiled } = settings.denoising;
    const tokenizer = tokenizerOf(data.vocabulary);
    const { source, target } = data.corpora;
    const model = freshTranslator(settings.translator, data.vocabulary, seed);
    const trainer = new TranslatorTrainer(model, { ...compiled, engine, precision });
    const record = await trainer.train({
      ...{ steps, learningRate, seed, label: 'Denoising' },
      pairs: {
        sources: [
          ...addressed(tokenizer.token(specialTokens.toSource), source),
          ...addressed(tokenizer.token(specialTokens.toTarget), target),
        ],
        targets: [...source, ...target],
      },
      hide: { share, meanSpan, mask: tokenizer.token('[MASK]'), keepFirst: 1 },
      checkpoint: { file: resumeFile, everySteps: 250 },
    });
    saveTensors(translatorFile(folder), { tensors: hostTensors(model.parameters), metadata: {} });
    trainer.dispose();
    model.dispose();
    return {
      curves: { pretrainingLoss: record.losses },
      facts: { tokens: record.tokens, tokensPerSecond: Math.round(record.tokens / record.seconds) },
      ledger: {
        trainableParameters: record.trainableParameters,
        trainingFlops: record.trainingFlops,
        seconds: record.seconds,
        steps: record.steps,
      },
    };
  },
});
