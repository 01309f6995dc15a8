import { type Ablation } from './ablation';
type Arms = 'scratch' | 'medicalFinetuned' | 'otherFinetuned' | 'otherSupervisedFinetuned' | 'medicalFrozen' | 'otherFrozen' | 'otherSupervisedFrozen' | 'randomFrozen' | 'scratchComputeMatched';
/** The study on cards of one's own: `medicalImagesOn({ target: 'bccd' })`; the other part keeps its default. */
export declare function medicalImagesOn(own: Readonly<Record<string, string>>): Ablation<Arms>;
/** The study; see the head of this file. */
export declare const medicalImages: Ablation<Arms>;
export {};
