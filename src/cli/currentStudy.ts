/** The study that a report or an export shows: from the store or the record, every number matching the code and data. */

import { LabError } from '../errors';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import { recordedStudy, type StudyOutcome, storedStudy } from '../report/studyOutcome';
import { studyWords } from '../runner/commandWords';
import { placeOf } from '../runner/places';
import { type PlanOptions, planStudy } from '../runner/plan';
import { uneditedResults } from '../runner/recordFile';
import { refuseStale, staleRuns } from '../runner/staleness';
import { RunStore } from '../runner/store';

export interface CurrentStudyOptions extends Pick<PlanOptions, 'levels' | 'seeds' | 'firstSeed'> {
  readonly tier: TierName;
  /** The recorded results instead of the store; a text names their folder. */
  readonly recorded?: boolean | string;
}

/**
 * @param product what shall be written of it, for the refusal: 'report'
 * @throws LabError if nothing is computed, a record was edited, or runs no longer match the code or data; names them
 */
export async function currentStudy(
  study: Study,
  product: string,
  { recorded, ...choice }: CurrentStudyOptions,
): Promise<StudyOutcome> {
  if (!recorded) return computed(study, product, choice);
  const folder = typeof recorded === 'string' ? recorded : undefined;
  const { tier, firstSeed } = choice;
  const results = uneditedResults(study.id, { tier, firstSeed, folder });
  const outcome = recordedStudy(study, results, { records: folder });
  refuseStale(product, study, outcome.data.tier, await outcome.stale());
  return outcome;
}

/** The study in the store. Where runs of an earlier state stand in place of missing ones, it says what changed. */
async function computed(
  study: Study,
  product: string,
  options: PlanOptions & { tier: TierName },
): Promise<StudyOutcome> {
  const outcome = await storedStudy(study, options);
  const missing = new Set(outcome.missing.map((run) => placeOf(run)));
  if (missing.size === 0) return outcome;
  const store = new RunStore();
  const earlier = store
    .records(study.id)
    .filter(({ determinants }) => determinants.tier === options.tier)
    .filter((record) => missing.has(placeOf(record)))
    .map(({ id, determinants, level }) => ({
      ...{ run: id, determinants },
      ...(level !== undefined && { level }),
    }));
  const now = await planStudy(study, options, store.folder);
  refuseStale(product, study, options.tier, staleRuns(earlier, now));
  if (outcome.data.trials.every((trial) => trial.state === 'missing')) {
    throw new LabError(
      `Nothing of '${study.id}' is computed at the tier '${options.tier}': 'lab run ${studyWords(study)} --tier ${options.tier}' computes it.`,
    );
  }
  return outcome;
}
