import { importanceResampling } from '../../adaptation/importanceResampling';
import { selectCorpus } from '../../adaptation/selectCorpus';
import type { TextSelection } from '../selectedText';

/** By importance resampling (DSIR; Xie et al. 2023). The few texts in hand get one pseudo-count a feature. */
export const byImportanceResampling: TextSelection<unknown> = {
  part: 'byImportanceResampling',
  file: __filename,
  uses: [],
  select: ({ data, pool, budget, seed }) =>
    selectCorpus(
      pool,
      importanceResampling({ target: data.inHand.texts, seed, targetPseudocount: 1 }),
      budget,
    ),
};
