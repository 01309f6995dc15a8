import type { SelectionMethod } from './selectCorpus';
import { uniformOf } from './wordHashes';

/** Selects at random: the control that every other method must beat. */
export function randomSelection({ seed }: { readonly seed: number }): SelectionMethod {
  return {
    name: 'random',
    fit: async () => (candidate) => uniformOf(candidate.key, seed),
  };
}
