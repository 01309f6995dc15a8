import { type ConvolutionalEncoder, convolutionalEncoder } from '../models/convolutionalEncoder';
import type { ImageNetwork } from './imageNetwork';

export interface ConvnetSettings {
  /** Output channels and stride of each convolution. */
  readonly convnet: { readonly channels: readonly number[]; readonly strides: readonly number[] };
}

/** A small convolutional network. */
export const convnet: ImageNetwork<ConvnetSettings, ConvolutionalEncoder> = {
  part: 'convnet',
  file: __filename,
  uses: ['convnet'],
  make: (settings, shape, seed) => convolutionalEncoder({ shape, ...settings.convnet, seed }),
};
