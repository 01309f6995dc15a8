/**
 * An error a user can act on: its message is one sentence that names the thing that is wrong and the remedy.
 * Commands print the message alone (no stack) and exit with 1; every other error is a defect and keeps its stack.
 */
export declare class LabError extends Error {
    readonly name: string;
}
/** Thrown at the next safe point after the user asked to stop (Ctrl-C, Jupyter's interrupt). What was finished is kept. */
export declare class StoppedError extends LabError {
    readonly name = "StoppedError";
    constructor(message?: string);
}
