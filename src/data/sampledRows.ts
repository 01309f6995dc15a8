import { seededRandom } from './seededRandom';

/** A random sample of row numbers fixed by its seed, or all in order if the limit is not below the whole. */
export function sampledRows(count: number, limit: number, seed: string): number[] {
  const rows = Array.from({ length: count }, (_, row) => row);
  return limit >= count ? rows : seededRandom(seed).shuffle(rows).slice(0, limit);
}
