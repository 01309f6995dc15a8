/** Language modelling: how probable a model holds text that it has not seen. */
import { LabError } from '../errors';
import type { TrialResult } from '../form/result';
import type { Scoring, Task, TaskOptions } from '../form/task';
import { bitsPerByte, perplexity } from '../metrics/languageModelling';
import type { LanguageModelTotals, TotalsMetric } from '../metrics/metric';

/** What every language-modelling study's data have: text as token ids. */
export interface LanguageModellingData<Text = unknown> {
  readonly dev: Text;
  readonly test: Text;
}

/** The next token, or the hidden one. `languageModelling({ metrics: ['perplexity', 'bitsPerByte'] })`. */
export function languageModelling(
  options: TaskOptions<'languageModelling'>,
): Task<LanguageModellingData, 'languageModelling'> {
  const { metrics, selectOn = 'dev' } = options;
  return {
    ...{ kind: 'languageModelling', metrics, selectOn, evaluateOn: 'test', file: __filename, options: {} },
    onDev: (data) => ({ ...data, test: data.dev }),
  };
}

const known: Readonly<Record<string, TotalsMetric>> = { perplexity, bitsPerByte };

/**
 * Metrics of what a model made of a text.
 * @param tokenAccuracy share of tokens that it predicted, where that was counted
 */
export function scoredText(
  totals: LanguageModelTotals,
  { metrics: asked }: Scoring,
  tokenAccuracy?: number,
): Pick<TrialResult, 'metrics'> {
  const score = (name: string): number => {
    if (name === 'tokenAccuracy' && tokenAccuracy !== undefined) return tokenAccuracy;
    if (known[name]) return known[name].compute(totals);
    throw new LabError(`A language model is not scored by '${name}' here.`);
  };
  const names = new Set(['perplexity', 'bitsPerByte', ...asked]);
  return { metrics: Object.fromEntries([...names].map((name) => [name, score(name)])) };
}
