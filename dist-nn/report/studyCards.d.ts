import type { Crossover } from '../ablations/crossover';
import type { StudyResults } from '../ablations/results';
import { type Finding, type Verdict } from '../ablations/verdict';
import type { MimeBundle } from './display';
import { Table } from './table';
/** A named list of texts that shows itself. */
export declare class ClaimCard {
    readonly sentence: string;
    readonly entries: readonly (readonly [name: string, text: string])[];
    constructor(sentence: string, entries: readonly (readonly [name: string, text: string])[]);
    toText(): string;
    toHtml(): string;
    toDisplay(): MimeBundle;
}
export declare function claimCard({ claim, task, labelsPerClass, seeds }: StudyResults): ClaimCard;
export declare class VerdictCard {
    private readonly results;
    readonly verdict: Verdict;
    /** Up to how many labels the treatment helps, measured against the rule's reference. */
    readonly crossover: Crossover;
    constructor(results: StudyResults, verdict: Verdict, 
    /** Up to how many labels the treatment helps, measured against the rule's reference. */
    crossover: Crossover);
    get finding(): Finding;
    /** The runs that the verdict is computed from. */
    runs(): string[];
    toText(): string;
    toHtml(): string;
    /** One row a budget: what was seen there, with the runs behind it, and what it means for the claim. */
    private budgets;
    toDisplay(): MimeBundle;
}
/** The label multiplier of the verdict's treatment over its reference, one row a budget. */
export declare function multiplierTable(results: StudyResults, metric?: string): Table;
