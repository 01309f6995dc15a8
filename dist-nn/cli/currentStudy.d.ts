/** The study that a report or an export shows: from the store or the record, every number matching the code and data. */
import type { Ablation, TierName } from '../ablations/ablation';
import { type Study } from '../ablations/study';
export interface CurrentStudyOptions {
    readonly tier: TierName;
    readonly seeds?: number;
    readonly firstSeed?: number;
    /** The recorded results instead of the store; a text names their folder. */
    readonly recorded?: boolean | string;
}
/**
 * @param product what shall be written of it, for the refusal: 'report'
 * @throws LabError if nothing is computed, a record was edited, or runs no longer match the code or data; names them
 */
export declare function currentStudy(ablation: Ablation, product: string, { recorded, ...choice }: CurrentStudyOptions): Promise<Study>;
