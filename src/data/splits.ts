import { LabError } from '../errors';
import { seededRandom } from './seededRandom';

/** How many labelled examples (all, where no example has a label) to hold out. */
export interface HeldOutSizes {
  readonly dev: number;
  readonly test: number;
}

export interface SplitOptions {
  readonly sizes: HeldOutSizes;
  readonly seed: number;
}

export type SplitName = 'train' | 'dev' | 'test';

/**
 * Parts examples into train, dev and test by cluster: a whole cluster goes to one split.
 * Held-out sizes are met class by class in proportion to the class. Clusters that hold an example without a label next
 * to labelled ones stay in train, so that everything outside dev and test may serve for pretraining.
 * @param labels label of each example, undefined where it has none
 * @param clusterOf number of each example's cluster
 * @returns the split of each example
 * @throws LabError when the sizes cannot be met
 */
export function clusterSplit(
  labels: readonly (string | undefined)[],
  clusterOf: readonly number[] | Uint32Array,
  { sizes, seed }: SplitOptions,
): SplitName[] {
  const anyLabel = labels.some((label) => label !== undefined);
  const classOf = (index: number) => (anyLabel ? labels[index] : '');
  const clusters = new Map<number, number[]>();
  clusterOf.forEach((cluster, index) => {
    const members = clusters.get(cluster);
    if (members) members.push(index);
    else clusters.set(cluster, [index]);
  });
  const total = new Map<string, number>();
  for (let index = 0; index < labels.length; index++) {
    const name = classOf(index);
    if (name !== undefined) total.set(name, (total.get(name) ?? 0) + 1);
  }
  const split: SplitName[] = labels.map(() => 'train');
  const free = seededRandom(`splits/${seed}`).shuffle(
    [...clusters.values()].filter((members) => members.every((member) => classOf(member) !== undefined)),
  );
  for (const name of ['test', 'dev'] as const) {
    const left = proportionalQuotas(total, sizes[name]);
    for (let position = 0; position < free.length; position++) {
      const members = free[position]!;
      const needed = new Map<string, number>();
      for (const member of members) {
        const label = classOf(member)!;
        needed.set(label, (needed.get(label) ?? 0) + 1);
      }
      if (members.length === 0 || [...needed].some(([label, count]) => count > left.get(label)!)) continue;
      for (const [label, count] of needed) left.set(label, left.get(label)! - count);
      for (const member of members) split[member] = name;
      free[position] = [];
    }
    const missing = [...left.values()].reduce((sum, count) => sum + count, 0);
    // Clusters of many members leave a few places free; much more means that the data cannot be parted this way.
    if (missing > Math.max(1, sizes[name] * 0.02)) {
      throw new LabError(
        `A ${name} split of ${sizes[name]} examples cannot be cut without parting near duplicates (${missing} are missing): ` +
          'ask for a smaller split or raise nearDuplicateThreshold in the card.',
      );
    }
  }
  return split;
}

/** Shares of `size` in proportion to the classes, whole numbers that add up to it (largest remainders). */
export function proportionalQuotas(total: ReadonlyMap<string, number>, size: number): Map<string, number> {
  const all = [...total.values()].reduce((sum, count) => sum + count, 0);
  const shares = [...total].map(([label, count]) => ({ label, exact: all === 0 ? 0 : (size * count) / all }));
  const quotas = new Map(shares.map(({ label, exact }) => [label, Math.floor(exact)]));
  let left = Math.min(size, all) - [...quotas.values()].reduce((sum, quota) => sum + quota, 0);
  const byRemainder = [...shares].sort(
    (a, b) => (b.exact % 1) - (a.exact % 1) || (a.label < b.label ? -1 : 1),
  );
  for (const { label } of byRemainder) {
    if (left <= 0) break;
    quotas.set(label, quotas.get(label)! + 1);
    left--;
  }
  return quotas;
}
