/** The data of studies of road scenes: drives that share nothing but the world's rules, split drive by drive. */
import { ImageCollection } from '../data/images';
import type { LabelledFrames } from '../data/labelledFrames';
import { roadClasses, roadFrames, roadVoid, type Weather } from '../data/roadScenes';
import { dataRecipe } from '../form/dataRecipe';
import type { SegmentationData } from '../tasks/segmentation';

export interface RoadSceneSettings {
  readonly scenes: {
    readonly seed: number;
    readonly framesOfDrive: number;
    /** Drives of each split; those of 'unlabelled' hold the pool's too, their masks unseen. */
    readonly drives: {
      readonly unlabelled: number;
      readonly pool: number;
      readonly dev: number;
      readonly test: number;
    };
  };
}

/** Frames with masks, and the weather that each was taken in. */
export interface RoadSceneData extends SegmentationData<LabelledFrames> {
  readonly voidLabel: number;
  readonly unlabelled: ImageCollection;
  readonly weather: { readonly dev: readonly Weather[]; readonly test: readonly Weather[] };
}

/** Drawn by the settings' seed alone: no card. */
export const roadScenes = dataRecipe({
  name: 'roadScenes',
  uses: ['scenes'],
  async prepare({ settings }: { settings: RoadSceneSettings }): Promise<RoadSceneData> {
    const { seed, framesOfDrive, drives } = settings.scenes;
    let first = 0;
    const next = (count: number) => {
      const own = Array.from({ length: count }, (_, k) => first + k);
      first += count;
      return roadFrames({ seed, drives: own, framesOfDrive });
    };
    const [pool, dev, test] = [next(drives.pool), next(drives.dev), next(drives.test)];
    const others = next(drives.unlabelled - drives.pool);
    const pixels = new Uint8Array(pool.frames.pixels.length + others.frames.pixels.length);
    pixels.set(pool.frames.pixels);
    pixels.set(others.frames.pixels, pool.frames.pixels.length);
    return {
      ...{ labels: roadClasses, voidLabel: roadVoid },
      ...{ pool: pool.frames, dev: dev.frames, test: test.frames },
      unlabelled: new ImageCollection(pixels, pool.frames.shape),
      weather: { dev: dev.weather, test: test.weather },
    };
  },
});
