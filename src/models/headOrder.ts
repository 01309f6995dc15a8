/** In which order the attention heads of an encoder are removed, and which are left. */
import { seededRandom } from '../data/seededRandom';
import { LabError } from '../errors';
import type { KeptHeads } from './prunedHeads';

/** A number for every head, [layers][heads]. */
export type HeadScores = readonly (readonly number[])[];

/** Each layer's scores divided by their l2 norm (Michel, Levy & Neubig 2019, section 4.1); all zero stay zero. */
export function normalisedByLayer(scores: HeadScores): number[][] {
  return scores.map((layer) => {
    const norm = Math.hypot(...layer);
    return layer.map((score) => (norm > 0 ? score / norm : 0));
  });
}

/** Indices layer * heads + head, the lowest score first; of equal ones the earlier. */
export function lowestFirst(scores: HeadScores): number[] {
  const flat = scores.flat();
  return [...flat.keys()].sort((a, b) => flat[a]! - flat[b]! || a - b);
}

/** All heads in an order drawn by a seed. */
export function randomOrder(layers: number, heads: number, seed: string): number[] {
  return seededRandom(`heads/${seed}`).shuffle([...Array(layers * heads).keys()]);
}

/**
 * What stays when a share of all heads goes, the first of the order first; rounded to whole heads.
 * @param order indices layer * heads + head, each once
 * @param share 0 to 1
 * @throws LabError for another share, or an order that does not name every head once
 */
export function keptHeads(
  { layers, heads }: { readonly layers: number; readonly heads: number },
  order: readonly number[],
  share: number,
): KeptHeads {
  const count = layers * heads;
  if (!(share >= 0 && share <= 1))
    throw new LabError(`The share of heads to remove is ${share}; give a number from 0 to 1.`);
  const named = new Set(order.filter((index) => Number.isInteger(index) && index >= 0 && index < count));
  if (order.length !== count || named.size !== count)
    throw new LabError(
      `The order names ${named.size} of the ${count} heads in ${order.length} places; name each once.`,
    );
  const removed = new Set(order.slice(0, Math.round(share * count)));
  return Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: heads }, (_, head) => !removed.has(layer * heads + head)),
  );
}
