import type { StudyResults } from '../ablations/results';
/**
 * Writes every run that was computed, failed ones with their curves if they have any.
 * @returns how many runs were written
 * @throws LabError if the folder holds anything: numbers of an earlier state would stand among the new ones
 */
export declare function writeTensorboard(results: StudyResults, folder: string): number;
