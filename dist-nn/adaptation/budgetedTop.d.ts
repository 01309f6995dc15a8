/** The highest-scored texts that fit a token budget, gathered from a stream in memory bounded by the budget. */
/** A text that may be selected. */
export interface ScoredText {
    readonly text: string;
    readonly tokens: number;
    readonly score: number;
    /** Equal for repetitions of a text; decides between equal scores, so that the order of the pool does not. */
    readonly key: number;
}
/** Sorts better texts first. */
export declare function byScore(a: ScoredText, b: ScoredText): number;
/**
 * Keeps, of all texts offered, the shortest run of best ones that reaches the budget: a binary heap with the worst kept
 * text on top. What was let go can never be among the best again, so the answer is that of sorting everything.
 */
export declare class BudgetedTop {
    private readonly budget;
    private readonly heap;
    private readonly kept;
    private total;
    constructor(budget: number);
    /** The score below which nothing can be kept any more; -Infinity until the budget is reached. */
    get threshold(): number;
    /** Offers a text; repetitions of a kept text are ignored, as are texts without tokens. */
    offer(entry: ScoredText): void;
    /** Best first; the tokens of all together are at most the budget. */
    selected(): ScoredText[];
    private push;
    private pop;
}
