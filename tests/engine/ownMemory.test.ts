/** A tensor and the JavaScript array it was made from share no memory (scripts/addon/ownMemory.h). */
import { expect, it } from 'vitest';
import { DataType, nativeBackend } from '../../src/engine/binding';

/** Among so many arrays some lie at multiples of 64 bytes, which TensorFlow would take over. */
const arrays = 64;

it.each([
  ['float32', DataType.float32, Float32Array],
  ['int32', DataType.int32, Int32Array],
] as const)('a tensor of %s keeps its values when the array changes', (_, dtype, Numbers) => {
  const { binding } = nativeBackend();
  const size = 1000;
  for (let count = 0; count < arrays; count++) {
    // One buffer, looked at from sixteen places in turn: one of them is a multiple of 64 bytes.
    const values = new Numbers(new ArrayBuffer(4 * (size + 16)), 4 * (count % 16), size).fill(7);
    const id = binding.createTensor([size], dtype, values);
    values.fill(8);
    expect(new Set(Array.from(binding.tensorDataSync(id)))).toEqual(new Set([7]));
    binding.deleteTensor(id);
  }
});
