/** Computes the runs of a plan that the store lacks, in company of other processes that may do the same. */
import { setTimeout as sleep } from 'node:timers/promises';
import { releaseKept } from '../form/release';
import { startProgress } from '../progress';
import { breathe } from '../stop';
import { executeRun } from './execute';
import { placeOf } from './places';
import type { PlannedRun, StudyPlan } from './plan';
import type { RunStore } from './store';
import { recordedSeconds, TimeLeft } from './timeLeft';

/** How long to wait before looking again at runs that other processes hold. */
const waitMilliseconds = 200;

/** What is computed of a plan. */
type Computed = Pick<StudyPlan, 'study' | 'data' | 'stages' | 'trials'> & Partial<Pick<StudyPlan, 'tier'>>;

/** Each trial right after what it starts from, so that results grow from the beginning; each run once. */
function inOrder({ stages, trials }: Pick<Computed, 'stages' | 'trials'>): PlannedRun[] {
  const stageOf = new Map(stages.map((stage) => [stage.id, stage]));
  const ordered = new Map<string, PlannedRun>();
  const place = (run: PlannedRun): void => {
    if (ordered.has(run.id)) return;
    for (const parent of Object.values(run.determinants.parents)) place(stageOf.get(parent)!);
    ordered.set(run.id, run);
  };
  for (const run of [...trials, ...stages]) place(run);
  return [...ordered.values()];
}

/**
 * Computes every missing run; failed ones are tried again. What other processes compute meanwhile is taken from them.
 * @param options.lineAfter a line to print above the bar after a run, such as its score; undefined for none
 * @throws StoppedError on request; what is finished stays in the store
 */
export async function computeMissing(
  plan: Computed,
  store: RunStore,
  options: { readonly label?: string; readonly lineAfter?: (run: PlannedRun) => string | undefined } = {},
): Promise<void> {
  const { study } = plan;
  const all = inOrder(plan);
  const finished = (id: string) => store.read(study.id, id)?.state === 'finished';
  const done = new Set(all.map((run) => run.id).filter(finished));
  const failed = new Set<string>();
  const pending = new Set(all.filter((run) => !done.has(run.id)));
  store.tidy(study.id);
  if (pending.size === 0) return;

  const total = pending.size;
  const already = done.size > 0 ? ` (${done.size} already there)` : '';
  const timeLeft = new TimeLeft(pending, recordedSeconds(study.id, plan.tier, undefined));
  const progress = startProgress({
    label: `${options.label ?? study.title}${already}`,
    total,
    unit: 'runs',
    secondsLeft: () => timeLeft.seconds(),
  });
  const settle = (run: PlannedRun, state: 'finished' | 'failed') => {
    pending.delete(run);
    (state === 'finished' ? done : failed).add(run.id);
    const failures = failed.size > 0 ? `, ${failed.size} failed` : '';
    progress.update(total - pending.size, `${placeOf(run)}${failures}`);
    const line = options.lineAfter?.(run);
    if (line !== undefined) progress.print?.(line);
  };
  try {
    while (pending.size > 0) {
      await breathe();
      const progressed = await computeNext();
      if (!progressed) await sleep(waitMilliseconds);
    }
  } finally {
    progress.finish(failed.size > 0 ? `${failed.size} failed` : undefined);
    releaseKept();
  }

  /** Settles at least one run, or returns false if all that could be computed now are held by others. */
  async function computeNext(): Promise<boolean> {
    for (const run of pending) {
      const parents = Object.values(run.determinants.parents);
      if (parents.some((parent) => failed.has(parent))) {
        settle(run, 'failed');
        return true;
      }
      if (!parents.every((parent) => done.has(parent))) continue;
      const claim = store.claim(study.id, run.id, (holder) => {
        progress.update(total - pending.size, `waiting for ${holder}`);
      });
      if (!claim) continue;
      if (finished(run.id)) {
        claim.abandon();
        settle(run, 'finished');
        return true;
      }
      progress.update(total - pending.size, placeOf(run));
      timeLeft.begin();
      const { state } = await executeRun(plan, run, store, claim);
      timeLeft.end(run);
      settle(run, state);
      return true;
    }
    return false;
  }
}
