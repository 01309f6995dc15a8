"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.StoppedError = exports.LabError = void 0;
/**
 * An error a user can act on: its message is one sentence that names the thing that is wrong and the remedy.
 * Commands print the message alone (no stack) and exit with 1; every other error is a defect and keeps its stack.
 */
class LabError extends Error {
    name = 'LabError';
}
exports.LabError = LabError;
/** Thrown at the next safe point after the user asked to stop (Ctrl-C, Jupyter's interrupt). What was finished is kept. */
class StoppedError extends LabError {
    name = 'StoppedError';
    constructor(message = 'Stopped on request; the same command goes on from here.') {
        super(message);
    }
}
exports.StoppedError = StoppedError;
//# sourceMappingURL=errors.js.map