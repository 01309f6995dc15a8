/** chrF (Popovic 2015) and chrF++ (Popovic 2017): F-scores of character runs, with the same values as sacreBLEU. */
import { LabError } from '../errors';
import { sacreBleuVersion } from './bleu';
import type { References, TextMetric } from './metric';
import { codePoints, splitWords } from './pythonText';
import { checkedReferences, referenceCount } from './textChecks';

export interface ChrFOptions {
  /** Longest run of characters. Default 6. */
  readonly characterOrder?: number;
  /** Longest run of words: 0 is chrF, 2 is chrF++. Default 0. */
  readonly wordOrder?: number;
  /** Recall counts beta times as much as precision. Default 2. */
  readonly beta?: number;
  /** Default false: case counts. */
  readonly lowerCase?: boolean;
  /** Whether runs of characters include white space. Default false. */
  readonly whiteSpace?: boolean;
}

export interface ChrF {
  /** 0 to 100. */
  readonly score: number;
  /** sacreBLEU's signature of the settings, by which a score is quoted. */
  readonly signature: string;
}

/** Runs of one length: in the output, in the reference, and in both. */
interface Counts {
  readonly output: number;
  readonly reference: number;
  readonly both: number;
}

/**
 * chrF of a corpus: runs are counted over all outputs together, each against the reference that suits it best.
 * @param outputs detokenised text, a sentence each
 * @param references of each output, one or several
 * @throws LabError for no outputs, outputs without references, or orders that are not whole
 */
export function corpusChrF(
  outputs: readonly string[],
  references: readonly References[],
  options: ChrFOptions = {},
): ChrF {
  const { characterOrder = 6, wordOrder = 0, beta = 2, lowerCase = false, whiteSpace = false } = options;
  for (const order of [characterOrder, wordOrder]) {
    if (!(Number.isInteger(order) && order >= 0)) {
      throw new LabError(`chrF cannot count runs of up to ${order}; take a whole number of 0 or more.`);
    }
  }
  if (characterOrder + wordOrder === 0) throw new LabError('chrF needs runs of characters or of words.');
  if (!(beta > 0 && Number.isFinite(beta))) {
    throw new LabError(`chrF cannot weigh recall by ${beta}; take a number above 0, 2 for the usual score.`);
  }
  const lists = checkedReferences(outputs, references);
  const runsOf = (text: string) => {
    const own = lowerCase ? text.toLowerCase() : text;
    const characters = codePoints(whiteSpace ? own : splitWords(own).join(''));
    const words = wordOrder > 0 ? wordsAndPunctuation(own) : [];
    return [
      ...Array.from({ length: characterOrder }, (_, n) => runs(characters, n + 1, '')),
      ...Array.from({ length: wordOrder }, (_, n) => runs(words, n + 1, ' ')),
    ];
  };
  const sums = Array.from({ length: characterOrder + wordOrder }, () => ({
    output: 0,
    reference: 0,
    both: 0,
  }));
  outputs.forEach((output, k) => {
    const own = runsOf(output);
    let best: Counts[] = [];
    let highest = -1;
    for (const reference of lists[k].map(runsOf)) {
      const counts = own.map((found, n) => compared(found, reference[n]));
      const score = fScore(counts, beta);
      if (score > highest) [best, highest] = [counts, score];
    }
    best.forEach((counts, n) => {
      sums[n].output += counts.output;
      sums[n].reference += counts.reference;
      sums[n].both += counts.both;
    });
  });
  return {
    score: Math.min(100, fScore(sums, beta)),
    signature: [
      `nrefs:${referenceCount(lists)}`,
      `case:${lowerCase ? 'lc' : 'mixed'}`,
      'eff:yes',
      `nc:${characterOrder}`,
      `nw:${wordOrder}`,
      `space:${whiteSpace ? 'yes' : 'no'}`,
      `version:${sacreBleuVersion}`,
    ].join('|'),
  };
}

/** chrF of one output. */
export function sentenceChrF(output: string, references: References, options: ChrFOptions = {}): ChrF {
  return corpusChrF([output], [references], options);
}

function runs(units: readonly string[], n: number, separator: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + n <= units.length; start++) {
    const run = units.slice(start, start + n).join(separator);
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}

function compared(output: ReadonlyMap<string, number>, reference: ReadonlyMap<string, number>): Counts {
  let [inOutput, inReference, both] = [0, 0, 0];
  for (const [run, count] of output) {
    inOutput += count;
    both += Math.min(count, reference.get(run) ?? 0);
  }
  for (const count of reference.values()) inReference += count;
  // Runs longer than the reference cannot be hit, and do not count as missed.
  return { output: inReference > 0 ? inOutput : 0, reference: inReference, both };
}

/** F-score in percent of precision and recall averaged over the lengths of run that both sides have. */
function fScore(counts: readonly Counts[], beta: number): number {
  const used = counts.filter(({ output, reference }) => output > 0 && reference > 0);
  const precision = used.reduce((sum, { both, output }) => sum + both / output, 0) / used.length;
  const recall = used.reduce((sum, { both, reference }) => sum + both / reference, 0) / used.length;
  if (!(precision + recall > 0)) return 0;
  return (100 * (1 + beta ** 2) * precision * recall) / (beta ** 2 * precision + recall);
}

const punctuation = new Set('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~');

/** Words with one mark of punctuation parted from their end or, failing that, from their start (Popovic's script). */
function wordsAndPunctuation(text: string): string[] {
  return splitWords(text).flatMap((word) => {
    const characters = codePoints(word);
    if (characters.length === 1) return [word];
    if (punctuation.has(characters.at(-1)!)) return [characters.slice(0, -1).join(''), characters.at(-1)!];
    if (punctuation.has(characters[0])) return [characters[0], characters.slice(1).join('')];
    return [word];
  });
}

export const chrF = {
  name: 'chrF',
  title: 'chrF',
  unit: '',
  higherIsBetter: true,
  range: [0, 100],
  tasks: ['translation'],
  needs: 'texts',
  reference: `sacreBLEU ${sacreBleuVersion}, corpus_chrf`,
  chance:
    'has no fixed level: any text of the language shares short runs of characters; compare with a constant answer',
  compute: (outputs, references) => corpusChrF(outputs, references).score,
} as const satisfies TextMetric;

export const chrFPlusPlus = {
  ...chrF,
  name: 'chrFPlusPlus',
  title: 'chrF++',
  reference: `sacreBLEU ${sacreBleuVersion}, corpus_chrf(word_order=2)`,
  compute: (outputs, references) => corpusChrF(outputs, references, { wordOrder: 2 }).score,
} as const satisfies TextMetric;
