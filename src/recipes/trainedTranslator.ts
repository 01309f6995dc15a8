/** Arms that translate with an encoder-decoder, trained on the drawn pairs. */
import { armRecipe, type TrialContext } from '../form/recipe';
import type { TrialResult } from '../form/result';
import type { EncoderDecoder } from '../models/encoderDecoder';
import { Translator } from '../published/generation/translate';
import { drawnPairs, scoredTranslations } from '../tasks/translation';
import { hostTensors, loadTensors, restore } from '../training/checkpoint';
import { TranslatorTrainer } from '../training/translatorTrainer';
import { translatorFile } from './denoisedTranslator';
import { keptTrainer } from './keptTrainers';
import {
  type EncodedPairs,
  freshTranslator,
  type TranslationTextData,
  type TranslatorSizes,
  tokenizerOf,
  trainingPairs,
} from './translationData';

export interface TranslatorArmSettings {
  readonly translator: TranslatorSizes;
  readonly training: {
    readonly steps: number;
    readonly learningRate: number;
    readonly batchSize: number;
    readonly lengths: readonly number[];
    readonly weightDecay: number;
    readonly labelSmoothing: number;
    /** Sequences followed side by side when writing. */
    readonly beams: number;
    /** Dev pairs that the convergence curve is measured on, and how many points it has; 0: none. */
    readonly validation: { readonly examples: number; readonly points: number };
  };
}

type Context = TrialContext<TranslationTextData, TranslatorArmSettings>;

interface Shared {
  readonly model: EncoderDecoder;
  readonly trainer: TranslatorTrainer;
  readonly translator: Translator;
  dispose(): void;
}

function shared(context: Context): Shared {
  const { settings, data, engine, precision } = context;
  const { batchSize, lengths, weightDecay, labelSmoothing } = settings.training;
  const compiled = { batchSize, lengths, weightDecay, labelSmoothing, engine, precision };
  const key = { translator: context.dataName, sizes: settings.translator, ...compiled };
  return keptTrainer(key, () => {
    const model = freshTranslator(settings.translator, data.vocabulary, 1);
    const trainer = new TranslatorTrainer(model, compiled);
    const translator = new Translator(model);
    return {
      ...{ model, trainer, translator },
      dispose() {
        translator.dispose();
        trainer.dispose();
        model.dispose();
      },
    };
  });
}

/** From the stage's weights or, without one, from random ones. */
export const trainedTranslator = armRecipe({
  name: 'trainedTranslator',
  kind: 'pretrained',
  uses: ['translator', 'training'],
  async run(context: Context): Promise<TrialResult> {
    const { settings, data, seed, start, amount, matched, scoring } = context;
    const started = performance.now();
    const { model, trainer, translator } = shared(context);
    if (start) {
      const file = translatorFile(start.folder);
      restore(model.parameters, loadTensors(file).tensors, file);
    } else {
      const fresh = freshTranslator(settings.translator, data.vocabulary, seed);
      restore(model.parameters, hostTensors(fresh.parameters), 'the starting weights');
      fresh.dispose();
    }
    const { steps, learningRate, beams, validation } = settings.training;
    const rows = drawnPairs(data, amount, seed);
    const pairs = trainingPairs(picked(data.pool, rows), data.vocabulary);
    const all = steps + (matched ? trainer.stepsFor(matched.ledger.trainingFlops, pairs, seed) : 0);
    const ofDev = [...data.dev.sources.keys()].slice(0, validation.examples);
    const record = await trainer.train({
      ...{ pairs, steps: all, learningRate, seed },
      ...(validation.points > 0 && {
        validation: {
          pairs: trainingPairs(picked(data.dev, ofDev), data.vocabulary),
          everySteps: Math.ceil(all / validation.points),
        },
      }),
    });
    const tokenizer = tokenizerOf(data.vocabulary);
    const { sources } = trainingPairs(data.test, data.vocabulary);
    const written = await translator.translate(sources, {
      ...{ maxTokens: settings.translator.maxLength - 1, beams },
    });
    const { metrics, facts } = scoredTranslations(
      written.map((ids) => tokenizer.decode(ids)),
      data.test,
      scoring,
    );
    return {
      metrics,
      facts,
      ...(validation.points > 0 && { curves: { validationLoss: record.validationLoss } }),
      ledger: {
        trainableParameters: record.trainableParameters,
        trainingFlops: record.trainingFlops,
        seconds: (performance.now() - started) / 1000,
        steps: record.steps,
      },
    };
  },
});

function picked(set: EncodedPairs, rows: readonly number[]): EncodedPairs {
  return {
    sources: rows.map((row) => set.sources[row]!),
    targets: rows.map((row) => set.targets[row]!),
    sourceIds: rows.map((row) => set.sourceIds[row]!),
    targetIds: rows.map((row) => set.targetIds[row]!),
  };
}
