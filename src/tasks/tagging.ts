/** Tagging: one tag a token, scored by the entities that the tags mark out. */
import { LabError } from '../errors';
import { chanceLevelOf, type TrialResult } from '../form/result';
import type { Scoring, Task, TaskOptions } from '../form/task';
import { entityScores } from '../metrics/entityScores';
import type { SurfaceFormMetric, TagMetric } from '../metrics/metric';
import { scoresBySurfaceForm, surfaceForms } from '../metrics/surfaceForms';
import {
  entityF1,
  entityPrecision,
  entityRecall,
  macroEntityF1,
  seenEntityF1,
  seenEntityRecall,
  strictEntityF1,
  strictMacroEntityF1,
  strictWeightedEntityF1,
  tokenAccuracy,
  unseenEntityF1,
  unseenEntityRecall,
  weightedEntityF1,
} from '../metrics/tagging';
import type { TagScheme, TagSequence } from '../metrics/tagScheme';
import { drawnSubset } from './drawnSubset';

/** Sentences as words, with a tag each. */
export interface TaggedSentences {
  readonly words: readonly (readonly string[])[];
  readonly tags: readonly TagSequence[];
}

/** What every tagging study's data have. */
export interface TaggingData<Set extends TaggedSentences = TaggedSentences> {
  /** Names of the tags, in order: 'O', 'B-PER', … */
  readonly tagNames: readonly string[];
  readonly pool: Set;
  readonly dev: Set;
  readonly test: Set;
}

export interface TaggingOptions extends TaskOptions<'tagging'> {
  /** How tags mark entities, for the strict metrics. Default 'IOB2', which is also called BIO. */
  readonly scheme?: TagScheme;
}

/** One tag a token. `tagging({ metrics: ['entityF1', 'strictEntityF1'] })`. */
export function tagging(options: TaggingOptions): Task<TaggingData, 'tagging'> {
  const { metrics, selectOn = 'dev', scheme = 'IOB2' } = options;
  return {
    ...{ kind: 'tagging', metrics, selectOn, evaluateOn: 'test', file: __filename },
    options: { scheme },
    onDev: (data) => ({ ...data, test: data.dev }),
  };
}

/** Indices of the sentences in the pool that a trial may learn from; nested for one seed. */
export function drawnSentences(data: TaggingData, amount: number | 'all', seed: number): number[] {
  return drawnSubset(data.pool.words.length, amount, seed, 'labelled sentences');
}

const byTags: Readonly<Record<string, TagMetric>> = {
  ...{ entityF1, entityPrecision, entityRecall, macroEntityF1, weightedEntityF1 },
  ...{ strictEntityF1, strictMacroEntityF1, strictWeightedEntityF1 },
};
const byWords: Readonly<Record<string, SurfaceFormMetric>> = {
  ...{ seenEntityF1, seenEntityRecall, unseenEntityF1, unseenEntityRecall },
};

/** Prefix of the facts that hold the F1 of an entity type. */
export const entityF1Of = 'entity F1 of ';

/**
 * Metrics and facts of predicted tags. Beside what is asked for, always entity F1 and the share of right tags and, where the
 * test has both, the F1 of entities that training showed and of those that it did not.
 * @param training the sentences that the tagger learned from: they say which entities it has seen
 * @throws LabError for sentences that do not match, or a metric that does not fit
 */
export function scoredTags(
  predicted: readonly TagSequence[],
  test: TaggedSentences,
  training: TaggedSentences,
  { metrics: asked, options }: Scoring,
): Pick<TrialResult, 'metrics'> & { facts: Record<string, number | string> } {
  const seen = surfaceForms(training.words, training.tags);
  const score = (name: string): number => {
    if (name === tokenAccuracy.name) return tokenAccuracy.compute(predicted, test.tags);
    if (byTags[name]) return byTags[name].compute(predicted, test.tags, options.scheme as TagScheme);
    if (byWords[name]) return byWords[name].compute(predicted, test.tags, test.words, seen);
    throw new LabError(`Tags are not scored by '${name}'.`);
  };
  const halves = scoresBySurfaceForm(predicted, test.tags, test.words, seen);
  const names = new Set([
    ...[entityF1.name, tokenAccuracy.name, ...asked],
    ...(halves.seen.labelled > 0 ? [seenEntityF1.name] : []),
    ...(halves.unseen.labelled > 0 ? [unseenEntityF1.name] : []),
  ]);
  const { types } = entityScores(predicted, test.tags);
  const counts = new Map<string, number>();
  const all = test.tags.flatMap((tags) => [...tags]);
  for (const tag of all) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return {
    metrics: Object.fromEntries([...names].map((name) => [name, score(name)])),
    facts: {
      [`${chanceLevelOf}${tokenAccuracy.name}`]: Math.max(...counts.values()) / all.length,
      ...Object.fromEntries([...types].map(([type, { f1 }]) => [`${entityF1Of}${type}`, f1])),
    },
  };
}
