import type { DatasetCard } from './card';
import type { ImageShape } from './images';
/** Images as read, before splits: labels are names. */
export interface RawImages {
    readonly pixels: Uint8Array;
    readonly shape: ImageShape;
    readonly labels: readonly string[];
    /** Number of each image's group, where some were taken together: they stay in one split. */
    readonly groups?: ArrayLike<number>;
}
/**
 * All images of a card, in the order of its files.
 * @param folder that the card's paths start in
 * @throws LabError with the file and the remedy when a file does not hold what the card says
 */
export declare function readImages(card: DatasetCard, folder: string): RawImages;
interface Scaling {
    readonly size: readonly [number, number];
    readonly channels: 1 | 3;
}
/**
 * Decodes a PNG, JPEG, BMP or GIF (its first picture) and scales it, averaging over areas.
 * @throws LabError when the bytes are no such picture
 */
export declare function decodeImage(bytes: Uint8Array, file: string, scaling: Scaling): Uint8Array;
export {};
