/** Gathers what the store holds of a plan into plain results. */
import type { Environment } from './environment';
import type { PlannedRun, StudyPlan } from './plan';
import { type RunOutcome, type StudyResults, studyHead } from './results';
import type { RunStore } from './store';

/** The results of a plan so far: finished, failed and missing runs, none left out. */
export function collectResults(plan: StudyPlan, store: RunStore): StudyResults {
  const environments = new Map<string, Environment>();
  const failedStages = new Map<string, string>();
  const none = { metrics: {}, facts: {}, curves: {} };
  const failedParent = (parents: { readonly [stage: string]: string }): string | undefined => {
    for (const [stage, id] of Object.entries(parents)) {
      const error = failedStages.get(id);
      if (error !== undefined) return `Its pretraining stage '${stage}' failed: ${error}`;
    }
    return undefined;
  };
  const outcome = ({ id, determinants, level }: PlannedRun): RunOutcome => {
    const run = { run: id, determinants, ...(level !== undefined && { level }) };
    const record = store.read(plan.study.id, id);
    if (!record) {
      const cause = failedParent(determinants.parents);
      if (cause === undefined) return { ...run, state: 'missing', ...none };
      return { ...run, state: 'failed', ...none, error: cause };
    }
    environments.set(record.environment.hash, record.environment);
    const { result, startedAt, seconds, peakMemoryBytes, commit } = record;
    const environment = record.environment.hash;
    const measured = { startedAt, seconds, peakMemoryBytes, environment, commit };
    if (!result) {
      const error = record.error?.message ?? '';
      return { ...run, state: 'failed', ...none, ...measured, error };
    }
    const { metrics, facts = {}, curves = {}, ledger } = result;
    return { ...run, state: 'finished', metrics, facts, curves, ledger, ...measured };
  };
  const pretraining = plan.stages.map((stage) => {
    const found = outcome(stage);
    if (found.error !== undefined) failedStages.set(stage.id, found.error);
    return found;
  });
  const trials = plan.trials.map((run) => ({
    ...outcome(run),
    arm: run.determinants.name,
    level: run.level!,
    seed: run.determinants.seed,
  }));
  const tier = plan.study.tiers[plan.tier];
  return {
    ...studyHead(plan.study),
    tier: plan.tier,
    minutes: tier.minutes,
    engine: plan.engine,
    precision: plan.precision,
    levels: plan.levels,
    seeds: plan.seeds,
    firstSeed: plan.firstSeed,
    pretrainedPerSeed: tier.pretraining !== 'shared',
    settings: plan.chosen.source,
    pretraining,
    trials,
    environments: [...environments.values()],
  };
}
