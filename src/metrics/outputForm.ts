/** What is counted of written outputs beside n-grams: equal ones, their length, and those stuck in a repetition. */
import { LabError } from '../errors';
import { corpusBleu } from './bleu';
import { bleuWords } from './bleuTokenizer';
import type { TextMetric } from './metric';
import { checkedReferences } from './textChecks';

const texts = { unit: '', tasks: ['translation'], needs: 'texts' } as const;

/** Share of outputs that equal one of their references, character by character. */
export const exactMatch = {
  ...texts,
  name: 'exactMatch',
  title: 'Exact match',
  higherIsBetter: true,
  range: [0, 1],
  reference: 'the share of outputs equal to a reference; no white space, case or punctuation is put aside',
  chance: 'the share of the most frequent reference',
  compute: (outputs, references) => {
    const lists = checkedReferences(outputs, references);
    return lists.filter((own, k) => own.includes(outputs[k])).length / outputs.length;
  },
} as const satisfies TextMetric;

/** Words of the outputs by words of the references (of several, the nearest in length). 1 is right. */
export const lengthRatio = {
  ...texts,
  name: 'lengthRatio',
  title: 'Length ratio',
  higherIsBetter: undefined,
  target: 1,
  range: [0, Number.POSITIVE_INFINITY],
  reference: "sacreBLEU 2.6.0, the 'ratio' of corpus_bleu",
  chance: 'has no meaning: an output of the usual length has it',
  compute: (outputs, references) => {
    const { outputLength, referenceLength } = corpusBleu(outputs, references);
    if (referenceLength === 0) {
      throw new LabError('All references are empty, so that there is no ratio of lengths; give some text.');
    }
    return outputLength / referenceLength;
  },
} as const satisfies TextMetric;

/** Times that a block of words stands in a row before an output counts as stuck. */
const copies = 3;

/**
 * Share of outputs that repeat: a block of one or more words stands three times or more in a row, as in "to the to the to
 * the" or "very very very", while none of the output's references does the like. Words are those of BLEU's tokenizer 13a.
 */
export const repetitionRate = {
  ...texts,
  name: 'repetitionRate',
  title: 'Share of outputs that repeat',
  higherIsBetter: false,
  range: [0, 1],
  reference: 'a block of words three times in a row that no reference has; the definition is ours',
  chance: 'has no meaning: a constant answer need not repeat',
  compute: (outputs, references) => {
    const lists = checkedReferences(outputs, references);
    return lists.filter((own, k) => repeats(outputs[k]) && !own.some(repeats)).length / outputs.length;
  },
} as const satisfies TextMetric;

/** Whether some block of words stands three times in a row. */
export function repeats(text: string): boolean {
  const words = bleuWords(text, '13a');
  for (let block = 1; block * copies <= words.length; block++) {
    // Words in a row that equal the one a block before; two blocks of such are the second and third copy.
    let equal = 0;
    for (let k = block; k < words.length; k++) {
      equal = words[k] === words[k - block] ? equal + 1 : 0;
      if (equal === block * (copies - 1)) return true;
    }
  }
  return false;
}
