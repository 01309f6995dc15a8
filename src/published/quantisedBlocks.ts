/** Weights in blocks of 32 that share a scale, as llama.cpp's GGML stores them (ggml-common.h), made into float32. */
import { fromFloat16 } from './halfFloats';

/** Numbers in a block. */
export const blockLength = 32;
const half = blockLength / 2;

/** Q4_0: scale d (binary16), 32 numbers q of four bits; d (q - 8). Low nibbles are the first half of the block. */
export function fromQ4Block(bytes: Uint8Array): Float32Array {
  return fromNibbles(bytes, 2, (at, view) => {
    const scale = fromFloat16(view.getUint16(at, true));
    return [scale, -8 * scale];
  });
}

/** Q4_1: scale d and least value m (binary16), 32 numbers q of four bits; d q + m. */
export function fromQ4OffsetBlock(bytes: Uint8Array): Float32Array {
  return fromNibbles(bytes, 4, (at, view) => [
    fromFloat16(view.getUint16(at, true)),
    fromFloat16(view.getUint16(at + 2, true)),
  ]);
}

function fromNibbles(
  bytes: Uint8Array,
  head: number,
  scaling: (at: number, view: DataView) => [scale: number, offset: number],
): Float32Array {
  const stride = head + half;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array((bytes.length / stride) * blockLength);
  for (let at = 0, out = 0; at < bytes.length; at += stride, out += blockLength) {
    const [scale, offset] = scaling(at, view);
    for (let j = 0; j < half; j++) {
      const pair = bytes[at + head + j]!;
      values[out + j] = scale * (pair & 15) + offset;
      values[out + j + half] = scale * (pair >> 4) + offset;
    }
  }
  return values;
}

/** Q8_0: scale d (binary16), 32 signed bytes q; d q. */
export function fromQ8Block(bytes: Uint8Array): Float32Array {
  const stride = 2 + blockLength;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array((bytes.length / stride) * blockLength);
  for (let at = 0, out = 0; at < bytes.length; at += stride, out += blockLength) {
    const scale = fromFloat16(view.getUint16(at, true));
    for (let j = 0; j < blockLength; j++) values[out + j] = scale * view.getInt8(at + 2 + j);
  }
  return values;
}
