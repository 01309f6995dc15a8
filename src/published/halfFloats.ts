/** Numbers of 16 bits, as they are stored in files, made into float32. */

let table: Float32Array | undefined;

/** All 65,536 values of IEEE 754 binary16, by their bits. */
function halfTable(): Float32Array {
  if (table) return table;
  table = new Float32Array(2 ** 16);
  for (let bits = 0; bits < table.length; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 31) table[bits] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    else if (exponent === 0) table[bits] = sign * fraction * 2 ** -24;
    else table[bits] = sign * (1024 + fraction) * 2 ** (exponent - 25);
  }
  return table;
}

/** One binary16 number from its bits. */
export function fromFloat16(bits: number): number {
  return halfTable()[bits]!;
}

/** binary16, bits in, float32 out. */
export function fromFloat16s(bits: Uint16Array): Float32Array {
  const values = halfTable();
  return Float32Array.from(bits, (one) => values[one]!);
}

/** bfloat16 is the upper half of a float32. */
export function fromBfloat16s(bits: Uint16Array): Float32Array {
  const words = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) words[i] = bits[i]! << 16;
  return new Float32Array(words.buffer);
}
