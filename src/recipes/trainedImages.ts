/** An arm that trains a network on labelled images from random weights, and tells how well it fits what it was trained on. */
import { evenlyChosen } from '../data/imageSelection';
import { armRecipe, type TrialContext } from '../form/recipe';
import type { CurvePoint, TrialResult } from '../form/result';
import { ImageClassifier } from '../models/imageClassifier';
import { drawnExamples, scored } from '../tasks/classification';
import { imageTrainer } from '../training/imageTrainer';
import type { ImageClassificationData } from './imageData';
import { type ImageNetwork, startWeights } from './imageNetwork';
import { keptTrainer } from './keptTrainers';
import type { Finetuning } from './probeThenFinetune';

export interface TrainedImagesSettings {
  readonly finetuning: Omit<Finetuning, 'validation' | 'headRateDivisor'>;
  readonly fit: {
    /** Training images that the fit is measured on, at most. */
    readonly examples: number;
    /** The curve of the training loss has one point for so many steps. */
    readonly everySteps: number;
  };
}

interface Options {
  readonly network: ImageNetwork<never>;
}

type Context = TrialContext<ImageClassificationData, TrainedImagesSettings, Options>;

function sharedTrainer(context: Context) {
  const { settings, data, options, engine, precision } = context;
  const { batchSize, weightDecay } = settings.finetuning;
  const { part, uses } = options.network;
  const sizes = (uses as readonly string[]).map((name) => settings[name as keyof TrainedImagesSettings]);
  const compiled = { batchSize, weightDecay, engine, precision };
  return keptTrainer({ trained: context.dataName, part, sizes, ...compiled }, () => {
    const encoder = options.network.make(settings as never, data.pool.shape, 1);
    const classifier = new ImageClassifier(encoder, data.labels, 1);
    const trainer = imageTrainer(classifier, compiled);
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

/** Means over stretches of steps. */
function stretched(losses: readonly number[], everySteps: number): CurvePoint[] {
  const points: CurvePoint[] = [];
  for (let end = everySteps; end <= losses.length; end += everySteps) {
    const stretch = losses.slice(end - everySteps, end);
    points.push({ step: end, value: stretch.reduce((sum, loss) => sum + loss, 0) / everySteps });
  }
  return points;
}

/** Body and head learn at one rate; facts 'training accuracy' and 'training loss' (nats) tell the fit. */
export const trainedImages = armRecipe({
  name: 'trainedImages',
  kind: 'baseline',
  uses: ['finetuning', 'fit'],
  async run(context: Context): Promise<TrialResult> {
    const { settings, data, options, seed, amount, scoring } = context;
    const started = performance.now();
    const { encoder, trainer } = sharedTrainer(context);
    startWeights(encoder, undefined, () => options.network.make(settings as never, data.pool.shape, seed));
    trainer.reload();
    const train = data.pool.select(drawnExamples(data, amount, seed));
    const { steps, learningRate } = settings.finetuning;
    const losses: number[] = [];
    const result = await trainer.finetune({
      ...{ train: { examples: train, labels: train.labels }, steps, seed },
      ...{ encoderLearningRate: learningRate, headLearningRate: learningRate },
      onStep: (_, loss) => losses.push(loss),
    });
    const fitted = evenlyChosen(train, settings.fit.examples);
    const fit = scored({ logits: trainer.logits(fitted) }, fitted.labels, data.labels, {
      ...{ metrics: ['accuracy', 'loss'], options: {} },
    });
    const { metrics, facts } = scored(
      { logits: trainer.logits(data.test) },
      data.test.labels,
      data.labels,
      scoring,
    );
    return {
      metrics,
      facts: {
        ...facts,
        'training accuracy': fit.metrics.accuracy!,
        'training loss': fit.metrics.loss!,
      },
      curves: { trainingLoss: stretched(losses, settings.fit.everySteps) },
      ledger: {
        trainableParameters: result.trainableParameters,
        trainingFlops: result.trainingFlops,
        seconds: (performance.now() - started) / 1000,
        steps: result.steps,
      },
    };
  },
});
