/** The study that a report or an export shows: from the store or the record, every number matching the code and data. */
import type { Ablation, TierName } from '../ablations/ablation';
import { planStudy } from '../ablations/plan';
import { uneditedResults } from '../ablations/recorded';
import { placeOf, refuseStale, staleRuns } from '../ablations/staleness';
import { RunStore } from '../ablations/store';
import { recordedStudy, type Study, storedStudy } from '../ablations/study';
import { LabError } from '../errors';

export interface CurrentStudyOptions {
  readonly tier: TierName;
  readonly seeds?: number;
  readonly firstSeed?: number;
  /** The recorded results instead of the store; a text names their folder. */
  readonly recorded?: boolean | string;
}

/**
 * @param product what shall be written of it, for the refusal: 'report'
 * @throws LabError if nothing is computed, a record was edited, or runs no longer match the code or data; names them
 */
export async function currentStudy(
  ablation: Ablation,
  product: string,
  { recorded, ...choice }: CurrentStudyOptions,
): Promise<Study> {
  if (!recorded) return computed(ablation, product, choice);
  const folder = typeof recorded === 'string' ? recorded : undefined;
  const study = recordedStudy(ablation, uneditedResults(ablation.id, choice.tier, folder));
  refuseStale(product, study.data, await study.stale());
  return study;
}

/** The study in the store. Where runs of an earlier state stand in place of missing ones, it says what changed. */
async function computed(
  ablation: Ablation,
  product: string,
  options: { tier: TierName; seeds?: number; firstSeed?: number },
): Promise<Study> {
  const study = await storedStudy(ablation, options);
  const missing = new Set(study.missing.map((run) => placeOf(run.determinants)));
  if (missing.size === 0) return study;
  const store = new RunStore();
  const earlier = store
    .records(ablation.id)
    .filter(({ determinants }) => determinants.tier === options.tier && missing.has(placeOf(determinants)))
    .map(({ id, determinants }) => ({ run: id, determinants }));
  refuseStale(product, study.data, staleRuns(earlier, await planStudy(ablation, options, store.folder)));
  if (study.data.trials.every((trial) => trial.state === 'missing')) {
    throw new LabError(
      `Nothing of '${ablation.id}' is computed at the tier '${options.tier}': 'lab run ${ablation.id} --tier ${options.tier}' computes it.`,
    );
  }
  return study;
}
