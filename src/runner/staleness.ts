/** Which numbers no longer belong to the code, data or settings at hand, and because of what. */

import { LabError } from '../errors';
import type { Level } from '../form/axis';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import { studyWords } from './commandWords';
import { canonicalJson, shortId } from './identity';
import { placeOf } from './places';
import type { StudyPlan } from './plan';
import type { RunOutcome } from './results';
import type { RunDeterminants } from './runRecord';

export interface StaleRun {
  readonly run: string;
  readonly determinants: RunDeterminants;
  readonly level?: Level;
  /** What differs from the run that the same study would compute now: 'code of models/transformer'. */
  readonly changes: readonly string[];
}

/** Those of the runs whose ids the plan does not contain, each with what changed. */
export function staleRuns(
  runs: readonly Pick<RunOutcome, 'run' | 'determinants' | 'level'>[],
  plan: Pick<StudyPlan, 'stages' | 'trials'>,
): StaleRun[] {
  const planned = [...plan.stages, ...plan.trials];
  const current = new Set(planned.map((run) => run.id));
  const byPlace = new Map(planned.map((run) => [placeOf(run), run.determinants]));
  return runs
    .filter((run) => !current.has(run.run))
    .map(({ run, determinants, level }) => ({
      ...{ run, determinants },
      ...(level !== undefined && { level }),
      changes: changesBetween(determinants, byPlace.get(placeOf({ determinants, level }))),
    }));
}

/** What distinguishes a run from the one that would be computed now in its place. */
export function changesBetween(
  then: RunDeterminants,
  now: RunDeterminants | undefined,
  ignored: readonly string[] = [],
): string[] {
  if (!now) return ['the study no longer contains it'];
  const changes = [
    ...differing(then.code, now.code).map((name) => `code of ${name}`),
    ...differing(then.settings, now.settings).map((name) => `settings of ${name}`),
    ...differing(then.parents, now.parents).map((name) => `stage ${name}`),
  ];
  for (const field of [
    ...(['data', 'engine', 'precision', 'tier', 'kind', 'recipe', 'options', 'task', 'amount'] as const),
    ...(['scoredOn', 'study'] as const),
  ]) {
    if (canonicalJson(then[field]) !== canonicalJson(now[field])) changes.push(field);
  }
  return changes.filter(
    (change) => !ignored.some((name) => change === name || change.startsWith(`${name} `)),
  );
}

function differing(then: object, now: object): string[] {
  const [a, b] = [new Map(Object.entries(then)), new Map(Object.entries(now))];
  return [...new Set([...a.keys(), ...b.keys()])].filter(
    (name) => canonicalJson(a.get(name)) !== canonicalJson(b.get(name)),
  );
}

/** All changes behind stale runs, most frequent first, in one clause. */
export function summariseChanges(stale: readonly StaleRun[]): string {
  const counts = new Map<string, number>();
  for (const change of stale.flatMap((run) => run.changes)) counts.set(change, (counts.get(change) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a).map(([change]) => change);
  const shown = sorted.slice(0, 5).join(', ');
  return sorted.length > 5 ? `${shown} and ${sorted.length - 5} more` : shown;
}

/** Stale runs that are named one by one. */
const most = 3;

/**
 * Refuses to show numbers that no longer belong to what is at hand.
 * @param product what is not written: 'report'
 * @throws LabError naming the runs and what changed, if there are any
 */
export function refuseStale(product: string, study: Study, tier: TierName, stale: readonly StaleRun[]): void {
  if (stale.length === 0) return;
  const named = stale
    .slice(0, most)
    .map((run) => `${placeOf(run)} (run ${shortId(run.run)})`)
    .join('; ');
  const more = stale.length > most ? ` and ${stale.length - most} more` : '';
  throw new LabError(
    `The ${product} of '${study.id}' was not written, because these results come from other code, data or settings: ${named}${more}; changed since: ${summariseChanges(stale)}. 'lab run ${studyWords(study)} --tier ${tier}' computes them anew.`,
  );
}
