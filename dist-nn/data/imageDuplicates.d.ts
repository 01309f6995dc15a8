import type { ImageCollection } from './images';
/** Correlation of two images' bytes from which they are near duplicates, where a card states none. */
export declare const defaultImageThreshold = 0.99;
/**
 * Clusters of near duplicates: images are joined whose pixels correlate by `threshold` or more, so that brightness and
 * contrast do not count, directly or through others. Every pair is compared.
 * @returns a cluster number for each image
 */
export declare function imageClusters(images: ImageCollection, threshold: number): number[];
