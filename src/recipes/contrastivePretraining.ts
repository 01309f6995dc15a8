/** A stage that pretrains a network by contrasting augmented views of images (SimCLR; Chen et al. 2020). */
import type { ImageCollection } from '../data/images';
import { type StageContext, stageRecipe } from '../form/recipe';
import type { Augmentation } from '../objectives/augmentation';
import { contrastive } from '../objectives/contrastive';
import { pretrainContrastive } from '../training/pretrainContrastive';
import { releaseState } from '../training/trainingLoop';
import type { ImageNetwork } from './imageNetwork';
import { type ImagePretraining, imageCheckpoint, keptEncoder } from './imageStage';

export interface ContrastivePretrainingSettings {
  readonly augmentation: Augmentation;
  readonly contrastive: ImagePretraining & { readonly temperature: number };
}

interface Options {
  readonly network: ImageNetwork<never>;
  /** Which images: the target's without labels, or the others. Default 'unlabelled'. */
  readonly images?: 'unlabelled' | 'other';
}

interface Images {
  readonly pool: ImageCollection;
  readonly unlabelled: ImageCollection;
  readonly other?: ImageCollection;
}

export const contrastivePretraining = stageRecipe({
  name: 'contrastivePretraining',
  uses: ['augmentation', 'contrastive'],
  async run(context: StageContext<Images, ContrastivePretrainingSettings, Options>) {
    const { data, settings, options, seed, engine, precision, folder } = context;
    const { temperature, ...training } = settings.contrastive;
    const encoder = options.network.make(settings as never, data.pool.shape, seed);
    const objective = contrastive({ featureWidth: encoder.featureWidth, temperature, seed });
    const record = await pretrainContrastive(encoder, {
      ...{ objective, seed, engine, precision, augmentation: settings.augmentation },
      ...training,
      images: data[options.images ?? 'unlabelled'] as ImageCollection,
      checkpoint: imageCheckpoint(context.resumeFile),
    });
    releaseState(objective.parameters());
    return keptEncoder(encoder, folder, record, 'views');
  },
});
