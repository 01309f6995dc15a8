import type { TierName } from './ablation';
import type { StudyResults } from './results';
export interface RecordedBlock {
    /** SHA-256 over the results: an edit by hand shows. */
    readonly checksum: string;
    /** ISO 8601 date of recording. */
    readonly recorded: string;
    readonly results: StudyResults;
}
export interface RecordedFile {
    readonly format: 1;
    readonly ablation: string;
    readonly tiers: {
        readonly [Name in TierName]?: RecordedBlock;
    };
}
/** notebooks/ID.results.json, or the same name in another folder. */
export declare function recordedFile(ablation: string, folder?: string): string;
/**
 * Reads recorded results.
 * @returns undefined where nothing is recorded
 * @throws LabError where the file is damaged
 */
export declare function readRecorded(ablation: string, folder?: string): RecordedFile | undefined;
/**
 * The recorded block of a tier.
 * @throws LabError if there is none
 */
export declare function recordedBlock(ablation: string, tier: TierName, folder?: string): RecordedBlock;
/** Whether a block still is as it was recorded. */
export declare function isUnedited(block: RecordedBlock): boolean;
/**
 * A tier's recorded results, for whatever shows them.
 * @throws LabError if there are none, or they were edited by hand
 */
export declare function uneditedResults(ablation: string, tier: TierName, folder?: string): StudyResults;
/**
 * Writes a tier's results beside the notebooks; other tiers stay.
 * @throws LabError if a trial is missing: half a study is not a record
 */
export declare function record(results: StudyResults, folder?: string): string;
