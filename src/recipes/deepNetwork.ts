/** Deep networks for images as parts: they share sizes and differ in skips and normalisation. */
import type { DeepConfig, DeepEncoder } from '../models/deepEncoder';
import { deepEncoder } from '../models/deepEncoder';
import { DeepTransformer } from '../models/deepTransformer';
import type { ImageNetwork } from './imageNetwork';

export interface DeepNetworkSettings {
  readonly deepNetwork: {
    /** Of each stage. */
    readonly channels: readonly number[];
    /** Residual blocks, or stretches of two convolutions, in all stages together. */
    readonly blocks: number;
    readonly groups: number;
  };
}

function deepNetwork(
  part: string,
  form: Pick<DeepConfig, 'skips' | 'normalised'>,
): ImageNetwork<DeepNetworkSettings, DeepEncoder> {
  return {
    ...{ part, file: __filename, uses: ['deepNetwork'] },
    make({ deepNetwork: { channels, blocks, groups } }, shape, seed) {
      return deepEncoder({
        shape,
        channels,
        blocksPerStage: blocks / channels.length,
        groups,
        ...form,
        seed,
      });
    },
  };
}

/** Neither skips nor normalisation. */
export const plainNetwork = deepNetwork('plainNetwork', { skips: false, normalised: false });
/** Without skips. */
export const plainNormalised = deepNetwork('plainNormalised', { skips: false, normalised: true });
/** Without normalisation. */
export const residualNetwork = deepNetwork('residualNetwork', { skips: true, normalised: false });
/** Skips and normalisation. */
export const residualNormalised = deepNetwork('residualNormalised', { skips: true, normalised: true });

export interface DeepTransformerSettings {
  readonly deepTransformer: {
    readonly patch: number;
    /** Blocks of attention and feed-forward. */
    readonly blocks: number;
    readonly width: number;
    readonly heads: number;
  };
}

function transformer(
  part: string,
  norm: 'before' | 'after',
): ImageNetwork<DeepTransformerSettings, DeepTransformer> {
  return {
    ...{ part, file: __filename, uses: ['deepTransformer'] },
    make: ({ deepTransformer: { blocks, ...sizes } }, shape, seed) =>
      new DeepTransformer({ shape, layers: blocks, ...sizes, norm }, seed),
  };
}

/** A transformer that normalises before its branches. */
export const preNormTransformer = transformer('preNormTransformer', 'before');
/** A transformer that normalises after its sums. */
export const postNormTransformer = transformer('postNormTransformer', 'after');
