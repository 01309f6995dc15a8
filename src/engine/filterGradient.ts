/**
 * The gradient of a convolution's filter in bfloat16, as one product of matrices: the patches that the filter saw,
 * transposed, by the gradient of what it made of them. With AVX-512 it takes two thirds of the time of oneDNN's own
 * (tests/bench/ENGINE-LOG.md).
 */
import { DataType, type NativeBinding, type OpAttribute } from './binding';
import { type AttributeValue, attributeValue, boolValue, typeValue } from './graphDef';
import { nativeKernels } from './native';
import type { RecordedGraph } from './recorder';

/** Whether an op is a gradient that {@link recordFilterGradient} can record. */
export function isFilterGradient(operation: string, attributes: readonly OpAttribute[]): boolean {
  const value = (name: string) => attributes.find((attribute) => attribute.name === name)?.value;
  return (
    nativeKernels &&
    operation === 'Conv2DBackpropFilter' &&
    value('data_format') === 'NHWC' &&
    ['SAME', 'VALID'].includes(value('padding') as string)
  );
}

/**
 * Records node `name` in place of a Conv2DBackpropFilter of these attributes.
 * @param inputs as the op's own, in bfloat16: images [batch, height, width, from], the filter's sizes, which are not
 *   needed, and the gradient [batch, outHeight, outWidth, to]
 * @param shape of the filter: [height, width, from, to]
 */
export function recordFilterGradient(
  tracer: RecordedGraph,
  native: NativeBinding,
  name: string,
  [images, , gradient]: readonly string[],
  attributes: readonly OpAttribute[],
  shape: readonly number[],
): void {
  const node = (
    part: string,
    operation: string,
    inputs: readonly string[],
    others: readonly (readonly [string, AttributeValue])[],
  ) =>
    tracer.graph.node(
      part,
      operation,
      inputs,
      tracer.attributes(operation, [['T', typeValue(DataType.bfloat16)], ...others]),
    );
  const reshape = (part: string, input: string, to: readonly number[]) =>
    node(
      part,
      'Reshape',
      [input, tracer.constant([to.length], DataType.int32, to)],
      [['Tshape', typeValue(DataType.int32)]],
    );
  const same = attributes.filter(({ name }) => name === 'strides' || name === 'padding');
  const filter = { name: 'filter', type: native.TF_ATTR_INT, value: shape.slice(0, 2) };
  const patches = node(
    `${name}.patches`,
    'LabImagePatches',
    [images!],
    [...same, filter].map((attribute) => [attribute.name, attributeValue(native, attribute)] as const),
  );
  const rows = reshape(`${name}.rows`, gradient!, [-1, shape[3]!]);
  const product = node(`${name}.product`, 'BatchMatMulV2', [patches, rows], [['adj_x', boolValue(true)]]);
  reshape(name, product, shape);
}
