import { type VisionTransformer, visionTransformer } from '../models/visionTransformer';
import type { ImageNetwork } from './imageNetwork';

export interface PatchTransformerSettings {
  readonly transformer: {
    /** Pixels along the side of a patch. */
    readonly patch: number;
    readonly layers: number;
    readonly width: number;
    readonly heads: number;
  };
}

/** A vision transformer. */
export const patchTransformer: ImageNetwork<PatchTransformerSettings, VisionTransformer> = {
  part: 'patchTransformer',
  file: __filename,
  uses: ['transformer'],
  make: (settings, shape, seed) => visionTransformer({ shape, ...settings.transformer, seed }),
};
