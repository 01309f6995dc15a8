/**
 * GGUF files (ggml, gguf specification, versions 2 and 3): a head of named facts and tensors, then the tensors, most of
 * them in blocks with a scale. Little-endian.
 */
import * as fs from 'node:fs';
import { LabError } from '../errors';
import { readRange } from './fileRange';
import { fromBfloat16s, fromFloat16s } from './halfFloats';
import { blockLength, fromQ4Block, fromQ4OffsetBlock, fromQ8Block } from './quantisedBlocks';
import type { WeightFile } from './weightFile';

/** A fact of the head: sizes, names, the tokenizer's pieces. */
export type GgufFact = number | bigint | boolean | string | readonly GgufFact[];

export interface GgufFile extends WeightFile {
  /** 'llama.block_count' -> 30. */
  readonly facts: ReadonlyMap<string, GgufFact>;
}

/** A head above this is no head. */
const headLimit = 256 * 2 ** 20;
/** Read of the file at a time, while its head is taken apart. */
const pageLength = 2 ** 20;

interface Storage {
  readonly title: string;
  /** Bytes for so many numbers. */
  readonly bytes: number;
  readonly numbers: number;
  readonly toFloat32: (bytes: Uint8Array) => Float32Array;
}

const words = (bytes: Uint8Array) => new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);

/** ggml's numbers of types. */
const storages: ReadonlyMap<number, Storage> = new Map([
  [0, { title: 'F32', bytes: 4, numbers: 1, toFloat32: (bytes) => new Float32Array(bytes.buffer) }],
  [1, { title: 'F16', bytes: 2, numbers: 1, toFloat32: (bytes) => fromFloat16s(words(bytes)) }],
  [30, { title: 'BF16', bytes: 2, numbers: 1, toFloat32: (bytes) => fromBfloat16s(words(bytes)) }],
  [2, { title: 'Q4_0', bytes: 18, numbers: blockLength, toFloat32: fromQ4Block }],
  [3, { title: 'Q4_1', bytes: 20, numbers: blockLength, toFloat32: fromQ4OffsetBlock }],
  [8, { title: 'Q8_0', bytes: 34, numbers: blockLength, toFloat32: fromQ8Block }],
]);

type Refuse = (reason: string) => never;

/** @throws LabError for a file that is truncated, damaged, of another version, or in blocks that are not read */
export function openGguf(file: string): GgufFile {
  const refuse: Refuse = (reason) => {
    throw new LabError(`${file} is not a usable GGUF file: ${reason}; fetch it again.`);
  };
  const { size } = fs.statSync(file);
  const head = new Head(file, size, refuse);
  if (head.text(4) !== 'GGUF') refuse("it does not begin with 'GGUF'");
  const version = head.unsigned();
  if (version !== 2 && version !== 3) refuse(`it has version ${version}, and 2 and 3 are read`);
  const [tensorCount, factCount] = [head.count(), head.count()];
  if (tensorCount + factCount > size) refuse('it ends inside its head');
  const facts = new Map<string, GgufFact>();
  for (let k = 0; k < factCount; k++) facts.set(head.string(), head.fact(head.unsigned()));
  const described = Array.from({ length: tensorCount }, () => describedTensor(head, refuse));
  const alignment = facts.get('general.alignment') ?? 32;
  if (typeof alignment !== 'number' || alignment < 1 || !Number.isInteger(Math.log2(alignment)))
    refuse(`its alignment is ${String(alignment)}`);
  const begin = Math.ceil(head.position / Number(alignment)) * Number(alignment);
  const tensors = new Map(described.map((one) => [one.name, one] as const));
  if (tensors.size < described.length) refuse('it names a tensor twice');
  const cut = described.find(({ offset, bytes }) => begin + offset + bytes > size);
  if (cut) refuse(`it ends inside tensor '${cut.name}'`);
  return {
    facts,
    shapes: new Map(described.map(({ name, shape }) => [name, shape] as const)),
    read(name) {
      const { storage, offset, bytes } = tensors.get(name)!;
      const stored = new Uint8Array(new ArrayBuffer(bytes));
      if (!readRange(file, begin + offset, stored)) refuse('it ends inside its tensors');
      return storage.toFloat32(stored);
    },
  };
}

interface Described {
  readonly name: string;
  readonly shape: readonly number[];
  readonly storage: Storage;
  readonly offset: number;
  readonly bytes: number;
}

function describedTensor(head: Head, refuse: Refuse): Described {
  const name = head.string();
  const rank = head.unsigned();
  if (rank > 4) refuse(`tensor '${name}' has ${rank} dimensions`);
  // The first dimension of ggml is the one whose numbers are neighbours.
  const shape = Array.from({ length: rank }, () => head.count()).reverse();
  const type = head.unsigned();
  const storage = storages.get(type);
  if (!storage)
    return refuse(
      `tensor '${name}' is stored as type ${type}, and only ${[...storages.values()].map(({ title }) => title).join(', ')} are read`,
    );
  const offset = head.count();
  const numbers = shape.reduce((product, side) => product * side, 1);
  const row = shape.at(-1) ?? 1;
  if (row % storage.numbers !== 0) refuse(`rows of tensor '${name}' are not whole blocks`);
  const bytes = (numbers / storage.numbers) * storage.bytes;
  if (!Number.isSafeInteger(bytes)) refuse(`tensor '${name}' is too large`);
  return { name, shape, storage, offset, bytes };
}

/** The head of a file, read from its beginning, page by page. */
class Head {
  position = 0;
  private page = Buffer.alloc(0);
  private pageStart = 0;

  constructor(
    private readonly file: string,
    private readonly size: number,
    private readonly refuse: Refuse,
  ) {}

  private bytes(length: number): Buffer {
    const end = this.position + length;
    if (end > this.size) this.refuse('it ends inside its head');
    if (end > headLimit) this.refuse(`its head is longer than ${headLimit} bytes`);
    if (this.position < this.pageStart || end > this.pageStart + this.page.length) {
      this.pageStart = this.position;
      this.page = Buffer.alloc(Math.min(Math.max(pageLength, length), this.size - this.position));
      if (!readRange(this.file, this.position, this.page)) this.refuse('it ends inside its head');
    }
    const from = this.position - this.pageStart;
    this.position = end;
    return this.page.subarray(from, from + length);
  }

  text(length: number): string {
    return this.bytes(length).toString('utf8');
  }

  unsigned(): number {
    return this.bytes(4).readUInt32LE(0);
  }

  /** A count, size or offset of 64 bits that a file of this size can have. */
  count(): number {
    const value = this.bytes(8).readBigUInt64LE(0);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) this.refuse(`it counts to ${value}`);
    return Number(value);
  }

  string(): string {
    const length = this.count();
    if (length > this.size) this.refuse('it ends inside its head');
    return this.text(length);
  }

  /** @param type the specification's number of a fact's type */
  fact(type: number): GgufFact {
    switch (type) {
      case 0:
        return this.bytes(1).readUInt8(0);
      case 1:
        return this.bytes(1).readInt8(0);
      case 2:
        return this.bytes(2).readUInt16LE(0);
      case 3:
        return this.bytes(2).readInt16LE(0);
      case 4:
        return this.unsigned();
      case 5:
        return this.bytes(4).readInt32LE(0);
      case 6:
        return this.bytes(4).readFloatLE(0);
      case 7:
        return this.bytes(1).readUInt8(0) !== 0;
      case 8:
        return this.string();
      case 9:
        return this.list();
      case 10:
        return this.bytes(8).readBigUInt64LE(0);
      case 11:
        return this.bytes(8).readBigInt64LE(0);
      case 12:
        return this.bytes(8).readDoubleLE(0);
      default:
        return this.refuse(`a fact of it has type ${type}`);
    }
  }

  private list(): GgufFact[] {
    const type = this.unsigned();
    // Lists of lists could nest as deep as the file is long.
    if (type === 9) this.refuse('a list of it holds lists');
    const length = this.count();
    if (length > this.size) this.refuse('it ends inside its head');
    return Array.from({ length }, () => this.fact(type));
  }
}
