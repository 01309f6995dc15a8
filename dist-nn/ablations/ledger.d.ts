/** What each arm costs: parameters, FLOPs, seconds, memory, and an estimate of energy with its assumption. */
import { type StudyResults } from './results';
export interface LedgerRow {
    readonly arm: string;
    /** With the head. */
    readonly trainableParameters: number;
    /** Of one trial, mean over the arm's finished trials. */
    readonly trainingFlops: number;
    readonly steps: number;
    /** Wall clock of one trial, evaluation included; mean. */
    readonly seconds: number;
    /** Of the pretraining stages it starts from, once for all trials that share them. */
    readonly pretrainingFlops: number;
    readonly pretrainingSeconds: number;
    /** The process's highest memory during the arm's runs, in bytes. */
    readonly peakMemoryBytes: number;
    /** All of the arm's trials and the pretraining it starts from, in watt hours. */
    readonly wattHours: number;
    readonly trials: number;
    readonly runs: readonly string[];
}
/** One row for each arm with a finished trial. */
export declare function ledgerRows(results: StudyResults): LedgerRow[];
/** The assumption behind the energy estimate, in a sentence. */
export declare function energyAssumption(results: StudyResults): string;
