/**
 * Where the texts to select from come: a function that starts reading from the beginning each time it is called, so that a
 * pool larger than memory can be read twice. Arrays are pools too.
 */
export type TextPool = readonly string[] | (() => Iterable<string> | AsyncIterable<string>);
/** Calls `read` for every text of a pool, in order. @returns how many texts there were. @throws StoppedError on request */
export declare function readPool(pool: TextPool, read: (text: string) => void): Promise<number>;
/** How much may be selected. */
export interface SelectionBudget {
    /** Tokens to select, at most. */
    readonly tokens: number;
    /** Tokens of a text, a whole number. Default: its words (see {@link countWords}). */
    readonly countTokens?: (text: string) => number;
}
/** @throws LabError when the budget is not a number of tokens above zero */
export declare function checkedBudget({ tokens, countTokens, }: SelectionBudget): Required<SelectionBudget>;
