/**
 * What a record must hold, as the study's own definition says: every arm, level and seed, the claim, the rule, the limits.
 * A record says nothing about itself that is taken on trust.
 */

import type { Study } from '../form/study';
import { placeOf } from './places';
import { type PlanOptions, planOutline } from './plan';
import { implausibleEnvironments, implausibleTimes } from './recordPlausibility';
import type { Scope } from './registration';
import type { RunOutcome, StudyResults } from './results';
import { studyHead } from './results';
import { changesBetween, type StaleRun } from './staleness';
import { tuningFaults } from './tuningCheck';
import { readTuning } from './tuningRecord';

export interface RecordCheck {
  /** What is missing, more than asked for, or otherwise than the study says; one clause each. */
  readonly faults: readonly string[];
  /** Recorded runs whose code or settings have changed since. */
  readonly stale: readonly StaleRun[];
  /** Trials that failed: they are told, and no fault of the record. */
  readonly failed: readonly string[];
}

/** What a record may have been asked for beside the tier: seeds and arms of a registered replication. */
export type Asked = Partial<Scope> & Pick<PlanOptions, 'records'>;

/** Compares a record with what the study's definition says must be there. Executes and prepares nothing. */
export function checkRecord(study: Study, results: StudyResults, asked: Asked = {}): RecordCheck {
  const outline = planOutline(study, { ...asked, tier: results.tier });
  const faults = [
    ...differencesOf(results, { ...studyHead(study), ...expectedTier(study, results, asked) }),
    ...unlikePlaces(results, outline),
    ...implausibleTimes(results),
    ...implausibleEnvironments(results),
    ...(outline.chosen.source === 'tuned' ? tuningFaults(study, readTuning(study.id, asked.records)!) : []),
  ];
  const planned = new Map(
    [...outline.stages, ...outline.trials].map((run) => [placeOf(run), run.determinants]),
  );
  // Data and parents have other ids until data are prepared: they are compared when the study is computed again.
  const stale = all(results)
    .map((outcome) => {
      const { run, determinants, level } = outcome;
      const changes = changesBetween(determinants, planned.get(placeOf(outcome)), ['data', 'stage']);
      return { ...{ run, determinants, changes }, ...(level !== undefined && { level }) };
    })
    .filter(({ changes }) => changes.length > 0);
  const failed = all(results)
    .filter(({ state }) => state !== 'finished')
    .map((run) => `${placeOf(run)} ${run.state}`);
  return { faults, stale, failed };
}

function expectedTier(study: Study, { tier: name }: StudyResults, asked: Asked) {
  const tier = study.tiers[name];
  const { chosen, engine, precision, levels } = planOutline(study, { ...asked, tier: name });
  return {
    ...{ minutes: tier.minutes, engine, precision, levels, settings: chosen.source },
    seeds: asked.seeds ?? tier.seeds,
    firstSeed: asked.firstSeed ?? 1,
    pretrainedPerSeed: tier.pretraining !== 'shared',
  };
}

/** Fields of a record that are not what they must be. */
function differencesOf(results: StudyResults, expected: object): string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const found = (results as unknown as Record<string, unknown>)[name];
    return unlike(found, value, name);
  });
}

/** Places where two plain values differ, innermost first: 'arms.scratch.title'. */
function unlike(found: unknown, expected: unknown, place: string): string[] {
  if (JSON.stringify(found) === JSON.stringify(expected)) return [];
  if (isRecord(found) && isRecord(expected)) {
    const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
    const inner = names.flatMap((name) => unlike(found[name], expected[name], `${place}.${name}`));
    // Equal fields in another order mean that somebody wrote the record by hand.
    return inner.length > 0 ? inner : [`${place} has its fields in another order`];
  }
  return [`${place} is ${brief(found)} in the record and ${brief(expected)} in the study`];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function brief(value: unknown): string {
  const text = value === undefined ? 'missing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** Runs that should be there and are not, or are there and should not be. */
function unlikePlaces(results: StudyResults, outline: ReturnType<typeof planOutline>): string[] {
  const count = (places: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
    return counts;
  };
  const expected = count([...outline.stages, ...outline.trials].map((run) => placeOf(run)));
  const found = count(all(results).map((run) => placeOf(run)));
  const lacking = [...expected].filter(([place, n]) => (found.get(place) ?? 0) < n).map(([place]) => place);
  const extra = [...found].filter(([place, n]) => (expected.get(place) ?? 0) < n).map(([place]) => place);
  return [
    ...(lacking.length > 0 ? [`it lacks ${named(lacking)}`] : []),
    ...(extra.length > 0 ? [`it holds ${named(extra)}, which the study does not ask for`] : []),
  ];
}

/** Places that are named one by one. */
const most = 6;

function named(places: readonly string[]): string {
  const shown = places.slice(0, most).join('; ');
  return places.length > most ? `${shown} and ${places.length - most} more` : shown;
}

function all(results: StudyResults): RunOutcome[] {
  return [...results.pretraining, ...results.trials];
}
