/** The results of a study as plain data: what reports read, and what is recorded beside a notebook. */
import type { ArmKind, Claim, CurvePoint, Engine, Ledger, Precision, TierName, VerdictRule } from './ablation';
import type { Environment } from './environment';
import type { RunDeterminants } from './runRecord';
export interface RunOutcome {
    /** The run's id: the receipt of every number that comes from it. */
    readonly run: string;
    readonly determinants: RunDeterminants;
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
    /** Of a failed run. */
    readonly error?: string;
}
export interface TrialOutcome extends RunOutcome {
    readonly arm: string;
    readonly labelsPerClass: number;
    readonly seed: number;
}
export interface StudyHead {
    readonly id: string;
    readonly title: string;
    readonly claim: Claim;
    readonly task: {
        readonly kind: string;
        readonly dataset: string;
        readonly metrics: readonly string[];
        readonly selectOn: string;
        readonly evaluateOn: string;
        readonly budgetUnit: string;
    };
    readonly arms: {
        readonly [name: string]: {
            readonly title: string;
            readonly kind: ArmKind;
        };
    };
    readonly stages: {
        readonly [name: string]: {
            readonly title: string;
        };
    };
    readonly verdict: VerdictRule;
    readonly limits: readonly string[];
}
export interface StudyResults extends StudyHead {
    readonly tier: TierName;
    /** The tier's stated minutes on two cores. */
    readonly minutes: number;
    readonly engine: Engine;
    readonly precision: Precision;
    readonly labelsPerClass: readonly number[];
    readonly seeds: number;
    /** The first of them where it is not 1. */
    readonly firstSeed?: number;
    readonly pretraining: readonly RunOutcome[];
    readonly trials: readonly TrialOutcome[];
    /** The environments that the runs saw, each once. */
    readonly environments: readonly Environment[];
}
/** Finished trials of one arm at one budget, by rising seed. */
export declare function finishedTrials(results: StudyResults, arm: string, labelsPerClass: number): TrialOutcome[];
/** Arms that have at least one planned trial, in the ablation's order. */
export declare function armsOf(results: StudyResults): string[];
/** A treatment and a reference trial that share budget and seed. */
export interface Pair {
    readonly seed: number;
    readonly treatment: TrialOutcome;
    readonly reference: TrialOutcome;
}
/** Trials of two arms paired by seed at one budget; a seed that either arm lacks is left out. */
export declare function pairs(results: StudyResults, treatment: string, reference: string, budget: number): Pair[];
