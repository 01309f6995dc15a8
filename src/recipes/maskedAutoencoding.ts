/** A stage that pretrains a vision transformer by hiding patches and predicting their pixels (He et al. 2022). */
import type { ImageCollection } from '../data/images';
import { type StageContext, stageRecipe } from '../form/recipe';
import type { VisionTransformer } from '../models/visionTransformer';
import { maskedAutoencoder } from '../objectives/maskedAutoencoder';
import { pretrainMaskedAutoencoder } from '../training/pretrainMaskedAutoencoder';
import { releaseState } from '../training/trainingLoop';
import type { ImageNetwork } from './imageNetwork';
import { type ImagePretraining, imageCheckpoint, keptEncoder } from './imageStage';

export interface MaskedAutoencodingSettings {
  readonly maskedAutoencoder: ImagePretraining & {
    /** Share of the patches that is hidden. */
    readonly maskRatio: number;
    readonly decoder: { readonly layers: number; readonly width: number; readonly heads: number };
  };
}

interface Options {
  readonly network: ImageNetwork<never, VisionTransformer>;
}

interface Images {
  readonly pool: ImageCollection;
  readonly unlabelled: ImageCollection;
}

export const maskedAutoencoding = stageRecipe({
  name: 'maskedAutoencoding',
  uses: ['maskedAutoencoder'],
  async run(context: StageContext<Images, MaskedAutoencodingSettings, Options>) {
    const { data, settings, options, seed, engine, precision, folder } = context;
    const { maskRatio, decoder, ...training } = settings.maskedAutoencoder;
    const encoder = options.network.make(settings as never, data.pool.shape, seed);
    const objective = maskedAutoencoder(encoder, { maskRatio, decoder, seed });
    const record = await pretrainMaskedAutoencoder(encoder, {
      ...{ objective, seed, engine, precision, images: data.unlabelled },
      ...training,
      checkpoint: imageCheckpoint(context.resumeFile),
    });
    releaseState(objective.parameters());
    return keptEncoder(encoder, folder, record, 'images');
  },
});
