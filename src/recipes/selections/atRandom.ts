import { randomSelection } from '../../adaptation/randomSelection';
import { selectCorpus } from '../../adaptation/selectCorpus';
import type { TextSelection } from '../selectedText';

/** Drawn at random from all domains. */
export const atRandom: TextSelection<unknown> = {
  part: 'atRandom',
  file: __filename,
  uses: [],
  select: ({ pool, budget, seed }) => selectCorpus(pool, randomSelection({ seed }), budget),
};
