/** GGUF files of version 3, written from the specification. */

export interface GgufTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** ggml's number of the type. */
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** The specification's numbers of types of facts. */
type Fact =
  | { readonly unsigned: number }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly unsigneds: readonly number[] }
  | { readonly texts: readonly string[] };

const plainFacts: Readonly<Record<string, Fact>> = {
  'general.architecture': { text: 'other' },
  'llama.block_count': { unsigned: 30 },
  tokens: { texts: ['a', 'ÿ'] },
};

export function gguf(
  tensors: readonly GgufTensor[],
  facts: Readonly<Record<string, Fact>> = plainFacts,
): Buffer {
  const unsigned = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const float = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(value);
    return bytes;
  };
  const long = (value: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
  };
  const text = (value: string) => Buffer.concat([long(Buffer.byteLength(value)), Buffer.from(value)]);
  const fact = (value: Fact) => {
    if ('unsigned' in value) return [unsigned(4), unsigned(value.unsigned)];
    if ('float' in value) return [unsigned(6), float(value.float)];
    if ('text' in value) return [unsigned(8), text(value.text)];
    if ('unsigneds' in value)
      return [unsigned(9), unsigned(4), long(value.unsigneds.length), ...value.unsigneds.map(unsigned)];
    return [unsigned(9), unsigned(8), long(value.texts.length), ...value.texts.map(text)];
  };
  let offset = 0;
  const infos: Buffer[] = [];
  const data: Buffer[] = [];
  for (const { name, shape, type, bytes } of tensors) {
    const sides = [...shape].reverse().map(long);
    infos.push(Buffer.concat([text(name), unsigned(shape.length), ...sides, unsigned(type), long(offset)]));
    const padded = Buffer.concat([bytes, Buffer.alloc((32 - (bytes.length % 32)) % 32)]);
    offset += padded.length;
    data.push(padded);
  }
  const named = Object.entries(facts).flatMap(([name, value]) => [text(name), ...fact(value)]);
  const counts = [long(tensors.length), long(Object.keys(facts).length)];
  const head = Buffer.concat([Buffer.from('GGUF'), unsigned(3), ...counts, ...named, ...infos]);
  return Buffer.concat([head, Buffer.alloc((32 - (head.length % 32)) % 32), ...data]);
}
