/** One run's record: everything that determined it, what came out, where and how long it ran. */
import type { ArmKind, Engine, Json, Precision, TierName, TrialResult } from './ablation';
import type { CodeVersion } from './codeVersion';
import type { Environment } from './environment';
/** Everything that a run's numbers depend on. Its hash is the run's id. */
export interface RunDeterminants {
    readonly ablation: string;
    readonly part: 'pretraining' | 'trial';
    /** The stage's or arm's name. */
    readonly name: string;
    readonly kind?: ArmKind;
    readonly tier: TierName;
    readonly seed: number;
    readonly labelsPerClass?: number;
    /** The sections of the configuration that it uses. */
    readonly configuration: {
        readonly [section: string]: Json;
    };
    /** Hash of the prepared data. */
    readonly data: string;
    readonly code: CodeVersion;
    readonly engine: Engine;
    readonly precision: Precision;
    /** Pretraining stages it starts from or is matched to -> their runs' ids. */
    readonly parents: {
        readonly [stage: string]: string;
    };
}
/** A file of a run's artefact. */
export interface ArtefactFile {
    readonly path: string;
    readonly bytes: number;
    readonly sha256: string;
}
export interface RunRecord {
    readonly format: 1;
    readonly id: string;
    readonly determinants: RunDeterminants;
    readonly state: 'finished' | 'failed';
    /** Of a finished run. */
    readonly result?: TrialResult;
    /** Of a failed run: its message, and where it was thrown. */
    readonly error?: {
        readonly message: string;
        readonly stack?: string;
    };
    readonly files: readonly ArtefactFile[];
    /** ISO 8601, UTC. */
    readonly startedAt: string;
    /** Wall clock of the whole run, loading and evaluation included. */
    readonly seconds: number;
    /** The process's highest resident memory up to the end of this run, in bytes. */
    readonly peakMemoryBytes: number;
    readonly environment: Environment;
}
/** SHA-256 over what determines the run. */
export declare function runId(determinants: RunDeterminants): string;
/** A record as it is stored: one JSON document that carries its own checksum. */
export declare function encodeRecord(record: RunRecord): string;
/**
 * Reads a stored record.
 * @returns the record, or in one clause what is wrong with it
 */
export declare function decodeRecord(text: string, id: string): RunRecord | string;
