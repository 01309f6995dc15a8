import { DataType } from './binding';
import type { tf } from './native';
/** Attribute values of a raw kernel: a dtype by name, or an explicitly typed number, flag, text or list. */
export type Attribute = {
    type: keyof typeof DataType;
} | {
    int: number | number[];
} | {
    float: number | number[];
} | {
    bool: boolean;
} | {
    string: string;
};
/**
 * Runs one TensorFlow kernel by its registered name. It has no gradient: wrap it in tf.customGrad where one is needed.
 * Attributes must be complete (no inference), because the same record becomes a node of a compiled graph.
 */
export declare function rawOp(name: string, inputs: readonly tf.Tensor[], attributes: Readonly<Record<string, Attribute>>): tf.Tensor;
/** As {@link rawOp}, for a kernel with several outputs. */
export declare function rawOps(name: string, inputs: readonly tf.Tensor[], attributes: Readonly<Record<string, Attribute>>, outputs: number): tf.Tensor[];
