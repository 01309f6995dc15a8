/** Float64 matrix products, for classical models whose optimum is wanted to more digits than float32 has. */
import { kernelLibrary, nativeKernels } from './native';

/** Inner product of `length` elements of `a` from `startA` and of `b` from `startB`, summed in their order. */
export function dotRows(
  a: Float64Array,
  startA: number,
  b: Float64Array,
  startB: number,
  length: number,
): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += a[startA + k] * b[startB + k];
  return sum;
}

/**
 * Products of all pairs of rows: out[i * rowsB + j] = sum over k of a[i * shared + k] * b[j * shared + k], that is
 * A Bᵀ for A [rowsA, shared] and B [rowsB, shared]; in the lab's own library where there is one, else in JavaScript.
 */
export function multiplyByTransposed(
  a: Float64Array,
  rowsA: number,
  b: Float64Array,
  rowsB: number,
  shared: number,
  out: Float64Array,
): void {
  if (nativeKernels && kernelLibrary) kernelLibrary.multiplyByTransposed(a, rowsA, b, rowsB, shared, out);
  else multiplyInJavaScript(a, rowsA, b, rowsB, shared, out);
}

/** Two rows by four are summed at a time, in eight local variables. */
const multiplyInJavaScript: typeof multiplyByTransposed = (a, rowsA, b, rowsB, shared, out) => {
  let i = 0;
  for (; i + 1 < rowsA; i += 2) {
    const [a0, a1] = [i * shared, (i + 1) * shared];
    let j = 0;
    for (; j + 3 < rowsB; j += 4) {
      const b0 = j * shared;
      const b1 = b0 + shared;
      const b2 = b1 + shared;
      const b3 = b2 + shared;
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      for (let k = 0; k < shared; k++) {
        const x = a[a0 + k];
        const y = a[a1 + k];
        const p = b[b0 + k];
        const q = b[b1 + k];
        const r = b[b2 + k];
        const s = b[b3 + k];
        s00 += x * p;
        s01 += x * q;
        s02 += x * r;
        s03 += x * s;
        s10 += y * p;
        s11 += y * q;
        s12 += y * r;
        s13 += y * s;
      }
      const o0 = i * rowsB + j;
      const o1 = o0 + rowsB;
      out[o0] = s00;
      out[o0 + 1] = s01;
      out[o0 + 2] = s02;
      out[o0 + 3] = s03;
      out[o1] = s10;
      out[o1 + 1] = s11;
      out[o1 + 2] = s12;
      out[o1 + 3] = s13;
    }
    for (; j < rowsB; j++) {
      out[i * rowsB + j] = dotRows(a, a0, b, j * shared, shared);
      out[(i + 1) * rowsB + j] = dotRows(a, a1, b, j * shared, shared);
    }
  }
  if (i < rowsA) {
    for (let j = 0; j < rowsB; j++) out[i * rowsB + j] = dotRows(a, i * shared, b, j * shared, shared);
  }
};
