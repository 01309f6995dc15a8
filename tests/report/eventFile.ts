/** Reads TensorBoard's event files back, sharing no code with what writes them. */
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { expect } from 'vitest';

/** A message as its fields in order: numbers for varints and fixed widths, bytes for the rest. */
export type Fields = (readonly [field: number, value: number | Uint8Array])[];

/** CRC-32C bit by bit (RFC 3720, section 12.1). */
export function slowChecksum(data: Uint8Array): number {
  let register = 0xffffffffn;
  for (const byte of data) {
    register ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++)
      register = register & 1n ? (register >> 1n) ^ 0x82f63b78n : register >> 1n;
  }
  return Number(register ^ 0xffffffffn);
}

/** TensorFlow's mask: rotated right by 15 bits, plus a constant. */
const masked = (crc: number) =>
  Number(((BigInt(crc) >> 15n) + ((BigInt(crc) << 17n) & 0xffffffffn) + 0xa282ead8n) & 0xffffffffn);

/** The records of a file; both checksums of each are checked. */
export function records(file: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    expect(file.readUInt32LE(at + 8)).toBe(masked(slowChecksum(file.subarray(at, at + 8))));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(file.readUInt32LE(at + 12 + length)).toBe(masked(slowChecksum(data)));
    found.push(data);
    at += 16 + length;
  }
  return found;
}

/** Decodes one message's fields; of the 4-byte ones all are floats here, of the 8-byte ones doubles. */
export function fields(data: Uint8Array): Fields {
  const reader = new BinaryReader(data);
  const found: Fields = [];
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    if (type === 0) found.push([field, Number(reader.int64())]);
    else if (type === 1) found.push([field, reader.double()]);
    else if (type === 5) found.push([field, reader.float()]);
    else found.push([field, reader.bytes()]);
  }
  return found;
}

/** The value at a path of field numbers. */
export function at(data: Uint8Array, ...path: number[]): number | string | Uint8Array | undefined {
  let value: number | Uint8Array | undefined = data;
  for (const field of path) {
    if (!(value instanceof Uint8Array)) return undefined;
    value = fields(value).find(([number]) => number === field)?.[1];
  }
  return value;
}

export const text = (value: unknown): string => Buffer.from(value as Uint8Array).toString('utf8');

/** Every scalar of a file: tag, step, value and time. */
export function scalars(file: Buffer): { tag: string; step: number; value: number; wallTime: number }[] {
  return records(file).flatMap((event) => {
    const value = at(event, 5, 1, 2);
    if (typeof value !== 'number') return [];
    expect(text(at(event, 5, 1, 9, 1, 1))).toBe('scalars');
    return [
      {
        tag: text(at(event, 5, 1, 1)),
        step: at(event, 2) as number,
        value,
        wallTime: at(event, 1) as number,
      },
    ];
  });
}
