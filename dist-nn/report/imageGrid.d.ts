import type { Displayable, MimeBundle } from './display';
export interface ImageGridOptions {
    /** What the picture shows, row by row: it stands for the picture where none can be drawn. */
    readonly title: string;
    /** Height, width and channels (1 or 3) of each image. */
    readonly shape: readonly [number, number, number];
    /** Images in a row. */
    readonly columns: number;
    /** Screen pixels a side of each image pixel. Default 3. */
    readonly magnification?: number;
}
/** Images in rows, as a reader meets them. */
export declare class ImageGrid implements Displayable {
    readonly values: ArrayLike<number>;
    readonly options: ImageGridOptions;
    /** @param values numbers from 0 to 1, [images, height, width, channels] row-major */
    constructor(values: ArrayLike<number>, options: ImageGridOptions);
    /** The whole picture: width, height and bytes [height, width, 3], gaps white. */
    pixels(): {
        width: number;
        height: number;
        bytes: Uint8Array;
    };
    toDisplay(): MimeBundle;
}
/** Lays images out in rows; give it to `show`. */
export declare function imageGrid(values: ArrayLike<number>, options: ImageGridOptions): ImageGrid;
