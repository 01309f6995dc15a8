/** Features of sets that every trial looks at, kept while trials start from the same weights one after another. */
import type { DenseMatrix } from '../data/sparseMatrix';
import { onRelease } from '../form/release';

/** How many feature sets are kept. */
const most = 12;
const kept = new Map<string, DenseMatrix>();
onRelease(() => kept.clear());

/** The features of that name, computed once while they are kept. */
export function knownFeatures(name: string, compute: () => DenseMatrix): DenseMatrix {
  const known = kept.get(name);
  if (known) return known;
  if (kept.size >= most) kept.delete([...kept.keys()][0]!);
  const features = compute();
  kept.set(name, features);
  return features;
}
