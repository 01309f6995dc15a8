/**
 * The safetensors format (huggingface/safetensors, format description): 8 bytes of header length, little-endian; a JSON
 * header of name -> { dtype, shape, data_offsets }; then the tensors, without holes.
 */
import { createHash } from 'node:crypto';
import { LabError } from '../errors';

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

const formatNames = { float32: 'F32', int32: 'I32' } as const;

/** Headers above this are refused, as in the reference implementation. */
const headerLimit = 100_000_000;

const checksumKey = 'checksum';
const metadataKey = '__metadata__';

/** Also says what it is, so that it is missed where damage has hit its key. */
const checksumPattern = /^sha256:[0-9a-f]{64}$/;

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Checksum over every tensor's name, type, shape and bytes and the other metadata. */
function checksum(header: Record<string, unknown>, data: Uint8Array): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(header)).update(data).digest('hex')}`;
}

/**
 * Encodes tensors in the given order; metadata carries a SHA-256 so that damage is found on loading. Halves of surrogate pairs
 * in metadata are replaced, since other readers refuse them.
 * @throws LabError for a tensor whose values do not fill its shape, or for a name that no reader would find again
 */
export function encodeSafetensors({ tensors, metadata }: TensorFile): Buffer {
  const parts: Buffer[] = [];
  let offset = 0;
  // From entries, so that a tensor may even be called '__proto__'.
  const entries = Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => {
      const { dtype, shape, values } = tensor;
      const fault = faultOf(name, tensor);
      if (fault) throw new LabError(`The tensor '${name.toWellFormed()}' cannot be saved: ${fault}.`);
      const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
      const offsets = [offset, offset + bytes.length];
      offset += bytes.length;
      parts.push(bytes);
      return [name, { dtype: formatNames[dtype], shape, data_offsets: offsets }];
    }),
  );
  const data = Buffer.concat(parts);
  if (Object.hasOwn(metadata, checksumKey))
    throw new LabError(`Metadata may have no '${checksumKey}', which is written here: choose another name.`);
  const texts = Object.fromEntries(
    Object.entries(metadata).map(([name, text]) => [name.toWellFormed(), text.toWellFormed()]),
  );
  const unsigned = { [metadataKey]: texts, ...entries };
  const signed = { [metadataKey]: { ...texts, [checksumKey]: checksum(unsigned, data) }, ...entries };
  let header = Buffer.from(JSON.stringify(signed));
  // Padded with spaces so that the data is aligned for its readers.
  header = Buffer.concat([header, Buffer.alloc((8 - (header.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, data]);
}

function faultOf(name: string, { dtype, shape, values }: HostTensor): string | undefined {
  if (name === metadataKey) return `the format keeps '${metadataKey}' for itself, so give it another name`;
  if (!name.isWellFormed()) return 'its name holds half a character, so give it another';
  if (!shape.every(isWhole)) return `its shape [${shape.join(', ')}] is not of whole numbers from 0`;
  const size = shape.reduce((product, side) => product * side, 1);
  if (values.length !== size)
    return `it has ${values.length} values, and its shape [${shape.join(', ')}] has room for ${size}`;
  const fits = dtype === 'float32' ? values instanceof Float32Array : values instanceof Int32Array;
  return fits ? undefined : `its values are not of its type ${dtype}`;
}

const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/**
 * Decodes and checks a file. Tensors without elements take no bytes and may stand anywhere in the header.
 * @param what how to name the file in an error
 * @throws LabError if it is truncated, damaged, has holes or duplicate names, or a type other than F32 and I32
 */
export function decodeSafetensors(file: Uint8Array, what: string): TensorFile {
  const refuse: Refuse = (
    reason,
    remedy = 'restore it from a copy, or delete it so that it is made again',
  ) => {
    throw new LabError(`${what} is not a usable safetensors file: ${reason}; ${remedy}.`);
  };
  const buffer = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (buffer.length < 8) refuse('it ends before its header');
  const headerLength = buffer.readBigUInt64LE(0);
  if (headerLength > BigInt(headerLimit))
    refuse(`its header claims ${headerLength} bytes, and ${headerLimit} is the limit`);
  const start = 8 + Number(headerLength);
  if (start > buffer.length) refuse('it ends inside its header');
  const header = parseHeader(buffer.toString('utf8', 8, start), refuse);
  const { [metadataKey]: metadata = {}, ...entries } = header;
  if (!isTextByName(metadata))
    return refuse('its metadata is not an object of texts', 'write every value of its metadata as text');
  const data = buffer.subarray(start);
  const tensors: [string, HostTensor][] = [];
  let expected = 0;
  for (const [name, entry] of Object.entries(entries as Record<string, HeaderEntry>).sort(
    // One without elements ends where it starts, and the next starts there, too.
    (a, b) => offsetOf(a[1], 0) - offsetOf(b[1], 0) || offsetOf(a[1], 1) - offsetOf(b[1], 1),
  )) {
    const { dtype, values } = decodeTensor(name, entry, data, expected, refuse);
    expected = entry.data_offsets[1];
    tensors.push([name, { dtype, shape: entry.shape, values }]);
  }
  if (expected !== data.length)
    refuse(expected > data.length ? 'it ends inside its tensors' : 'bytes follow its last tensor');
  const { [checksumKey]: recorded, ...rest } = metadata;
  const displaced = recorded === undefined && Object.values(rest).some((text) => checksumPattern.test(text));
  if (
    displaced ||
    (recorded !== undefined && recorded !== checksum({ [metadataKey]: rest, ...entries }, data))
  )
    refuse('its checksum does not match, so it was damaged');
  return { tensors: Object.fromEntries(tensors), metadata: rest };
}

type Refuse = (reason: string, remedy?: string) => never;

/** Types of the format that hold numbers which are not read here. */
const otherTypes = /^(?:F64|F16|BF16|F8_\w+|[IU]8|[IU]16|U32|[IU]64|BOOL|C64)$/;

function isTextByName(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === 'string');
}

const offsetOf = (entry: HeaderEntry, place: 0 | 1) =>
  Array.isArray(entry?.data_offsets) ? Number(entry.data_offsets[place]) : 0;

function parseHeader(text: string, refuse: Refuse): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    refuse('its header is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    refuse('its header is not an object');
  const names = topLevelKeys(text);
  if (new Set(names).size !== names.length) refuse('its header names a tensor twice');
  return header as Record<string, unknown>;
}

/** Keys of the outermost object of valid JSON, duplicates included (JSON.parse keeps only the last). */
function topLevelKeys(text: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (character === '"') {
      const start = i;
      for (i++; text[i] !== '"'; i++) if (text[i] === '\\') i++;
      if (depth === 1 && /^\s*:/.test(text.slice(i + 1, i + 64)))
        keys.push(JSON.parse(text.slice(start, i + 1)) as string);
    }
  }
  return keys;
}

function decodeTensor(
  name: string,
  entry: HeaderEntry,
  data: Buffer,
  expected: number,
  refuse: Refuse,
): { dtype: 'float32' | 'int32'; values: Float32Array | Int32Array } {
  const found = Object.entries(formatNames).find(([, format]) => format === entry?.dtype);
  if (!found)
    return refuse(
      `tensor '${name}' has type ${JSON.stringify(entry?.dtype)}, and only F32 and I32 are read`,
      otherTypes.test(entry?.dtype) ? 'write it as F32 or I32 where it was made' : undefined,
    );
  const dtype = found[0] as 'float32' | 'int32';
  const { shape, data_offsets: offsets } = entry;
  if (!Array.isArray(shape) || !shape.every(isWhole)) return refuse(`tensor '${name}' has no valid shape`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isWhole))
    return refuse(`tensor '${name}' has no valid data_offsets`);
  const [from, to] = offsets;
  const size = shape.reduce((product, side) => product * side, 1);
  if (from !== expected) return refuse(`tensor '${name}' leaves a hole or overlaps another`);
  if (to - from !== size * 4)
    return refuse(`tensor '${name}' of shape [${shape.join()}] does not fill its ${to - from} bytes`);
  if (to > data.length) return refuse('it ends inside its tensors');
  // A copy, since the data need not be aligned in the file's buffer.
  const bytes = Uint8Array.from(data.subarray(from, to));
  return {
    dtype,
    values: dtype === 'float32' ? new Float32Array(bytes.buffer) : new Int32Array(bytes.buffer),
  };
}
