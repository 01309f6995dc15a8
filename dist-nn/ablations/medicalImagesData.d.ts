import type { LabelledImages } from '../data/images';
import { type ImageStudyData } from './imageStudyData';
/** What stages and trials see. */
export interface MedicalData extends ImageStudyData {
    /** Images of something else, with the labels of their own task. */
    readonly other: LabelledImages;
}
/** Loads both cards. @throws LabError when a card or a file is wrong */
export declare function medicalData(cards: {
    readonly target: string;
    readonly other: string;
}): Promise<MedicalData>;
