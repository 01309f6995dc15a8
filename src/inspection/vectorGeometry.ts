/** How vectors of texts lie on the sphere: close for two views of one text, and spread out otherwise. */
import { LabError } from '../errors';

/** Each row to length 1. */
function unit(values: ArrayLike<number>, width: number): Float64Array {
  const result = Float64Array.from(values);
  for (let start = 0; start < result.length; start += width) {
    const norm = Math.hypot(...result.subarray(start, start + width)) || 1;
    for (let k = start; k < start + width; k++) result[k]! /= norm;
  }
  return result;
}

/**
 * Mean squared distance of the vectors of two views of one text, each of length 1 (Wang & Isola 2020, section 4.1.1, with
 * alpha 2): 0 where they are equal, at most 4.
 * @param first of one view [texts, width], row-major; @param second of the other, in the same order
 * @throws LabError where the two are not as many
 */
export function alignment(first: ArrayLike<number>, second: ArrayLike<number>, width: number): number {
  if (first.length !== second.length || first.length === 0 || first.length % width !== 0)
    throw new LabError(
      `${first.length} and ${second.length} numbers are no two lists of vectors of width ${width}: give a view of each text in both.`,
    );
  const [a, b] = [unit(first, width), unit(second, width)];
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k]! - b[k]!) ** 2;
  return sum / (a.length / width);
}

/**
 * Logarithm of the mean of exp(-2 d^2) over all pairs of texts, d the distance of their vectors of length 1 (Wang & Isola
 * 2020, section 4.1.2, with t 2): 0 where all are equal, lower the more evenly they are spread; never below -8.
 * @param vectors [texts, width], row-major
 * @throws LabError for fewer than two texts
 */
export function uniformity(vectors: ArrayLike<number>, width: number): number {
  const texts = vectors.length / width;
  if (!(texts >= 2 && Number.isInteger(texts)))
    throw new LabError(
      `${vectors.length} numbers are not the vectors of two texts or more of width ${width}.`,
    );
  const x = unit(vectors, width);
  let sum = 0;
  for (let i = 0; i < texts; i++)
    for (let j = 0; j < i; j++) {
      let square = 0;
      for (let k = 0; k < width; k++) square += (x[i * width + k]! - x[j * width + k]!) ** 2;
      sum += Math.exp(-2 * square);
    }
  return Math.log(sum / ((texts * (texts - 1)) / 2));
}
