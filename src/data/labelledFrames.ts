import { LabError } from '../errors';
import { ImageCollection, type ImageShape } from './images';

/** Images of one shape with a class for every pixel. */
export class LabelledFrames extends ImageCollection {
  /**
   * @param pixels bytes [frames, height, width, channels], 0 black to 255 white
   * @param masks classes [frames, height, width]
   * @throws LabError where the two are not of as many frames
   */
  constructor(
    pixels: Uint8Array,
    shape: ImageShape,
    readonly masks: Uint8Array,
  ) {
    super(pixels, shape);
    const expected = this.length * shape[0] * shape[1];
    if (masks.length !== expected)
      throw new LabError(
        `${this.length} frames of ${shape[0]} x ${shape[1]} have ${expected} pixels, and their label images ${masks.length}: give one label image a frame, of its size.`,
      );
  }

  /** Classes of one frame's pixels, row after row. */
  mask(index: number): Uint8Array {
    const size = this.shape[0] * this.shape[1];
    return this.masks.subarray(index * size, (index + 1) * size);
  }

  override select(indices: readonly number[]): LabelledFrames {
    const size = this.shape[0] * this.shape[1];
    const masks = new Uint8Array(indices.length * size);
    indices.forEach((index, row) => {
      masks.set(this.mask(index), row * size);
    });
    return new LabelledFrames(this.selectPixels(indices), this.shape, masks);
  }
}
