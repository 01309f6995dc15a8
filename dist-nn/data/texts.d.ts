import '../engine/nodeCompatibility';
import type { DataFrame } from 'danfojs-node';
import { type LabelBudget, type ScarceClasses } from './labelBudget';
/** A text and the index of its label in the dataset's labels. */
export interface LabelledText {
    readonly text: string;
    readonly label: number;
}
/** Texts without labels, in a fixed order. */
export declare class TextCorpus {
    readonly texts: readonly string[];
    constructor(texts: readonly string[]);
    get length(): number;
    /** The first `rows` texts as a danfo frame with the column `text`. */
    table(rows?: number): DataFrame;
}
/** Texts with one label each, in a fixed order. */
export declare class LabelledTexts {
    readonly examples: readonly LabelledText[];
    readonly labels: readonly string[];
    /** What {@link labelled} does with a class that has fewer examples than asked for. */
    private readonly scarce;
    constructor(examples: readonly LabelledText[], labels: readonly string[], 
    /** What {@link labelled} does with a class that has fewer examples than asked for. */
    scarce?: ScarceClasses);
    get length(): number;
    /** How many examples each label has, in the order of `labels`. */
    countPerLabel(): number[];
    /** The same number of examples of every class; nested for one seed, as {@link budgetIndices} tells. */
    labelled(budget: LabelBudget): LabelledTexts;
    private labelIndices;
    /** The first `rows` examples as a danfo frame with the columns `text` and `label` (the label's name). */
    table(rows?: number): DataFrame;
}
