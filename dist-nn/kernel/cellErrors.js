"use strict";
/** What can be wrong with a cell besides the exceptions it throws. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.ProcessExit = exports.Interrupted = exports.TypeScriptError = void 0;
/** The cell does not compile. */
class TypeScriptError extends Error {
    report;
    name = 'TypeScriptError';
    constructor(message, 
    /** One line a problem, with its place in the cell and an excerpt. */
    report) {
        super(message);
        this.report = report;
    }
}
exports.TypeScriptError = TypeScriptError;
/** The user interrupted a cell that did not stop by itself. */
class Interrupted extends Error {
    name = 'Interrupted';
}
exports.Interrupted = Interrupted;
/** The cell called process.exit, process.abort or the like, which would end the kernel without a word. */
class ProcessExit extends Error {
    name = 'ProcessExit';
}
exports.ProcessExit = ProcessExit;
//# sourceMappingURL=cellErrors.js.map