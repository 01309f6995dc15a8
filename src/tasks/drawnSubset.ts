import { seededRandom } from '../data/seededRandom';
import { LabError } from '../errors';

/**
 * Indices of so many examples of a pool, drawn at random by a seed. Draws of one seed are nested: what is among the first
 * 50 is among the first 500, so that a learning curve differs in added examples only.
 * @param noun what is drawn, in the plural, for the refusal: 'labelled sentences'
 * @throws LabError for a count that is no whole number above zero, or that the pool does not have
 */
export function drawnSubset(pool: number, amount: number | 'all', seed: number, noun: string): number[] {
  const order = Array.from({ length: pool }, (_, index) => index);
  if (amount === 'all') return order;
  if (!Number.isInteger(amount) || amount < 1 || amount > pool)
    throw new LabError(
      `${amount} ${noun} were asked for, and the pool has ${pool}: choose a whole number from 1 to ${pool}.`,
    );
  return seededRandom(`drawn ${noun}/${seed}`).shuffle(order).slice(0, amount);
}
