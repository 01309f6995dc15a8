import { type NativeBinding, type OpAttribute } from './binding';
/** One encoded AttrValue message. */
export type AttributeValue = Uint8Array;
export declare const typeValue: (dtype: number) => AttributeValue;
export declare const boolValue: (flag: boolean) => AttributeValue;
export declare const shapeValue: (shape: readonly number[]) => AttributeValue;
export declare const textValue: (text: string) => AttributeValue;
/** A TensorProto inside an AttrValue; `bytes` are the elements in little-endian order. */
export declare function tensorValue(shape: readonly number[], dtype: number, bytes: Uint8Array): AttributeValue;
/** Translates an attribute as the addon takes it. Lists become ListValue (field 1 of AttrValue). */
export declare function attributeValue(binding: NativeBinding, attribute: OpAttribute): AttributeValue;
/** A graph under construction: nodes in insertion order, each an encoded NodeDef. */
export declare class GraphDefinition {
    private readonly nodes;
    /** Appends a node and returns its name. Control inputs are written '^name'. */
    node(name: string, operation: string, inputs: readonly string[], attributes: readonly (readonly [string, AttributeValue])[]): string;
    /** Number of nodes of each operation, most frequent first. */
    histogram(): [string, number][];
    /** Takes back all nodes after the first `size`. */
    truncate(size: number): void;
    get size(): number;
    /** The SavedModel message: one MetaGraphDef with the given tag. */
    savedModel(tag: string): Uint8Array;
}
/** Little-endian bytes of a constant of the given DataType. */
export declare function constantBytes(dtype: number, values: ArrayLike<number>): Uint8Array;
