/**
 * Safetensors files of others (huggingface/safetensors, format description), read tensor by tensor: 8 bytes of header
 * length, little-endian; a JSON header of name -> { dtype, shape, data_offsets }; then the tensors, without holes.
 */
import * as fs from 'node:fs';
import { LabError } from '../errors';
import { readRange } from './fileRange';
import { fromBfloat16s, fromFloat16s } from './halfFloats';
import type { WeightFile } from './weightFile';

/** As in the reference implementation. */
const headerLimit = 100_000_000;
/** Whole numbers beyond are not exact in float32. */
const largestWhole = 2 ** 24;

type Stored =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Int32Array
  | Float32Array
  | BigInt64Array
  | Float64Array;
interface NumberType {
  readonly bytes: number;
  readonly view: new (length: number) => Stored;
  readonly toFloat32: (stored: never, refuse: (why: string) => never) => Float32Array;
}

const floats = (stored: ArrayLike<number>) => Float32Array.from(stored);
const wholes = (stored: Iterable<number | bigint>, refuse: (why: string) => never) =>
  Float32Array.from(stored as Iterable<number>, (one: number | bigint) =>
    Math.abs(Number(one)) <= largestWhole
      ? Number(one)
      : refuse(`holds ${one}, and whole numbers are read up to 2^24`),
  );

const numberTypes: { readonly [name: string]: NumberType } = {
  F64: { bytes: 8, view: Float64Array, toFloat32: floats },
  F32: { bytes: 4, view: Float32Array, toFloat32: (stored: Float32Array) => stored },
  F16: { bytes: 2, view: Uint16Array, toFloat32: fromFloat16s },
  BF16: { bytes: 2, view: Uint16Array, toFloat32: fromBfloat16s },
  I64: { bytes: 8, view: BigInt64Array, toFloat32: wholes },
  I32: { bytes: 4, view: Int32Array, toFloat32: wholes },
  I16: { bytes: 2, view: Int16Array, toFloat32: floats },
  I8: { bytes: 1, view: Int8Array, toFloat32: floats },
  U8: { bytes: 1, view: Uint8Array, toFloat32: floats },
  BOOL: { bytes: 1, view: Uint8Array, toFloat32: floats },
};

interface Entry {
  readonly name: string;
  readonly type: NumberType;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

type Refuse = (reason: string) => never;

/** @throws LabError for a file that is truncated, damaged, has holes, or a number type that is not read */
export function openSafetensors(file: string): WeightFile {
  const refuse: Refuse = (reason) => {
    throw new LabError(`${file} is not a usable safetensors file: ${reason}; fetch it again.`);
  };
  const { size } = fs.statSync(file);
  const prefix = Buffer.alloc(8);
  if (!readRange(file, 0, prefix)) refuse('it ends before its header');
  const headerLength = prefix.readBigUInt64LE(0);
  if (headerLength > BigInt(headerLimit))
    refuse(`its header claims ${headerLength} bytes, and ${headerLimit} is the limit`);
  const begin = 8 + Number(headerLength);
  if (begin > size) refuse('it ends inside its header');
  const header = Buffer.alloc(begin - 8);
  if (!readRange(file, 8, header)) refuse('it ends inside its header');
  const entries = entriesOf(header.toString('utf8'), size - begin, refuse);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    shapes: new Map(entries.map(({ name, shape }) => [name, shape])),
    read(name) {
      const { type, start, end } = byName.get(name)!;
      const stored = new type.view((end - start) / type.bytes);
      if (!readRange(file, begin + start, stored)) refuse('it ends inside its tensors');
      return type.toFloat32(stored as never, (why) => refuse(`tensor '${name}' ${why}`));
    },
  };
}

/** The tensors that a header describes, in the order of their places, which they fill without holes. */
function entriesOf(text: string, dataLength: number, refuse: Refuse): Entry[] {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    refuse('its header is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    return refuse('its header is not an object');
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => entryOf(name, entry, refuse))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let expected = 0;
  for (const { name, start, end } of entries) {
    if (start !== expected) refuse(`tensor '${name}' leaves a hole or overlaps another`);
    expected = end;
  }
  if (expected !== dataLength)
    refuse(expected > dataLength ? 'it ends inside its tensors' : 'bytes follow its last tensor');
  return entries;
}

function entryOf(name: string, entry: unknown, refuse: Refuse): Entry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const type =
    typeof dtype === 'string' && Object.hasOwn(numberTypes, dtype) ? numberTypes[dtype] : undefined;
  if (!type)
    return refuse(
      `tensor '${name}' has type ${JSON.stringify(dtype)}, and only ${Object.keys(numberTypes).join(', ')} are read`,
    );
  if (!areWhole(shape)) return refuse(`tensor '${name}' has no valid shape`);
  if (!areWhole(offsets) || offsets.length !== 2) return refuse(`tensor '${name}' has no valid data_offsets`);
  const [start, end] = offsets as [number, number];
  const size = shape.reduce((product, side) => product * side, type.bytes);
  if (end - start !== size)
    refuse(`tensor '${name}' of shape [${shape.join()}] does not fill its ${end - start} bytes`);
  return { name, type, shape, start, end };
}

function areWhole(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
}
