"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.requestStop = requestStop;
exports.clearStop = clearStop;
exports.breathe = breathe;
const errors_1 = require("./errors");
const memory_1 = require("./memory");
const controller = { current: new AbortController() };
/** Asks all long work to stop at its next safe point. */
function requestStop() {
    controller.current.abort();
}
/** Forgets an earlier request, so that new work can start in the same process (a notebook's next cell). */
function clearStop() {
    controller.current = new AbortController();
}
/**
 * The safe point of long work: lets timers, signals and displays run, then throws if a stop was requested.
 * @throws StoppedError after {@link requestStop}
 * @throws LabError if the memory for JavaScript is nearly used up
 */
async function breathe() {
    await new Promise((resolve) => setImmediate(resolve));
    if (controller.current.signal.aborted)
        throw new errors_1.StoppedError();
    (0, memory_1.requireMemory)();
}
//# sourceMappingURL=stop.js.map