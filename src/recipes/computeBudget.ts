/** Stages and arms on images that share one budget of compute: what pretraining takes, training on labels has not. */
import type { ImageCollection } from '../data/images';
import { LabError } from '../errors';
import { armRecipe, type StageContext, stageRecipe, type TrialContext } from '../form/recipe';
import type { Artefact, TrialResult } from '../form/result';
import type { Augmentation } from '../objectives/augmentation';
import { contrastive } from '../objectives/contrastive';
import { pretrainContrastive } from '../training/pretrainContrastive';
import { releaseState } from '../training/trainingLoop';
import { finetunedImages, type ImageArmSettings, probedImages } from './finetunedImages';
import type { ImageClassificationData } from './imageData';
import type { ImageNetwork } from './imageNetwork';
import { type ImagePretraining, imageCheckpoint, keptEncoder } from './imageStage';

/** A type, so that it counts as plain settings. */
export type ComputeBudget = {
  /** Floating-point operations of all training that one trial rests on: its pretraining and its training on labels. */
  trainingFlops: number;
};

export interface BudgetedPretrainingSettings {
  readonly computeBudget: ComputeBudget;
  readonly augmentation: Augmentation;
  readonly contrastive: Omit<ImagePretraining, 'steps'> & { readonly temperature: number };
}

interface PretrainingOptions {
  readonly network: ImageNetwork<never>;
  /** Of the budget, above 0 and at most 1. */
  readonly share: number;
}

interface Images {
  readonly pool: ImageCollection;
  readonly unlabelled: ImageCollection;
}

/**
 * Steps whose cost comes nearest to a number of operations.
 * @throws LabError where they do not pay for half a step
 */
export function stepsWithin(flops: number, stepFlops: number, what: string): number {
  const steps = Math.round(flops / stepFlops);
  if (steps >= 1) return steps;
  throw new LabError(
    `${flops.toPrecision(3)} floating-point operations do not pay for one step of ${what} (${stepFlops.toPrecision(3)}): raise 'computeBudget.trainingFlops' or the share.`,
  );
}

/** Contrastive pretraining (SimCLR; Chen et al. 2020) for a share of the budget. */
export const budgetedPretraining = stageRecipe({
  name: 'budgetedPretraining',
  uses: ['computeBudget', 'augmentation', 'contrastive'],
  async run(context: StageContext<Images, BudgetedPretrainingSettings, PretrainingOptions>) {
    const { data, settings, options, seed, engine, precision, folder } = context;
    const { share } = options;
    if (!(share > 0 && share <= 1))
      throw new LabError(
        `Pretraining is given the share ${share} of the budget; give one above 0 and at most 1.`,
      );
    const { temperature, ...training } = settings.contrastive;
    const encoder = options.network.make(settings as never, data.pool.shape, seed);
    const objective = contrastive({ featureWidth: encoder.featureWidth, temperature, seed });
    const { batchSize } = training;
    const stepFlops = 3 * (encoder.forwardFlops(2 * batchSize) + objective.forwardFlops(batchSize));
    const record = await pretrainContrastive(encoder, {
      ...{ objective, seed, engine, precision, augmentation: settings.augmentation },
      ...training,
      steps: stepsWithin(share * settings.computeBudget.trainingFlops, stepFlops, 'pretraining'),
      images: data.unlabelled,
      checkpoint: imageCheckpoint(context.resumeFile),
    });
    releaseState(objective.parameters());
    return keptEncoder(encoder, folder, record, 'views');
  },
});

export interface BudgetedArmSettings {
  readonly computeBudget: ComputeBudget;
  readonly augmentation: Augmentation;
  /** Steps follow from the budget. */
  readonly finetuning: Omit<ImageArmSettings['finetuning'], 'steps'>;
  readonly probe: ImageArmSettings['probe'];
}

/** A type, so that it counts as plain options. */
type ArmOptions = {
  readonly network: ImageNetwork<never>;
  /** Whether training images are changed. Default true. */
  readonly augmented?: boolean;
  /** Of the whole budget, where an arm has less than all of it. Default 1. */
  readonly share?: number;
};

type Context = TrialContext<ImageClassificationData, BudgetedArmSettings, ArmOptions>;

/** What is left of the budget once the stage is paid, in floating-point operations. */
export function leftOf(budget: number, start: Pick<Artefact, 'ledger'> | undefined): number {
  return budget - (start?.ledger.trainingFlops ?? 0);
}

const placed = { title: 'Images', network: undefined as never };
const finetuning = finetunedImages(placed).recipe;
const probing = probedImages(placed).recipe;

/** The arm of images as other studies have it, with steps that the rest of the budget pays for. */
async function run(context: Context, recipe: typeof finetuning): Promise<TrialResult> {
  const { computeBudget, augmentation, probe } = context.settings;
  const { network, augmented, share = 1 } = context.options;
  const trainingFlops = Math.max(0, leftOf(share * computeBudget.trainingFlops, context.start));
  // The network reads its own sections, so the settings go on as they are, with the number of steps beside them.
  const settings = {
    ...Object.fromEntries((network.uses as readonly string[]).map((name) => [name, own(context, name)])),
    ...{ augmentation, probe, finetuning: { ...context.settings.finetuning, steps: 0 } },
  };
  const result = await recipe.run({
    ...context,
    ...{ settings, options: { network, ...(augmented !== undefined && { augmented }) } },
    // What is left buys steps, as a stage's compute does for an arm that is given it.
    matched: { ...noStage, ledger: { ...noStage.ledger, trainingFlops } },
  } as never);
  if (recipe === finetuning && result.ledger.steps === 0)
    throw new LabError(
      `Pretraining leaves ${trainingFlops.toPrecision(3)} floating-point operations, which do not pay for one step of fine-tuning: raise 'computeBudget.trainingFlops' or lower the stage's share.`,
    );
  return result;
}

const own = (context: Context, name: string) =>
  (context.settings as unknown as Readonly<Record<string, unknown>>)[name];

const noStage: Artefact = {
  ...{ id: '', folder: '', metrics: {}, facts: {} },
  ledger: { trainableParameters: 0, trainingFlops: 0, seconds: 0, steps: 0 },
};

const uses = ['computeBudget', 'augmentation', 'finetuning', 'probe'] as const;

/** Trains a network on the drawn labels for what the stage left of the budget, or for all of it without a stage. */
export const budgetedFinetuning = armRecipe({
  name: 'budgetedFinetuning',
  kind: 'pretrained',
  uses,
  run: (context: Context) => run(context, finetuning),
});

/** A linear probe on the stage's frozen network; its own few operations are not counted against the budget. */
export const budgetedProbe = armRecipe({
  name: 'budgetedProbe',
  kind: 'frozen',
  uses,
  run: (context: Context) => run(context, probing),
});
