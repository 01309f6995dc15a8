/** A published model that names hidden tokens of the task's own texts before it is classified with. */
import * as path from 'node:path';
import { type StageContext, stageRecipe } from '../form/recipe';
import type { StageResult } from '../form/result';
import { loadPublishedText } from '../published/loadPublished';
import { continuePublished } from '../published/maskedContinuation';
import { PublishedTokenizer } from '../published/publishedTokenizer';
import { hostTensors, saveTensors } from '../training/checkpoint';
import { type PublishedArmSettings, publishedFolder } from './publishedTexts';
import type { TextClassificationData } from './textData';

export interface ContinuedPublishedSettings {
  readonly published: PublishedArmSettings['published'];
  readonly continued: {
    readonly steps: number;
    readonly batchSize: number;
    readonly learningRate: number;
    readonly weightDecay: number;
    readonly maskProbability: number;
  };
}

/** The file of a stage's weights in its folder. */
export const continuedWeights = (folder: string) => path.join(folder, 'model.safetensors');

/** Task-adaptive pretraining (Gururangan et al. 2020, section 4): on the labelled pool's texts, their labels unseen. */
export const continuedPublished = stageRecipe({
  name: 'continuedPublished',
  uses: ['published', 'continued'],
  async run(context: StageContext<TextClassificationData, ContinuedPublishedSettings>): Promise<StageResult> {
    const { settings, data, seed, engine, precision, folder, resumeFile } = context;
    const published = await publishedFolder(settings.published);
    const model = loadPublishedText(published);
    try {
      const {
        losses,
        seen: tokens,
        ...record
      } = await continuePublished(model, PublishedTokenizer.read(published), data.pool.texts, {
        ...settings.continued,
        ...{ maxLength: settings.published.maxLength, seed, engine, precision },
        checkpoint: { file: resumeFile, everySteps: 100 },
      });
      saveTensors(continuedWeights(folder), { tensors: hostTensors(model.parameters), metadata: {} });
      return {
        metrics: {},
        curves: { pretrainingLoss: losses },
        facts: { tokens, tokensPerSecond: Math.round(tokens / record.seconds) },
        ledger: {
          trainableParameters: record.trainableParameters,
          trainingFlops: record.trainingFlops,
          seconds: record.seconds,
          steps: record.steps,
        },
      };
    } finally {
      model.dispose();
    }
  },
});
