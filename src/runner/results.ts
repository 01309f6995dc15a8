/** The results of a study as plain data: what reports read, and what is recorded. */
import type { Engine, Precision } from '../engine/program';
import type { Axis, Level } from '../form/axis';
import type { Claim } from '../form/claim';
import type { Cards } from '../form/dataRecipe';
import type { Json } from '../form/json';
import type { ArmKind } from '../form/recipe';
import type { CurvePoint, Ledger } from '../form/result';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import type { VerdictRule } from '../form/verdictRule';
import type { Environment } from './environment';
import type { RunDeterminants } from './runRecord';

export interface RunOutcome {
  /** The run's id: the receipt of every number that comes from it. */
  readonly run: string;
  readonly determinants: RunDeterminants;
  /** Of a trial, and of a stage that levels change. */
  readonly level?: Level;
  readonly state: 'finished' | 'failed' | 'missing';
  readonly metrics: Readonly<Record<string, number>>;
  readonly facts: Readonly<Record<string, number | string>>;
  readonly curves: Readonly<Record<string, readonly CurvePoint[]>>;
  readonly ledger?: Ledger;
  /** ISO 8601, UTC. */
  readonly startedAt?: string;
  /** Wall clock of the whole run. */
  readonly seconds?: number;
  readonly peakMemoryBytes?: number;
  /** Hash of the environment it ran in. */
  readonly environment?: string;
  /** Of the checkout that computed it; null outside git. */
  readonly commit?: string | null;
  /** Of a failed run. */
  readonly error?: string;
}

export interface TrialOutcome extends RunOutcome {
  readonly arm: string;
  readonly level: Level;
  readonly seed: number;
}

/** A study's own data, without its functions and settings. */
export interface StudyHead {
  readonly id: string;
  readonly title: string;
  readonly claim: Claim;
  readonly task: {
    readonly kind: string;
    readonly metrics: readonly string[];
    readonly selectOn: string;
    readonly evaluateOn: string;
    readonly options: { readonly [name: string]: Json };
  };
  readonly cards: Cards;
  readonly axis: Pick<Axis, 'kind' | 'name' | 'title' | 'scale'>;
  readonly arms: {
    readonly [name: string]: {
      readonly title: string;
      readonly kind: ArmKind;
      /** The stage it starts from, and the one whose compute it is given. */
      readonly from?: string;
      readonly matches?: string;
    };
  };
  readonly stages: { readonly [name: string]: { readonly title: string; readonly from?: string } };
  readonly verdict: VerdictRule;
  readonly limits: readonly string[];
}

export interface StudyResults extends StudyHead {
  readonly tier: TierName;
  /** The tier's stated minutes on two cores. */
  readonly minutes: number;
  readonly engine: Engine;
  readonly precision: Precision;
  readonly levels: readonly Level[];
  readonly seeds: number;
  readonly firstSeed: number;
  /** Whether every seed pretrained anew. */
  readonly pretrainedPerSeed: boolean;
  /** How the settings of tuned arms came about. */
  readonly settings: 'fixed' | 'tuned' | 'not tuned';
  readonly pretraining: readonly RunOutcome[];
  readonly trials: readonly TrialOutcome[];
  /** The environments that the runs saw, each once. */
  readonly environments: readonly Environment[];
}

/** A study's data as results carry them. */
export function studyHead(study: Study): StudyHead {
  const { id, title, claim, task, verdict, limits, axis } = study;
  const { kind, metrics, selectOn, evaluateOn, options } = task;
  const arms = Object.entries(study.arms).map(([name, arm]) => [
    name,
    {
      ...{ title: arm.title, kind: arm.kind },
      ...(arm.from !== undefined && { from: arm.from }),
      ...(arm.matches !== undefined && { matches: arm.matches }),
    },
  ]);
  const stages = Object.entries(study.stages).map(([name, stage]) => [
    name,
    { title: stage.title, ...(stage.from !== undefined && { from: stage.from }) },
  ]);
  return {
    ...{ id, title, claim, verdict, limits },
    task: { kind, metrics, selectOn, evaluateOn, options },
    cards: study.data.cards,
    axis: { kind: axis.kind, name: axis.name, title: axis.title, scale: axis.scale },
    arms: Object.fromEntries(arms),
    stages: Object.fromEntries(stages),
  };
}

/** Finished trials of one arm at one level, by rising seed. */
export function finishedTrials(results: StudyResults, arm: string, level: Level): TrialOutcome[] {
  return results.trials
    .filter((trial) => trial.arm === arm && trial.level === level && trial.state === 'finished')
    .sort((a, b) => a.seed - b.seed);
}

/** Arms that have at least one planned trial, in the study's order. */
export function armsOf(results: StudyResults): string[] {
  return Object.keys(results.arms).filter((arm) => results.trials.some((trial) => trial.arm === arm));
}

/** '5 paired seeds', and which, if they are not the first ones. */
export function pairedSeeds({ seeds, firstSeed }: Pick<StudyResults, 'seeds' | 'firstSeed'>): string {
  return `${seeds} paired seeds${firstSeed === 1 ? '' : ` (${firstSeed} to ${firstSeed + seeds - 1})`}`;
}
