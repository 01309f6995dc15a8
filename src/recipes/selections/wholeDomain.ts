import { randomSelection } from '../../adaptation/randomSelection';
import { selectCorpus } from '../../adaptation/selectCorpus';
import type { TextSelection } from '../selectedText';

/** Text of one domain alone, drawn at random. */
export function wholeDomain(domain: string): TextSelection<unknown> {
  return {
    part: `wholeDomain ${domain}`,
    file: __filename,
    uses: [],
    select: ({ data, budget, seed }) =>
      selectCorpus(data.domains[domain]!.texts, randomSelection({ seed }), budget),
  };
}
