/** BLEU (Papineni et al. 2002), with the same values as sacreBLEU (Post 2018). */
import { LabError } from '../errors';
import { type BleuTokenizer, bleuWords } from './bleuTokenizer';
import type { References, TextMetric } from './metric';
import { withoutTrailingSpace } from './pythonText';
import { checkedReferences, referenceCount } from './textChecks';

/** What a precision of 0 becomes; Chen & Cherry (2014) compare them. */
export type BleuSmoothing = 'exp' | 'floor' | 'add-k' | 'none';

export interface BleuOptions {
  /** Default '13a', as sacreBLEU. */
  readonly tokenizer?: BleuTokenizer;
  /** Default false: case counts. */
  readonly lowerCase?: boolean;
  /** 'exp' halves the precision of each further order without a match. Default 'exp', as sacreBLEU. */
  readonly smoothing?: BleuSmoothing;
  /** Of 'floor' the count in place of 0, of 'add-k' what is added to the counts of two words and more. Default 0.1 and 1. */
  readonly smoothingValue?: number;
  /** Leaves out the orders that the outputs are too short for. Default false for a corpus, true for a sentence. */
  readonly effectiveOrder?: boolean;
}

export interface Bleu {
  /** 0 to 100. */
  readonly score: number;
  /** Share of the outputs' n-grams that stand in a reference, n = 1 to 4, in percent, smoothed. */
  readonly precisions: readonly number[];
  /** 1 unless the outputs are shorter than the references. */
  readonly brevityPenalty: number;
  /** Words of the outputs, and of the reference nearest in length to each. */
  readonly outputLength: number;
  readonly referenceLength: number;
  /** sacreBLEU's signature of the settings, by which a score is quoted. */
  readonly signature: string;
}

const orders = 4;
const smoothingValues = { exp: undefined, floor: 0.1, 'add-k': 1, none: undefined } as const;

/** The release whose values these are; it stands in the signature. */
export const sacreBleuVersion = '2.6.0';

/**
 * BLEU of a corpus; n-grams are counted over all outputs together.
 * @param outputs detokenised text, a sentence each
 * @param references of each output, one or several
 * @throws LabError for no outputs, outputs without references, or settings that sacreBLEU does not have
 */
export function corpusBleu(
  outputs: readonly string[],
  references: readonly References[],
  options: BleuOptions = {},
): Bleu {
  const { tokenizer = '13a', lowerCase = false, smoothing = 'exp', effectiveOrder = false } = options;
  if (!['13a', 'none'].includes(tokenizer)) {
    throw new LabError(`BLEU has no tokenizer '${tokenizer}'; take 13a or none.`);
  }
  if (!Object.hasOwn(smoothingValues, smoothing)) {
    throw new LabError(
      `BLEU has no smoothing '${smoothing}'; take ${Object.keys(smoothingValues).join(', ')}.`,
    );
  }
  const smoothingValue = options.smoothingValue ?? smoothingValues[smoothing] ?? 0;
  if (!(smoothingValue >= 0 && Number.isFinite(smoothingValue))) {
    throw new LabError(`BLEU cannot smooth by ${smoothingValue}; take a number of 0 or more.`);
  }
  const lists = checkedReferences(outputs, references);
  const wordsOf = (text: string) =>
    bleuWords(withoutTrailingSpace(lowerCase ? text.toLowerCase() : text), tokenizer);
  const matched = new Array<number>(orders).fill(0);
  const total = new Array<number>(orders).fill(0);
  let [outputLength, referenceLength] = [0, 0];
  outputs.forEach((output, k) => {
    const words = wordsOf(output);
    const own = lists[k].map(wordsOf);
    outputLength += words.length;
    referenceLength += nearestLength(words.length, own);
    for (let n = 1; n <= orders; n++) {
      const limits = own.map((reference) => nGrams(reference, n));
      for (const [nGram, count] of nGrams(words, n)) {
        total[n - 1] += count;
        matched[n - 1] += Math.min(count, Math.max(...limits.map((limit) => limit.get(nGram) ?? 0)));
      }
    }
  });
  const brevityPenalty =
    outputLength >= referenceLength ? 1 : outputLength > 0 ? Math.exp(1 - referenceLength / outputLength) : 0;
  const { precisions, mean } = smoothed(matched, total, { smoothing, smoothingValue, effectiveOrder });
  const value = smoothingValues[smoothing] === undefined ? '' : `[${smoothingValue.toFixed(2)}]`;
  return {
    score: Math.min(100, brevityPenalty * mean),
    precisions,
    brevityPenalty,
    outputLength,
    referenceLength,
    signature: [
      `nrefs:${referenceCount(lists)}`,
      `case:${lowerCase ? 'lc' : 'mixed'}`,
      `eff:${effectiveOrder ? 'yes' : 'no'}`,
      `tok:${tokenizer}`,
      `smooth:${smoothing}${value}`,
      `version:${sacreBleuVersion}`,
    ].join('|'),
  };
}

/** BLEU of one output. Without effective order an output of three words scores next to nothing, whatever they are. */
export function sentenceBleu(output: string, references: References, options: BleuOptions = {}): Bleu {
  return corpusBleu([output], [references], { effectiveOrder: true, ...options });
}

/** How often each run of n words occurs. */
function nGrams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let start = 0; start + n <= words.length; start++) {
    const nGram = words.slice(start, start + n).join(' ');
    counts.set(nGram, (counts.get(nGram) ?? 0) + 1);
  }
  return counts;
}

/** Length of the reference nearest to the output's, the shorter of two that are. */
function nearestLength(length: number, references: readonly (readonly string[])[]): number {
  return references
    .map((reference) => reference.length)
    .reduce((best, own) => {
      const [nearer, farther] = [Math.abs(own - length), Math.abs(best - length)];
      return nearer < farther || (nearer === farther && own < best) ? own : best;
    });
}

/** Precisions in percent and their geometric mean, 0 where nothing matched. */
function smoothed(
  matched: readonly number[],
  total: readonly number[],
  settings: Required<Pick<BleuOptions, 'smoothing' | 'smoothingValue' | 'effectiveOrder'>>,
): { precisions: number[]; mean: number } {
  const { smoothing, smoothingValue, effectiveOrder } = settings;
  const precisions = new Array<number>(orders).fill(0);
  if (matched.every((count) => count === 0)) return { precisions, mean: 0 };
  let order: number = orders;
  let halving = 1;
  for (let n = 0; n < orders; n++) {
    const added = smoothing === 'add-k' && n > 0 ? smoothingValue : 0;
    const [right, all] = [matched[n] + added, total[n] + added];
    if (all === 0) break;
    if (effectiveOrder) order = n + 1;
    if (right > 0) precisions[n] = (100 * right) / all;
    else if (smoothing === 'exp') {
      halving *= 2;
      precisions[n] = 100 / (halving * all);
    } else if (smoothing === 'floor') precisions[n] = (100 * smoothingValue) / all;
  }
  const used = precisions.slice(0, order);
  if (used.includes(0)) return { precisions, mean: 0 };
  return { precisions, mean: Math.exp(used.reduce((sum, value) => sum + Math.log(value), 0) / order) };
}

export const bleu = {
  name: 'bleu',
  title: 'BLEU',
  unit: '',
  higherIsBetter: true,
  range: [0, 100],
  tasks: ['translation'],
  needs: 'texts',
  reference: `sacreBLEU ${sacreBleuVersion}, corpus_bleu`,
  chance:
    'has no meaning: a text written without a look at the source shares few runs of four words with the reference',
  compute: (outputs, references) => corpusBleu(outputs, references).score,
} as const satisfies TextMetric;
