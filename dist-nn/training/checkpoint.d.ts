import { tf } from '../engine/native';
import type { State } from '../engine/program';
import { type HostTensor, type TensorFile } from './safetensors';
/** Reads named tensors to the host. */
export declare function hostTensors(state: State): Record<string, HostTensor>;
/**
 * Runs what writes `target`.
 * @throws LabError saying in one sentence what failed
 */
export declare function saving(target: string, write: () => void): void;
/** Writes tensors as one safetensors file: whole or not at all, whatever interrupts. */
export declare function saveTensors(file: string, content: TensorFile): void;
/** @throws LabError if the file is missing or damaged */
export declare function loadTensors(file: string): TensorFile;
/** A tensor of a model, as far as a saved one must agree with it. */
interface Expected {
    readonly dtype: string;
    readonly shape: readonly number[];
}
export declare function requireTensor(tensors: Readonly<Record<string, HostTensor>>, name: string, expected: Expected, what: string): void;
/**
 * Puts saved values into tensors of the same names and shapes.
 * @param what how to name the source in an error
 * @throws LabError naming a tensor that is missing, left over, or of another shape; nothing is changed then
 */
export declare function restore(state: State, tensors: Readonly<Record<string, HostTensor>>, what: string): void;
/** Sets a variable from host values, row-major. */
export declare function assignValues(variable: tf.Variable, values: Float32Array | Int32Array): void;
export {};
