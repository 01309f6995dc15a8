import { type LabelBudget } from './labelBudget';
/** Height, width and channels (1 grey, 3 red-green-blue) of an image. */
export type ImageShape = readonly [height: number, width: number, channels: number];
/** Images of one shape without labels, in a fixed order. */
export declare class ImageCollection {
    readonly pixels: Uint8Array;
    readonly shape: ImageShape;
    readonly length: number;
    readonly pixelsPerImage: number;
    /** @param pixels bytes [images, height, width, channels], 0 black to 255 white */
    constructor(pixels: Uint8Array, shape: ImageShape);
    /** Bytes of one image, row after row. */
    image(index: number): Uint8Array;
    /** Chosen images as numbers from 0 to 1, [indices, height, width, channels] row-major. */
    values(indices: readonly number[]): Float32Array;
    /** Copies of chosen images, in the given order. */
    select(indices: readonly number[]): ImageCollection;
    protected selectPixels(indices: readonly number[]): Uint8Array;
}
/** Images with one label each, in a fixed order. */
export declare class LabelledImages extends ImageCollection {
    readonly labels: Int32Array;
    readonly names: readonly string[];
    /**
     * @param labels index of each image's label in `names`
     * @param names of the labels
     */
    constructor(pixels: Uint8Array, shape: ImageShape, labels: Int32Array, names: readonly string[]);
    /** How many images each label has, in the order of `names`. */
    countPerLabel(): number[];
    select(indices: readonly number[]): LabelledImages;
    /** The same number of images of every class; nested for one seed, as {@link budgetIndices} tells. */
    labelled(budget: LabelBudget): LabelledImages;
}
