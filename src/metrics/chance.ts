/** What is known without a look at the input: how frequent each class is, and what follows from that. */
import { checkLabels } from './classChecks';

/** Share of examples with each label: [classes], sums to 1. */
export function labelShares(labels: ArrayLike<number>, classes: number): number[] {
  checkLabels(labels, classes);
  const shares = new Array<number>(classes).fill(0);
  for (let k = 0; k < labels.length; k++) shares[labels[k]]++;
  return shares.map((count) => count / labels.length);
}

/** Share of the most frequent class: the accuracy of always answering it. */
export function largestShare(shares: readonly number[]): number {
  return Math.max(...shares);
}

/** The classes that occur at all. */
export function presentShares(shares: readonly number[]): number[] {
  return shares.filter((share) => share > 0);
}

/** Entropy of the shares in nats: the loss of giving every example the labels' own frequencies. */
export function entropy(shares: readonly number[]): number {
  return -presentShares(shares).reduce((sum, share) => sum + share * Math.log(share), 0);
}

/** Chance that two things drawn at these shares are of one class. */
export function chanceOfEqual(shares: readonly number[]): number {
  return shares.reduce((sum, share) => sum + share * share, 0);
}
