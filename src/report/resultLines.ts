/** Results as one flat JSON object a line: what data frames, Parquet converters and trackers read. */
import type { StudyResults } from '../ablations/results';

/** One line a trial, finished or not; columns: ablation, tier, arm, labelsPerClass, seed, state, run, metrics, costs. */
export function resultLines(results: StudyResults): string {
  return results.trials
    .map((trial) => {
      const { seconds: _seconds, ...ledger } = trial.ledger ?? { seconds: 0 };
      return `${JSON.stringify({
        ablation: results.id,
        tier: results.tier,
        arm: trial.arm,
        kind: results.arms[trial.arm]?.kind,
        labelsPerClass: trial.labelsPerClass,
        seed: trial.seed,
        state: trial.state,
        run: trial.run,
        environment: trial.environment,
        seconds: trial.seconds,
        error: trial.error,
        ...trial.metrics,
        ...trial.facts,
        ...ledger,
      })}\n`;
    })
    .join('');
}
