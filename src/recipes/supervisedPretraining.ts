/** A stage that pretrains a network on the labels of other images, as networks for ImageNet are pretrained. */
import type { ImageCollection, LabelledImages } from '../data/images';
import { type StageContext, stageRecipe } from '../form/recipe';
import type { Augmentation } from '../objectives/augmentation';
import { pretrainSupervisedImages } from '../training/pretrainSupervisedImages';
import type { ImageNetwork } from './imageNetwork';
import { type ImagePretraining, imageCheckpoint, keptEncoder } from './imageStage';

export interface SupervisedPretrainingSettings {
  readonly augmentation: Augmentation;
  readonly supervised: ImagePretraining;
}

interface Options {
  readonly network: ImageNetwork<never>;
}

interface Images {
  readonly pool: ImageCollection;
  readonly other: LabelledImages;
}

export const supervisedPretraining = stageRecipe({
  name: 'supervisedPretraining',
  uses: ['augmentation', 'supervised'],
  async run(context: StageContext<Images, SupervisedPretrainingSettings, Options>) {
    const { data, settings, options, seed, engine, precision, folder } = context;
    const encoder = options.network.make(settings as never, data.pool.shape, seed);
    const record = await pretrainSupervisedImages(encoder, {
      ...{ seed, engine, precision, augmentation: settings.augmentation, images: data.other },
      ...settings.supervised,
      checkpoint: imageCheckpoint(context.resumeFile),
    });
    return keptEncoder(encoder, folder, record, 'images');
  },
});
