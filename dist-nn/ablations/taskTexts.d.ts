import { LabelledTexts } from '../data/texts';
/**
 * Splits a training split at random into the task's texts (at most half of it) and the rest of the domain, the same in
 * every run. A class with fewer texts than a label budget asks for gives all it has.
 * @throws LabError when the split has no labelled texts
 */
export declare function taskAndDomain(train: LabelledTexts, taskTexts: number): {
    task: LabelledTexts;
    domain: string[];
};
