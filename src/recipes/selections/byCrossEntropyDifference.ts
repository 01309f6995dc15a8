import { crossEntropyDifference } from '../../adaptation/crossEntropyDifference';
import { selectCorpus } from '../../adaptation/selectCorpus';
import type { TextSelection } from '../selectedText';

/** By the difference of two language models (Moore & Lewis 2010). */
export const byCrossEntropyDifference: TextSelection<unknown> = {
  part: 'byCrossEntropyDifference',
  file: __filename,
  uses: [],
  select: ({ data, pool, budget, seed }) =>
    selectCorpus(pool, crossEntropyDifference({ target: data.inHand.texts, seed }), budget),
};
