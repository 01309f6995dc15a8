/**
 * An IDX file of unsigned bytes (LeCun, Cortes & Burges, "The MNIST database", file formats).
 * @throws LabError when it is of another kind or cut off
 */
export declare function readIdx(bytes: Buffer, file: string): {
    shape: number[];
    values: Uint8Array;
};
/** An IDX file of the given shape; see {@link readIdx}. */
export declare function writeIdx(shape: readonly number[], values: Uint8Array): Buffer;
