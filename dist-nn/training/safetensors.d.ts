/** One tensor on the host, row-major. */
export interface HostTensor {
    readonly dtype: 'float32' | 'int32';
    readonly shape: readonly number[];
    readonly values: Float32Array | Int32Array;
}
export interface TensorFile {
    readonly tensors: Readonly<Record<string, HostTensor>>;
    readonly metadata: Readonly<Record<string, string>>;
}
/** Encodes tensors in the given order; metadata carries a SHA-256 so that damage is found on loading. */
export declare function encodeSafetensors({ tensors, metadata }: TensorFile): Buffer;
/**
 * Decodes and checks a file.
 * @param what how to name the file in an error
 * @throws LabError if it is truncated, damaged, has holes or duplicate names, or a type other than F32 and I32
 */
export declare function decodeSafetensors(file: Uint8Array, what: string): TensorFile;
