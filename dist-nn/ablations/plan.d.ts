import type { Ablation, Engine, Precision, TierName } from './ablation';
import type { PreparedData } from './preparedData';
import type { RunDeterminants } from './runRecord';
export interface PlanOptions {
    /** Default 'laptop'. */
    readonly tier?: TierName;
    /** How many seeds instead of the tier's. */
    readonly seeds?: number;
    /** The first of them, for a replication on fresh seeds; default 1. Pretraining that serves all seeds takes it too. */
    readonly firstSeed?: number;
    /** Only these arms. */
    readonly arms?: readonly string[];
    readonly engine?: Engine;
    readonly precision?: Precision;
}
export interface PlannedRun {
    readonly id: string;
    readonly determinants: RunDeterminants;
}
export interface StudyPlan {
    readonly ablation: Ablation;
    readonly tier: TierName;
    readonly arms: readonly string[];
    readonly labelsPerClass: readonly number[];
    readonly seeds: number;
    readonly firstSeed: number;
    /** In an order in which parents come first. */
    readonly stages: readonly PlannedRun[];
    /** Seed by seed, so that an interrupted study has whole pairs. */
    readonly trials: readonly PlannedRun[];
    readonly data: PreparedData;
}
/**
 * Plans a study; prepares its data if their hash is not remembered.
 * @param storeFolder where the data's hash is remembered
 * @throws LabError for an unknown arm, a seed count out of range, or a module that no part of the ablation declares
 */
export declare function planStudy(ablation: Ablation, options: PlanOptions, storeFolder: string): Promise<StudyPlan>;
/** The same plan without preparing data: undefined where their hash is not remembered, so that nothing can have run. */
export declare function knownPlan(ablation: Ablation, options: PlanOptions, storeFolder: string): StudyPlan | undefined;
