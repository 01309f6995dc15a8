/** The native addon's calls that this engine uses, typed; tfjs itself keeps them private. */
import { tf } from './native';
/** An op attribute as the addon takes it; `type` is one of the addon's TF_ATTR_ numbers. */
export interface OpAttribute {
    readonly name: string;
    readonly type: number;
    readonly value: unknown;
}
/** What the addon says of a new tensor. `dtype` is TensorFlow's DataType number. */
export interface TensorMetadata {
    readonly id: number;
    readonly shape: number[];
    readonly dtype: number;
}
export interface NativeBinding {
    executeOp(name: string, attributes: OpAttribute[], inputIds: number[], outputs: number): TensorMetadata[];
    createTensor(shape: number[], dtype: number, values: ArrayLike<number>): number;
    deleteTensor(id: number): void;
    tensorDataSync(id: number): ArrayLike<number>;
    loadSavedModel(folder: string, tags: string): number;
    runSavedModel(session: number, inputIds: number[], inputNames: string, outputNames: string): TensorMetadata[];
    deleteSavedModel(session: number): void;
    getNumOfTensors(): number;
    readonly TF_ATTR_STRING: number;
    readonly TF_ATTR_INT: number;
    readonly TF_ATTR_FLOAT: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_ATTR_TYPE: number;
    readonly TF_ATTR_SHAPE: number;
}
export interface NativeBackend {
    binding: NativeBinding;
    readonly isUsingGpuDevice: boolean;
    getInputTensorIds(tensors: readonly tf.Tensor[]): number[];
    createOutputTensor(metadata: TensorMetadata): tf.Tensor;
    write(values: ArrayLike<number>, shape: number[], dtype: tf.DataType): object;
    readSync(dataId: object): ArrayLike<number>;
    executeMultipleOutputs(name: string, attributes: OpAttribute[], inputs: readonly tf.Tensor[], outputs: number): tf.Tensor[];
}
/** The running native backend. */
export declare function nativeBackend(): NativeBackend;
/** TensorFlow's DataType numbers (tensorflow/core/framework/types.proto). */
export declare const DataType: {
    readonly float32: 1;
    readonly int32: 3;
    readonly string: 7;
    readonly int64: 9;
    readonly bool: 10;
    readonly bfloat16: 14;
};
/** Number of a tfjs dtype. */
export declare function dataTypeOf(tensor: {
    dtype: string;
}): number;
