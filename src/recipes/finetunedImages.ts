/** Arms that classify images with a network: fine-tuned, or frozen under a linear probe. */
import { evenlyChosen } from '../data/imageSelection';
import { armRecipe, type TrialContext } from '../form/recipe';
import type { TrialResult } from '../form/result';
import type { ImageEncoder } from '../models/convolutionalEncoder';
import { ImageClassifier } from '../models/imageClassifier';
import type { Augmentation } from '../objectives/augmentation';
import { drawnExamples } from '../tasks/classification';
import { type ImageTrainer, imageTrainer } from '../training/imageTrainer';
import type { ImageClassificationData } from './imageData';
import { type ImageNetwork, startWeights } from './imageNetwork';
import { keptTrainer } from './keptTrainers';
import { type Finetuning, type Probing, probeThenFinetune } from './probeThenFinetune';

export interface ImageArmSettings {
  readonly augmentation: Augmentation;
  readonly finetuning: Finetuning;
  readonly probe: Probing & {
    /** Unlabelled images that scale the features. */
    readonly scaleOn: number;
  };
}

interface Options {
  readonly network: ImageNetwork<never>;
  /** Whether training images are changed. Default true. */
  readonly augmented?: boolean;
}

type Context = TrialContext<ImageClassificationData, ImageArmSettings, Options>;

interface SharedTrainer {
  readonly encoder: ImageEncoder;
  readonly trainer: ImageTrainer;
  dispose(): void;
}

function sharedTrainer(context: Context, make: (seed: number) => ImageEncoder): SharedTrainer {
  const { settings, data, options, engine, precision } = context;
  const { batchSize, weightDecay } = settings.finetuning;
  const augmentation = options.augmented === false ? undefined : settings.augmentation;
  const compiled = { batchSize, weightDecay, augmentation, engine, precision };
  const { part, uses } = options.network;
  const sizes = (uses as readonly string[]).map((name) => settings[name as keyof ImageArmSettings]);
  return keptTrainer({ images: context.dataName, part, sizes, ...compiled }, () => {
    const encoder = make(1);
    const classifier = new ImageClassifier(encoder, data.labels, 1);
    const trainer = imageTrainer(classifier, { ...compiled, ...(augmentation && { augmentation }) });
    return {
      encoder,
      trainer,
      dispose() {
        trainer.dispose();
        classifier.dispose();
      },
    };
  });
}

async function trial(context: Context, frozen: boolean): Promise<TrialResult> {
  const { settings, data, options, seed, start, amount } = context;
  const started = performance.now();
  const make = (own: number) => options.network.make(settings as never, data.pool.shape, own);
  const { encoder, trainer } = sharedTrainer(context, make);
  startWeights(encoder, start, () => make(seed));
  const train = data.pool.select(drawnExamples(data, amount, seed));
  const { examples, points } = settings.finetuning.validation;
  const validation = evenlyChosen(data.dev, examples);
  return probeThenFinetune({
    ...{ trainer, started, seed, dataName: context.dataName, probing: settings.probe },
    encoder: encoder.parameters,
    train: { examples: train, labels: train.labels },
    dev: { examples: data.dev, labels: data.dev.labels },
    test: { examples: data.test, labels: data.test.labels },
    scaleOn: evenlyChosen(data.unlabelled, settings.probe.scaleOn),
    validation: points > 0 ? { examples: validation, labels: validation.labels } : undefined,
    finetuning: frozen ? undefined : settings.finetuning,
    matched: context.matched,
    scoring: context.scoring,
  });
}

const uses = ['augmentation', 'finetuning', 'probe'] as const;

/** Trains a network on the drawn labels, from the stage's weights or, without one, from random ones. */
export const finetunedImages = armRecipe({
  name: 'finetunedImages',
  kind: 'pretrained',
  uses,
  run: (context: Context) => trial(context, false),
});

/** A linear probe on the frozen network of the stage, or on a random one. */
export const probedImages = armRecipe({
  name: 'probedImages',
  kind: 'frozen',
  uses,
  run: (context: Context) => trial(context, true),
});
