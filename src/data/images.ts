import { LabError } from '../errors';
import { budgetIndices, countPerLabel, type LabelBudget } from './labelBudget';

/** Height, width and channels (1 grey, 3 red-green-blue) of an image. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** Images of one shape without labels, in a fixed order. */
export class ImageCollection {
  readonly length: number;
  readonly pixelsPerImage: number;

  /** @param pixels bytes [images, height, width, channels], 0 black to 255 white */
  constructor(
    readonly pixels: Uint8Array,
    readonly shape: ImageShape,
  ) {
    this.pixelsPerImage = shape[0] * shape[1] * shape[2];
    this.length = pixels.length / this.pixelsPerImage;
    if (!Number.isInteger(this.length))
      throw new LabError(
        `${pixels.length} bytes are no whole number of images of ${shape.join(' x ')}; give the shape they have.`,
      );
  }

  /** Bytes of one image, row after row. */
  image(index: number): Uint8Array {
    const size = this.pixelsPerImage;
    return this.pixels.subarray(index * size, (index + 1) * size);
  }

  /** Chosen images as numbers from 0 to 1, [indices, height, width, channels] row-major. */
  values(indices: readonly number[]): Float32Array {
    return pixelValues(this, indices);
  }

  /** Copies of chosen images, in the given order. */
  select(indices: readonly number[]): ImageCollection {
    return new ImageCollection(this.selectPixels(indices), this.shape);
  }

  protected selectPixels(indices: readonly number[]): Uint8Array {
    const size = this.pixelsPerImage;
    const pixels = new Uint8Array(indices.length * size);
    indices.forEach((index, row) => {
      pixels.set(this.image(index), row * size);
    });
    return pixels;
  }
}

/**
 * Chosen images as numbers from 0 to 1, [indices, height, width, channels] row-major. What trains imports this rather than
 * call the method, so that the ids of its runs cover it.
 */
export function pixelValues(
  { pixels, pixelsPerImage: size }: Pick<ImageCollection, 'pixels' | 'pixelsPerImage'>,
  indices: readonly number[],
): Float32Array {
  const values = new Float32Array(indices.length * size);
  indices.forEach((index, row) => {
    for (let k = 0; k < size; k++) values[row * size + k] = pixels[index * size + k]! / 255;
  });
  return values;
}

/** Images with one label each, in a fixed order. */
export class LabelledImages extends ImageCollection {
  /**
   * @param labels index of each image's label in `names`
   * @param names of the labels
   */
  constructor(
    pixels: Uint8Array,
    shape: ImageShape,
    readonly labels: Int32Array,
    readonly names: readonly string[],
  ) {
    super(pixels, shape);
    if (labels.length !== this.length)
      throw new LabError(`There are ${labels.length} labels for ${this.length} images; give one an image.`);
  }

  /** How many images each label has, in the order of `names`. */
  countPerLabel(): number[] {
    return countPerLabel(this.labels, this.names);
  }

  override select(indices: readonly number[]): LabelledImages {
    const labels = Int32Array.from(indices, (index) => this.labels[index]!);
    return new LabelledImages(this.selectPixels(indices), this.shape, labels, this.names);
  }

  /** The same number of images of every class; nested for one seed, as {@link budgetIndices} tells. */
  labelled(budget: LabelBudget): LabelledImages {
    return this.select(budgetIndices(this.labels, this.names, budget));
  }
}
