import { LabError } from '../errors';
import { seededRandom } from './seededRandom';
import type { SplitName, SplitOptions } from './splits';

/**
 * Groups that share a near-duplicate cluster become one.
 * @param groups number of each image's group; @param clusters number of each image's near-duplicate cluster
 * @returns a group number for each image
 */
export function joinedGroups(groups: ArrayLike<number>, clusters: readonly number[]): number[] {
  const parent = new Map<number, number>();
  const rootOf = (group: number) => {
    let root = group;
    while ((parent.get(root) ?? root) !== root) root = parent.get(root)!;
    return root;
  };
  const firstOfCluster = new Map<number, number>();
  clusters.forEach((cluster, index) => {
    const group = groups[index]!;
    const first = firstOfCluster.get(cluster);
    if (first === undefined) firstOfCluster.set(cluster, group);
    else parent.set(rootOf(group), rootOf(first));
  });
  return clusters.map((_, index) => rootOf(groups[index]!));
}

/**
 * Parts examples into train, dev and test by whole groups: first test, then dev take groups in a random order, each one that
 * still fits within 5 % above the size asked for, until the size is reached or no group fits.
 * @param labels label of each example; @param groups number of each example's group
 * @returns the split of each example
 * @throws LabError when a split that was asked for comes out more than a tenth too small or lacks a label, or training does
 */
export function groupSplit(
  labels: readonly string[],
  groups: readonly number[],
  { sizes, seed }: SplitOptions,
): SplitName[] {
  const members = new Map<number, number[]>();
  groups.forEach((group, index) => {
    const known = members.get(group);
    if (known) known.push(index);
    else members.set(group, [index]);
  });
  const split: SplitName[] = labels.map(() => 'train');
  const free = new Set(seededRandom(`splits/${seed}`).shuffle([...members.keys()]));
  const all = new Set(labels);
  for (const name of ['test', 'dev'] as const) {
    let taken = 0;
    for (const group of free) {
      const own = members.get(group)!;
      if (taken >= sizes[name]) break;
      if (taken + own.length > sizes[name] * 1.05) continue;
      for (const index of own) split[index] = name;
      taken += own.length;
      free.delete(group);
    }
    if (taken < sizes[name] * 0.9)
      throw new LabError(
        `A ${name} split of ${sizes[name]} images cannot be cut of whole groups (it would have ${taken}): ask for another size in the card.`,
      );
  }
  for (const name of ['train', 'dev', 'test'] as const) {
    if (name !== 'train' && sizes[name] === 0) continue;
    const present = new Set(labels.filter((_, index) => split[index] === name));
    const lacking = [...all].find((label) => !present.has(label));
    if (lacking !== undefined)
      throw new LabError(
        `Cut by whole groups, the ${name} split holds no '${lacking}': ask for other sizes or another seed in the card.`,
      );
  }
  return split;
}
