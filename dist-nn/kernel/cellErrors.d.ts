/** What can be wrong with a cell besides the exceptions it throws. */
/** The cell does not compile. */
export declare class TypeScriptError extends Error {
    /** One line a problem, with its place in the cell and an excerpt. */
    readonly report: readonly string[];
    readonly name = "TypeScriptError";
    constructor(message: string, 
    /** One line a problem, with its place in the cell and an excerpt. */
    report: readonly string[]);
}
/** The user interrupted a cell that did not stop by itself. */
export declare class Interrupted extends Error {
    readonly name = "Interrupted";
}
/** The cell called process.exit, process.abort or the like, which would end the kernel without a word. */
export declare class ProcessExit extends Error {
    readonly name = "ProcessExit";
}
