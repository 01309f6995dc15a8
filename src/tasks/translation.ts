/** Translation: a sentence in one language from one in another, scored as written. */
import { LabError } from '../errors';
import type { TrialResult } from '../form/result';
import type { Scoring, Task, TaskOptions } from '../form/task';
import { corpusBleu } from '../metrics/bleu';
import { corpusChrF } from '../metrics/chrF';
import type { References, TextMetric } from '../metrics/metric';
import { exactMatch, lengthRatio, repetitionRate } from '../metrics/outputForm';
import { drawnSubset } from './drawnSubset';

/** Sentences side by side with their translations. */
export interface SentencePairs {
  readonly sources: readonly string[];
  /** One right translation of each, or several. */
  readonly targets: readonly References[];
}

/** What every translation study's data have. */
export interface TranslationData<Set extends SentencePairs = SentencePairs> {
  readonly pool: Set;
  readonly dev: Set;
  readonly test: Set;
}

export interface TranslationOptions extends TaskOptions<'translation'> {
  /** Whether case is left out of BLEU and chrF. Default false. */
  readonly lowerCase?: boolean;
}

/** A sentence into another language. `translation({ metrics: ['bleu', 'chrF'] })`. */
export function translation(options: TranslationOptions): Task<TranslationData, 'translation'> {
  const { metrics, selectOn = 'dev', lowerCase = false } = options;
  return {
    ...{ kind: 'translation', metrics, selectOn, evaluateOn: 'test', file: __filename },
    options: { lowerCase },
    onDev: (data) => ({ ...data, test: data.dev }),
  };
}

/** Indices of the pairs in the pool that a trial may learn from; nested for one seed. */
export function drawnPairs(data: TranslationData, amount: number | 'all', seed: number): number[] {
  return drawnSubset(data.pool.sources.length, amount, seed, 'sentence pairs');
}

const others: Readonly<Record<string, TextMetric>> = { exactMatch, lengthRatio, repetitionRate };

/**
 * Metrics and facts of translations, detokenised text each. BLEU's signature says how it was computed, as sacreBLEU's does.
 * @throws LabError for a metric that does not fit
 */
export function scoredTranslations(
  outputs: readonly string[],
  test: SentencePairs,
  { metrics: asked, options }: Scoring,
): Pick<TrialResult, 'metrics'> & { facts: Record<string, number | string> } {
  const lowerCase = options.lowerCase === true;
  const bleu = corpusBleu(outputs, test.targets, { lowerCase });
  const score = (name: string): number => {
    if (name === 'bleu') return bleu.score;
    if (name === 'chrF') return corpusChrF(outputs, test.targets, { lowerCase }).score;
    if (name === 'chrFPlusPlus') return corpusChrF(outputs, test.targets, { lowerCase, wordOrder: 2 }).score;
    if (others[name]) return others[name].compute(outputs, test.targets);
    throw new LabError(`Translations are not scored by '${name}'.`);
  };
  const names = new Set(['bleu', 'chrF', 'exactMatch', 'lengthRatio', 'repetitionRate', ...asked]);
  return {
    metrics: Object.fromEntries([...names].map((name) => [name, score(name)])),
    facts: { 'BLEU signature': bleu.signature },
  };
}
