/** Bags of hashed n-grams: the features that importance resampling and n-gram divergences count. */
import { LabError } from '../errors';
import { mixed, pairHash } from './wordHashes';

/** Calls `visit` with the bucket of each word, and of each pair of neighbouring words where `pairs` is on. */
export function visitBuckets(
  words: Uint32Array,
  buckets: number,
  pairs: boolean,
  visit: (bucket: number) => void,
): void {
  for (let k = 0; k < words.length; k++) {
    visit(mixed(words[k]) % buckets);
    if (pairs && k > 0) visit(pairHash(words[k - 1], words[k]) % buckets);
  }
}

/** @throws LabError unless a whole number of at least 2 */
export function checkedBuckets(buckets: number): number {
  if (!Number.isInteger(buckets) || buckets < 2 || buckets > 2 ** 24)
    throw new LabError(`The number of buckets is ${buckets}; give a whole number from 2 to 16,777,216.`);
  return buckets;
}
