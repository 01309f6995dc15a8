import type { Ablation, Json, TierName } from './ablation';
import { type Environment } from './environment';
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
    readonly candidates: {
        readonly [name: string]: Json;
    };
    readonly scores: readonly CandidateScore[];
    /** Arm -> labels per class -> candidate. */
    readonly chosen: Chosen;
    readonly environment: Environment;
}
export type Chosen = {
    readonly [arm: string]: {
        readonly [labelsPerClass: string]: string;
    };
};
/** notebooks/ID.tuning.json, or the same name in another folder. */
export declare function tuningFile(ablation: string, folder?: string): string;
/** The candidate with the best mean over seeds for each arm and budget; of equal ones, the first of the grid. */
export declare function bestCandidates(scores: readonly CandidateScore[], higher: boolean): Chosen;
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
export declare function tune(ablation: Ablation, options?: TuneOptions): Promise<TuningRecord>;
