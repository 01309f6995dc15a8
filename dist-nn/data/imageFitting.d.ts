import { type ImageShape, LabelledImages } from './images';
/**
 * The same images in another shape, so that one network can take them: scaled to its height and width, averaging over
 * areas; grey becomes three equal channels, colour becomes grey by ITU-R BT.601 luma.
 */
export declare function fitImages(images: LabelledImages, shape: ImageShape): LabelledImages;
