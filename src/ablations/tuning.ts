/**
 * Hyperparameters by rule instead of by hand: one grid of candidates for every tuned arm, judged on dev alone, with
 * seeds that the study does not use. What was tried, and what each gave, is recorded beside the notebooks.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import { projectRoot } from '../paths';
import { startProgress } from '../progress';
import { breathe } from '../stop';
import type { Ablation, Artefact, Json, TierName } from './ablation';
import { computeMissing } from './compute';
import { declaredSections } from './configuration';
import { currentEnvironment, type Environment } from './environment';
import { identify } from './identity';
import { type PlannedRun, planStudy, type StudyPlan } from './plan';
import { namedArtefacts } from './run';
import { RunStore } from './store';
import { higherIsBetter } from './task';

/** What one candidate gave in one trial, on dev. */
export interface CandidateScore {
  readonly arm: string;
  readonly labelsPerClass: number;
  readonly candidate: string;
  readonly seed: number;
  readonly value: number;
  readonly seconds: number;
}

/** A recorded tuning: everything tried, and what the rule chose. */
export interface TuningRecord {
  readonly format: 1;
  readonly ablation: string;
  readonly tier: TierName;
  /** The task's first metric, on dev. */
  readonly metric: string;
  readonly seeds: readonly number[];
  readonly candidates: { readonly [name: string]: Json };
  readonly scores: readonly CandidateScore[];
  /** Arm -> labels per class -> candidate. */
  readonly chosen: Chosen;
  readonly environment: Environment;
}

export type Chosen = { readonly [arm: string]: { readonly [labelsPerClass: string]: string } };

/** notebooks/ID.tuning.json, or the same name in another folder. */
export function tuningFile(ablation: string, folder = path.join(projectRoot, 'notebooks')): string {
  return path.join(folder, `${ablation}.tuning.json`);
}

/** The candidate with the best mean over seeds for each arm and budget; of equal ones, the first of the grid. */
export function bestCandidates(scores: readonly CandidateScore[], higher: boolean): Chosen {
  const chosen: Record<string, Record<string, string>> = {};
  const sums = new Map<
    string,
    { arm: string; budget: number; candidate: string; sum: number; count: number }
  >();
  for (const { arm, labelsPerClass: budget, candidate, value } of scores) {
    const key = JSON.stringify([arm, budget, candidate]);
    const entry = sums.get(key) ?? { arm, budget, candidate, sum: 0, count: 0 };
    entry.sum += value;
    entry.count += 1;
    sums.set(key, entry);
  }
  const best = new Map<string, number>();
  for (const { arm, budget, candidate, sum, count } of sums.values()) {
    const mean = (higher ? sum : -sum) / count;
    const place = `${arm} ${budget}`;
    if (mean <= (best.get(place) ?? Number.NEGATIVE_INFINITY)) continue;
    best.set(place, mean);
    chosen[arm] = { ...chosen[arm], [budget]: candidate };
  }
  return chosen;
}

export interface TuneOptions {
  readonly tier?: TierName;
  readonly store?: string;
  /** Where the record goes; default notebooks/. */
  readonly recordedFolder?: string;
}

/**
 * Tries every candidate for every tuned arm and budget on dev and records what came out. Stopped, it goes on from there.
 * @throws LabError if the ablation declares no tuning, tunes on seeds of the study, or a candidate's trial fails; StoppedError on request
 */
export async function tune(ablation: Ablation, options: TuneOptions = {}): Promise<TuningRecord> {
  const { tuning } = ablation;
  if (!tuning)
    throw new LabError(
      `The ablation '${ablation.id}' declares no tuning: its settings are not chosen by 'lab tune'.`,
    );
  const tier = options.tier ?? 'laptop';
  const store = new RunStore(options.store);
  const plan = await planStudy(ablation, { tier, arms: tuning.arms }, store.folder);
  await computeMissing({ ...plan, trials: [] }, store);
  const grid = tuning.arms.flatMap((arm) =>
    plan.labelsPerClass.flatMap((labelsPerClass) => {
      const planned = plan.trials.find(
        ({ determinants: d }) => d.name === arm && d.labelsPerClass === labelsPerClass,
      );
      return planned
        ? Object.keys(tuning.candidates).flatMap((candidate) =>
            tuning.seeds.map((seed) => ({ arm, labelsPerClass, candidate, seed, planned })),
          )
        : [];
    }),
  );
  const kept = new KeptScores(plan, store.folder);
  const metric = ablation.task.metrics[0];
  const progress = startProgress({
    label: `Tuning on dev: ${ablation.title}`,
    total: grid.length,
    unit: 'trials',
  });
  const data = tuning.onDev(await plan.data.load());
  try {
    for (const [index, one] of grid.entries()) {
      await breathe();
      if (!kept.find(one)) kept.add(await scoreOf(plan, store, data, metric, one));
      progress.update(index + 1, `${one.arm}, ${one.labelsPerClass} labels, ${one.candidate}`);
    }
  } finally {
    progress.finish();
  }
  const scores = grid.map((one) => kept.find(one) as CandidateScore);
  const record: TuningRecord = {
    format: 1,
    ablation: ablation.id,
    tier,
    metric,
    seeds: tuning.seeds,
    candidates: tuning.candidates,
    scores,
    chosen: bestCandidates(scores, higherIsBetter(metric)),
    environment: await currentEnvironment(),
  };
  const file = tuningFile(ablation.id, options.recordedFolder);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  writeDurably(file, `${JSON.stringify(record, null, 1)}\n`);
  return record;
}

interface Candidate {
  readonly arm: string;
  readonly labelsPerClass: number;
  readonly candidate: string;
  readonly seed: number;
}

async function scoreOf(
  plan: StudyPlan,
  store: RunStore,
  data: unknown,
  metric: string,
  { planned, ...one }: Candidate & { planned: PlannedRun },
): Promise<CandidateScore> {
  const { ablation, tier } = plan;
  const { arm, labelsPerClass, candidate, seed } = one;
  const { engine, precision } = planned.determinants;
  const tuning = ablation.tuning!;
  const who = `Arm '${arm}' of '${ablation.id}' with the candidate '${candidate}'`;
  const changed = tuning.withCandidate(
    ablation.tiers[tier].config,
    arm,
    labelsPerClass,
    tuning.candidates[candidate],
  );
  const config = declaredSections(changed, ablation.arms[arm].uses, who);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-tune-'));
  const started = performance.now();
  const artefact = (stage: string) => artefactOf(store, planned, stage);
  try {
    const result = await ablation.trial({
      ...{ tier, config, engine, precision, seed, data, folder, arm, labelsPerClass },
      kind: ablation.arms[arm].kind,
      resumeFile: path.join(folder, 'resume'),
      artefact,
      ...namedArtefacts(ablation.arms[arm], artefact),
    });
    const value = result.metrics[metric];
    if (!Number.isFinite(value)) throw new LabError(`${who} gave ${value} as ${metric} on dev.`);
    return { ...one, value, seconds: (performance.now() - started) / 1000 };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function artefactOf(store: RunStore, { determinants }: PlannedRun, stage: string): Artefact {
  const record = store.read(determinants.ablation, determinants.parents[stage] ?? '');
  if (!record?.result)
    throw new LabError(
      `The pretraining stage '${stage}' that the tuning needs is not finished: run it again.`,
    );
  const { ledger, metrics, facts = {} } = record.result;
  return { id: record.id, folder: store.artefact(record), ledger, metrics, facts };
}

/** Scores that survive a stop, under a name that follows from all that determines them. */
class KeptScores {
  private readonly file: string;
  private readonly scores: CandidateScore[];

  constructor(plan: StudyPlan, storeFolder: string) {
    const { tuning, id } = plan.ablation;
    const determinants = plan.trials.map(({ determinants: { seed: _, ...rest } }) => rest);
    const key = identify({ candidates: tuning!.candidates, determinants } as object);
    this.file = path.join(storeFolder, '..', 'tuning', `${id}-${plan.tier}-${key.slice(0, 16)}.jsonl`);
    const text = fs.existsSync(this.file) ? fs.readFileSync(this.file, 'utf8') : '';
    // A line that a kill cut off is tried again.
    this.scores = text.split('\n').flatMap((line) => {
      try {
        return [JSON.parse(line) as CandidateScore];
      } catch {
        return [];
      }
    });
  }

  find({ arm, labelsPerClass, candidate, seed }: Candidate): CandidateScore | undefined {
    return this.scores.find(
      (score) =>
        score.arm === arm &&
        score.labelsPerClass === labelsPerClass &&
        score.candidate === candidate &&
        score.seed === seed,
    );
  }

  add(score: CandidateScore): void {
    this.scores.push(score);
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    fs.appendFileSync(this.file, `\n${JSON.stringify(score)}\n`);
  }
}
