import { seededRandom } from '../../src/data/seededRandom';
import { fingerprintHash } from '../../src/engine/fingerprintHash';
import type { Environment } from '../../src/runner/environment';
import type { PlannedRun, StudyPlan } from '../../src/runner/plan';
import { type RunOutcome, type StudyResults, studyHead } from '../../src/runner/results';

const environment = (facts: Environment['facts']): Environment => ({ hash: fingerprintHash(facts), facts });
export const here = environment({ device: 'cpu', threads: 2, flags: {} });
export const elsewhere = environment({ device: 'gpu', threads: 16, flags: {} });
export const commit = '0123456789abcdef0123456789abcdef01234567';

/**
 * Results of a plan as one process would have computed them, without executing anything: every run takes about ten
 * seconds, and the next one starts when it has ended. Numbers follow from seeds; nothing else is needed, so that such
 * results are made in milliseconds.
 * @param accuracyOf of a trial; default a number that rises with the kind of the arm
 */
export function inventedResults(
  plan: StudyPlan,
  accuracyOf: (arm: string, seed: number, level: number | string) => number = (arm, seed, level) =>
    (plan.study.arms[arm]!.kind === 'pretrained' ? 0.7 : 0.5) +
    0.02 * seededRandom(`${arm}/${seed}/${level}`).normal(),
): StudyResults {
  const { study, tier, levels, seeds, firstSeed, engine, precision } = plan;
  let start = Date.UTC(2026, 0, 5, 9);
  const known = new Map<string, RunOutcome>();
  const outcome = ({ id, determinants, level }: PlannedRun, metrics: Record<string, number>): RunOutcome => {
    const random = seededRandom(`invented/${id}`);
    const seconds = 8 + 4 * random.uniform();
    const startedAt = new Date(start).toISOString();
    start += 1000 * seconds + 40;
    const curve = [0, 40, 80, 120, 160, 200].map((step) => ({ step, value: 3 * random.uniform() }));
    return {
      ...{ run: id, determinants, state: 'finished', metrics },
      ...(level !== undefined && { level }),
      facts:
        determinants.part === 'arm'
          ? { 'chanceLevel of accuracy': 0.1, tieRate: 0, note: 'as planned' }
          : { tokens: random.integer(1e7) },
      curves: determinants.part === 'arm' ? { validationLoss: curve } : { pretrainingLoss: curve },
      ledger: {
        ...{ trainableParameters: 1_600_000, trainingFlops: random.integer(1e9) * 1e4 },
        ...{ seconds: seconds * 0.9, steps: 200 },
      },
      ...{ startedAt, seconds, peakMemoryBytes: 5e8 + random.integer(1e8), environment: here.hash, commit },
    };
  };
  const pretraining = plan.stages.map((run) => outcome(run, { generalLoss: seededRandom(run.id).uniform() }));
  const trials = plan.trials.map((run) => {
    const { name, seed } = run.determinants;
    const level = run.level!;
    const accuracy = accuracyOf(name, seed, level);
    // A run that stands at several levels ran once.
    const found = known.get(run.id) ?? outcome(run, { accuracy, macroF1: accuracy - 0.01 });
    known.set(run.id, found);
    return { ...found, arm: name, level, seed };
  });
  return {
    ...studyHead(study),
    ...{ tier, minutes: study.tiers[tier].minutes, engine, precision, levels, seeds, firstSeed },
    pretrainedPerSeed: study.tiers[tier].pretraining === 'perSeed',
    settings: plan.chosen.source,
    ...{ pretraining, trials, environments: [here] },
  };
}
