import { DataType, nativeBackend, type OpAttribute } from './binding';
import type { tf } from './native';

/** Attribute values of a raw kernel: a dtype by name, or an explicitly typed number, flag, text or list. */
export type Attribute =
  | { type: keyof typeof DataType }
  | { int: number | number[] }
  | { float: number | number[] }
  | { bool: boolean }
  | { string: string };

function toNative(name: string, attribute: Attribute): OpAttribute {
  const { binding } = nativeBackend();
  if ('type' in attribute) return { name, type: binding.TF_ATTR_TYPE, value: DataType[attribute.type] };
  if ('int' in attribute) return { name, type: binding.TF_ATTR_INT, value: attribute.int };
  if ('float' in attribute) return { name, type: binding.TF_ATTR_FLOAT, value: attribute.float };
  if ('bool' in attribute) return { name, type: binding.TF_ATTR_BOOL, value: attribute.bool };
  return { name, type: binding.TF_ATTR_STRING, value: attribute.string };
}

/**
 * Runs one TensorFlow kernel by its registered name. It has no gradient: wrap it in tf.customGrad where one is needed.
 * Attributes must be complete (no inference), because the same record becomes a node of a compiled graph.
 */
export function rawOp(
  name: string,
  inputs: readonly tf.Tensor[],
  attributes: Readonly<Record<string, Attribute>>,
): tf.Tensor {
  return rawOps(name, inputs, attributes, 1)[0];
}

/** As {@link rawOp}, for a kernel with several outputs. */
export function rawOps(
  name: string,
  inputs: readonly tf.Tensor[],
  attributes: Readonly<Record<string, Attribute>>,
  outputs: number,
): tf.Tensor[] {
  const native = Object.entries(attributes).map(([key, value]) => toNative(key, value));
  // The engine's kernel scope does not see raw calls, so a scope of tf.tidy tracks what they return.
  return nativeBackend().executeMultipleOutputs(name, native, inputs, outputs);
}
