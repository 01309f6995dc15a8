import { type SelectionBudget, type TextPool } from './pool';
/** What a selection method scores: a text and its words as numbers. `words` is read at once, not kept. */
export interface CandidateText {
    readonly text: string;
    readonly words: Uint32Array;
    /** Equal for repetitions of a text. */
    readonly key: number;
}
/** Scores texts of the pool it was fitted to; the highest scores are selected. */
export type TextScorer = (candidate: CandidateText) => number;
/** A way to select: fitted to a pool (read from its beginning, if at all), it gives a score to each text. */
export interface SelectionMethod {
    readonly name: string;
    fit(pool: TextPool): Promise<TextScorer>;
}
/** Texts selected from a pool. */
export interface Selection {
    /** The name of the method. */
    readonly method: string;
    /** Best first, each once. */
    readonly texts: readonly string[];
    /** The scores they were selected by, side by side with the texts. */
    readonly scores: readonly number[];
    /** Tokens of all texts together: at most the budget. */
    readonly tokens: number;
    /** Texts of the whole pool. */
    readonly poolTexts: number;
}
/**
 * Reads a pool once (after the method's own reading) and selects its best texts under a token budget: texts in the order
 * of their scores until the next one would not fit. Repetitions count once. Memory holds the selection alone, whatever the
 * size of the pool; the answer does not depend on the order of the pool, but for which spelling of a repeated text is kept.
 * @throws LabError when the pool has no text with a word, or the budget is no number above zero; StoppedError on request
 */
export declare function selectCorpus(pool: TextPool, method: SelectionMethod, budget: SelectionBudget): Promise<Selection>;
/** @throws LabError when a method is given no target text with a word in it */
export declare function checkedTarget(target: readonly string[], method: string): readonly string[];
