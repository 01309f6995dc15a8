/** A stage that fine-tunes a classifier of texts, keeps it whole, and measures each of its attention heads. */
import * as path from 'node:path';
import { writeDurably } from '../durableFiles';
import { type StageContext, stageRecipe } from '../form/recipe';
import type { StageResult } from '../form/result';
import { headMagnitudes } from '../models/headMagnitude';
import { MaskedHeadsEncoder } from '../models/maskedHeads';
import { TextClassifier } from '../models/textClassifier';
import { sifWeights } from '../models/wordVectors';
import { drawnExamples } from '../tasks/classification';
import { hostTensors, restore, saveTensors } from '../training/checkpoint';
import { headImportance } from '../training/headImportance';
import { loadEncoder, saveEncoder } from '../training/savedEncoder';
import { textTrainer } from '../training/textTrainer';
import { pickTexts, sampleTexts } from './encodedTexts';
import type { TextArmSettings } from './finetunedTexts';
import { type HeadMeasures, headFile, measuresFile } from './keptClassifier';
import { probeThenFinetune } from './probeThenFinetune';
import type { TextClassificationData } from './textData';
import { freshEncoder } from './transformer';

export interface FinetunedHeadsSettings extends TextArmSettings {
  /** How many labels of each class are learned from: what the tier's `amount` says of the arms. */
  readonly labels: { readonly perClass: number };
  readonly importance: {
    /** Labelled texts that the importance of heads is measured on: those learned from, or dev. Never test. */
    readonly measuredOn: 'train' | 'dev';
    /** At most so many of them. */
    readonly texts: number;
  };
}

type Context = StageContext<TextClassificationData, FinetunedHeadsSettings>;

/** Fine-tunes as the arm `finetuned` does, from the stage's encoder or, without one, from random weights. */
export const finetunedHeads = stageRecipe({
  name: 'finetunedHeads',
  uses: ['encoder', 'pooling', 'finetuning', 'probe', 'labels', 'importance'],
  async run(context: Context): Promise<StageResult> {
    const { settings, data, seed, start, folder, engine, precision } = context;
    const started = performance.now();
    const { batchSize, weightDecay, lengths, freezeEmbeddings, validation } = settings.finetuning;
    const first = start ? loadEncoder(start.folder) : freshEncoder(settings.encoder, data.vocabulary, seed);
    // The sizes of the settings, dropout among them: pretraining may have had another.
    const encoder = new MaskedHeadsEncoder(
      { ...first.config, dropoutRate: settings.encoder.dropoutRate },
      seed,
    );
    restore(encoder.parameters, hostTensors(first.parameters), 'the starting weights');
    first.dispose();
    const tokenWeights = sifWeights(data.counts, settings.pooling.sifConstant);
    tokenWeights[data.vocabulary.specialTokens.padding] = 0;
    const classifier = new TextClassifier(encoder, { classes: data.labels, tokenWeights, seed });
    const trainer = textTrainer(classifier, {
      ...{ batchSize, weightDecay, lengths, engine, precision },
      trains: (name) => !(freezeEmbeddings && /^encoder\.(token|position)Embedding$/.test(name)),
    });
    const train = pickTexts(data.pool, drawnExamples(data, settings.labels.perClass, seed));
    // Scored on dev: test is for the arms.
    const result = await probeThenFinetune({
      ...{ trainer, started, seed, dataName: `${context.dataName} heads`, probing: settings.probe },
      ...{ encoder: encoder.parameters, train, dev: data.dev, test: data.dev, scaleOn: data.scaleOn },
      validation:
        validation.points > 0 ? sampleTexts(data.dev, validation.examples, 'validation') : undefined,
      finetuning: settings.finetuning,
      matched: undefined,
      scoring: { metrics: ['accuracy'], options: {} },
    });
    const { measuredOn, texts } = settings.importance;
    const measured = sampleTexts(measuredOn === 'train' ? train : data.dev, texts, `importance/${seed}`);
    const measures: HeadMeasures = {
      importance: headImportance(classifier, encoder, measured, { engine, precision }),
      magnitude: headMagnitudes(encoder),
    };
    saveEncoder(folder, encoder, data.vocabulary.json);
    const head = hostTensors({ ...classifier.head, ...classifier.constants });
    saveTensors(path.join(folder, headFile), { tensors: head, metadata: {} });
    writeDurably(path.join(folder, measuresFile), `${JSON.stringify(measures)}\n`);
    trainer.dispose();
    classifier.dispose();
    return {
      ...(result.curves && { curves: result.curves }),
      metrics: { devAccuracy: result.metrics.accuracy! },
      facts: { importanceMeasuredOn: `${measured.labels.length} texts of ${measuredOn}` },
      ledger: { ...result.ledger, seconds: (performance.now() - started) / 1000 },
    };
  },
});
