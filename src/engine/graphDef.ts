/**
 * Writes TensorFlow's SavedModel message: field numbers from saved_model.proto, meta_graph.proto, graph.proto,
 * node_def.proto, attr_value.proto, tensor.proto and tensor_shape.proto of TensorFlow 2.21.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { DataType, type NativeBinding, type OpAttribute } from './binding';

/** One encoded AttrValue message. */
export type AttributeValue = Uint8Array;

const message = (write: (writer: BinaryWriter) => void): Uint8Array => {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
};

const bytesField = (writer: BinaryWriter, field: number, bytes: Uint8Array) =>
  writer.tag(field, WireType.LengthDelimited).bytes(bytes);
const textField = (writer: BinaryWriter, field: number, text: string) =>
  writer.tag(field, WireType.LengthDelimited).string(text);
const intField = (writer: BinaryWriter, field: number, value: number) =>
  writer.tag(field, WireType.Varint).int64(value);

function shapeMessage(shape: readonly number[]): Uint8Array {
  return message((writer) => {
    for (const size of shape)
      bytesField(
        writer,
        2,
        message((dimension) => intField(dimension, 1, size)),
      );
  });
}

export const typeValue = (dtype: number): AttributeValue => message((w) => intField(w, 6, dtype));
export const boolValue = (flag: boolean): AttributeValue => message((w) => intField(w, 5, flag ? 1 : 0));
export const shapeValue = (shape: readonly number[]): AttributeValue =>
  message((w) => bytesField(w, 7, shapeMessage(shape)));
export const textValue = (text: string): AttributeValue => message((w) => textField(w, 2, text));

/** A TensorProto inside an AttrValue; `bytes` are the elements in little-endian order. */
export function tensorValue(shape: readonly number[], dtype: number, bytes: Uint8Array): AttributeValue {
  const proto = message((w) => {
    intField(w, 1, dtype);
    bytesField(w, 2, shapeMessage(shape));
    bytesField(w, 4, bytes);
  });
  return message((w) => bytesField(w, 8, proto));
}

/** Translates an attribute as the addon takes it. Lists become ListValue (field 1 of AttrValue). */
export function attributeValue(binding: NativeBinding, attribute: OpAttribute): AttributeValue {
  const { type, value } = attribute;
  const list = Array.isArray(value);
  const items: unknown[] = list ? value : [value];
  const write = (writer: BinaryWriter) => {
    for (const item of items) {
      if (type === binding.TF_ATTR_TYPE) intField(writer, 6, item as number);
      else if (type === binding.TF_ATTR_INT) intField(writer, 3, item as number);
      else if (type === binding.TF_ATTR_BOOL) intField(writer, 5, item ? 1 : 0);
      else if (type === binding.TF_ATTR_FLOAT) writer.tag(4, WireType.Bit32).float(item as number);
      else if (type === binding.TF_ATTR_STRING) textField(writer, 2, item as string);
      else if (type !== binding.TF_ATTR_SHAPE)
        throw new Error(`Attribute ${attribute.name} has unknown type ${type}.`);
    }
  };
  if (type === binding.TF_ATTR_SHAPE) {
    if (list && Array.isArray(value[0])) {
      const shapes = value as number[][];
      return message((w) =>
        bytesField(
          w,
          1,
          message((l) => {
            for (const s of shapes) bytesField(l, 7, shapeMessage(s));
          }),
        ),
      );
    }
    return shapeValue(value as number[]);
  }
  return list ? message((w) => bytesField(w, 1, message(write))) : message(write);
}

/** A graph under construction: nodes in insertion order, each an encoded NodeDef. */
export class GraphDefinition {
  private readonly nodes: { readonly operation: string; readonly bytes: Uint8Array }[] = [];

  /** Appends a node and returns its name. Control inputs are written '^name'. */
  node(
    name: string,
    operation: string,
    inputs: readonly string[],
    attributes: readonly (readonly [string, AttributeValue])[],
  ): string {
    this.nodes.push({
      operation,
      bytes: message((w) => {
        textField(w, 1, name);
        textField(w, 2, operation);
        // Control inputs must follow data inputs.
        for (const input of inputs.filter((i) => !i.startsWith('^'))) textField(w, 3, input);
        for (const input of inputs.filter((i) => i.startsWith('^'))) textField(w, 3, input);
        for (const [key, value] of attributes) {
          bytesField(
            w,
            5,
            message((entry) => {
              textField(entry, 1, key);
              bytesField(entry, 2, value);
            }),
          );
        }
      }),
    });
    return name;
  }

  /** Number of nodes of each operation, most frequent first. */
  histogram(): [string, number][] {
    const counts = new Map<string, number>();
    for (const { operation } of this.nodes) counts.set(operation, (counts.get(operation) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  }

  /** Takes back all nodes after the first `size`. */
  truncate(size: number): void {
    this.nodes.length = size;
  }

  get size(): number {
    return this.nodes.length;
  }

  /** The SavedModel message: one MetaGraphDef with the given tag. */
  savedModel(tag: string): Uint8Array {
    const graph = message((w) => {
      for (const { bytes } of this.nodes) bytesField(w, 1, bytes);
      // VersionDef.producer: the GraphDef version of TensorFlow 2.15; every later release reads it.
      bytesField(
        w,
        4,
        message((version) => intField(version, 1, 1645)),
      );
    });
    const metaInformation = message((w) => {
      textField(w, 4, tag);
      textField(w, 5, '2');
    });
    const metaGraph = message((w) => {
      bytesField(w, 1, metaInformation);
      bytesField(w, 2, graph);
    });
    return message((w) => {
      intField(w, 1, 1);
      bytesField(w, 2, metaGraph);
    });
  }
}

/** Little-endian bytes of a constant of the given DataType. */
export function constantBytes(dtype: number, values: ArrayLike<number>): Uint8Array {
  if (dtype === DataType.bool) return Uint8Array.from(values);
  if (dtype === DataType.int64) {
    // The addon passes int64 scalars as pairs of 32-bit words already.
    return new Uint8Array(Int32Array.from(values).buffer);
  }
  const typed = dtype === DataType.float32 ? Float32Array.from(values) : Int32Array.from(values);
  return new Uint8Array(typed.buffer);
}
