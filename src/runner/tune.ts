/**
 * Hyperparameters by rule instead of by hand: one grid of candidates for every tuned arm, judged on dev alone, with
 * seeds that the study does not use. What was tried, and what each gave, is recorded beside the results.
 */
import { LabError } from '../errors';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import { type Choices, checkedChoices } from './choices';
import { tunedSection } from './chosenSettings';
import { CodeReader } from './code/codeVersion';
import { computeMissing } from './compute';
import { currentEnvironment } from './environment';
import { identify } from './identity';
import { higherIsBetter } from './metricWords';
import { type PlannedRun, planWith, type StudyPlan } from './plan';
import { RunStore } from './store';
import { nextCandidates, type TuningPlace, tuningPlaces } from './tuningCheck';
import {
  type Candidate,
  type CandidateScore,
  type TuningHead,
  type TuningRecord,
  writeTuning,
} from './tuningRecord';

export interface TuneOptions {
  readonly tier?: TierName;
  readonly store?: string;
  /** Where the record goes; default notebooks/records. */
  readonly records?: string;
}

/** A place, and what was tried there so far. */
interface Place extends TuningPlace {
  readonly tried: Candidate[];
}

/**
 * Tries every candidate for every tuned arm and level on dev, goes beyond the grid where the best lies at its end, and
 * records what came out. Trials are runs like any other, so that a stopped tuning goes on from where it stood.
 * @throws LabError if the study declares no tuning, or a candidate's trial fails; StoppedError on request
 */
export async function tune(study: Study, options: TuneOptions = {}): Promise<TuningRecord> {
  const { tuning } = study;
  if (!tuning)
    throw new LabError(
      `The study '${study.id}' declares no tuning: its settings are not chosen by 'lab tune'.`,
    );
  const tier = options.tier ?? 'laptop';
  const store = new RunStore(options.store);
  // Refuses tuning seeds that are the study's.
  const base = checkedChoices(study, { tier, arms: tuning.arms, everywhere: true });
  const [metric] = study.task.metrics;
  const head: TuningHead = {
    ...{ format: 2, study: study.id, tier, metric, seeds: tuning.seeds, grid: tuning.grid },
    higherIsBetter: higherIsBetter(metric),
    section: tunedSection(study),
    environment: await currentEnvironment(),
  };
  const trials = new Trials(study, base, head, store);
  const places: Place[] = tuningPlaces(study, base).map((place) => ({ ...place, tried: [] }));
  let scores: CandidateScore[] = [];
  const open = () =>
    places.flatMap((place) => {
      const candidates = nextCandidates(place, place.tried, { ...head, scores });
      return candidates.length > 0 ? [{ place, candidates }] : [];
    });
  for (let round = 1, next = open(); next.length > 0; next = open(), round++) {
    scores = [...scores, ...(await trials.score(next, round))];
    for (const { place, candidates } of next) place.tried.push(...candidates);
  }
  const record = { ...head, scores };
  writeTuning(record, options.records);
  return record;
}

/** Plans, computes and reads the trials of candidates. */
class Trials {
  private readonly code = new CodeReader();

  constructor(
    private readonly study: Study,
    private readonly base: Choices,
    private readonly head: TuningHead,
    private readonly store: RunStore,
  ) {}

  async score(
    open: readonly { readonly place: Place; readonly candidates: readonly Candidate[] }[],
    round: number,
  ): Promise<CandidateScore[]> {
    const planned: { place: Place; candidate: Candidate; seed: number; run: PlannedRun }[] = [];
    const plans: StudyPlan[] = [];
    for (const { place, candidates } of open) {
      for (const candidate of candidates) {
        for (const seed of this.head.seeds) {
          const plan = await this.plan(place, candidate, seed);
          plans.push(plan);
          planned.push({ place, candidate, seed, run: plan.trials[0]! });
        }
      }
    }
    const data = new Map(plans.flatMap((plan) => [...plan.data]));
    const stages = [...new Map(plans.flatMap((p) => p.stages).map((run) => [run.id, run])).values()];
    const runs = [...new Map(planned.map(({ run }) => [run.id, run])).values()];
    const label = `Tuning on dev${round > 1 ? `, beyond the grid (${round})` : ''}: ${this.study.title}`;
    await computeMissing({ study: this.study, data, stages, trials: runs }, this.store, { label });
    return planned.map(({ place: { arm, level }, candidate, seed, run }) => {
      const { value, seconds } = this.outcome(run, arm, candidate);
      return { arm, level, candidate, seed, value, run: run.id, seconds };
    });
  }

  private plan({ arm, level }: Place, candidate: Candidate, seed: number): Promise<StudyPlan> {
    const choices = { ...this.base, arms: [arm], levels: [level], seeds: 1, firstSeed: seed };
    const changes = { [this.head.section]: candidate };
    return planWith(
      this.study,
      { ...choices, scoredOn: 'dev' },
      { source: 'tuned', changesFor: () => changes },
      this.code,
      this.store.folder,
    );
  }

  private outcome(run: PlannedRun, arm: string, candidate: Candidate) {
    const record = this.store.read(this.study.id, run.id);
    const value = record?.result?.metrics[this.head.metric];
    if (record && value !== undefined && Number.isFinite(value)) return { value, seconds: record.seconds };
    throw new LabError(
      `The arm '${arm}' of '${this.study.id}' with ${JSON.stringify(candidate)} gave no ${this.head.metric} on dev: ${record?.error?.message ?? 'its trial is missing'} (run ${run.id.slice(0, 10)}; the same command tries again).`,
    );
  }
}

/** Names a candidate so that it is found again. */
export function candidateText(candidate: Candidate): string {
  return Object.entries(candidate)
    .map(([setting, value]) => `${setting} ${value}`)
    .join(', ');
}

/** Whether two candidates are the same settings. */
export function sameCandidate(a: Candidate, b: Candidate): boolean {
  return identify(a) === identify(b);
}
