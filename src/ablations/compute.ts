/** Computes the runs of a plan that the store lacks, in company of other processes that may do the same. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgress } from '../progress';
import { breathe } from '../stop';
import type { PlannedRun, StudyPlan } from './plan';
import { executeRun } from './run';
import type { RunStore } from './store';

/** How long to wait before looking again at runs that other processes hold. */
const waitMilliseconds = 200;

/**
 * Computes every missing run; failed ones are tried again. What other processes compute meanwhile is taken from them.
 * @throws StoppedError on request; what is finished stays in the store
 */
export async function computeMissing(plan: StudyPlan, store: RunStore): Promise<void> {
  const all = [...plan.stages, ...plan.trials];
  const finished = (id: string) => store.read(plan.ablation.id, id)?.state === 'finished';
  const done = new Set(all.map((run) => run.id).filter(finished));
  const failed = new Set<string>();
  const pending = new Set(all.filter((run) => !done.has(run.id)));
  store.tidy(plan.ablation.id);
  if (pending.size === 0) return;

  const total = pending.size;
  const already = done.size > 0 ? ` (${done.size} already there)` : '';
  const progress = startProgress({ label: `${plan.ablation.title}${already}`, total, unit: 'runs' });
  const settle = (run: PlannedRun, state: 'finished' | 'failed') => {
    pending.delete(run);
    (state === 'finished' ? done : failed).add(run.id);
    const failures = failed.size > 0 ? `, ${failed.size} failed` : '';
    progress.update(total - pending.size, `${nameOf(run)}${failures}`);
  };
  try {
    while (pending.size > 0) {
      await breathe();
      const progressed = await computeNext();
      if (!progressed) await sleep(waitMilliseconds);
    }
  } finally {
    progress.finish(failed.size > 0 ? `${failed.size} failed` : undefined);
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
      const claim = store.claim(plan.ablation.id, run.id);
      if (!claim) continue;
      if (finished(run.id)) {
        claim.abandon();
        settle(run, 'finished');
        return true;
      }
      progress.update(total - pending.size, nameOf(run));
      settle(run, (await executeRun(plan, run, store, claim)).state);
      return true;
    }
    return false;
  }
}

function nameOf({ determinants }: PlannedRun): string {
  const { name, labelsPerClass, seed, part } = determinants;
  return part === 'trial' ? `${name}, ${labelsPerClass} labels, seed ${seed}` : name;
}
