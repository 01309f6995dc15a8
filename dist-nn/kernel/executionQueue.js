"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ExecutionQueue = void 0;
/** How long to look for requests still on their way from ZeroMQ after a cell that kept the process busy, in ms. */
const arrivalTime = 10;
class ExecutionQueue {
    run;
    abort;
    waiting = [];
    running = false;
    /**
     * @param run runs one cell; gives how to answer, and whether waiting cells must be aborted. The answer is sent
     *   after the abort, so that a client that sends its next cell on receiving it never loses that cell.
     * @param abort answers a cell that is not run
     */
    constructor(run, abort) {
        this.run = run;
        this.abort = abort;
    }
    add(execution) {
        this.waiting.push(execution);
        if (!this.running)
            void this.drain();
    }
    async drain() {
        this.running = true;
        for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
            const { answer, abortWaiting } = await this.run(next);
            if (abortWaiting)
                await new Promise((resolve) => setTimeout(resolve, arrivalTime));
            const aborted = abortWaiting ? this.waiting.splice(0) : [];
            answer();
            for (const execution of aborted)
                this.abort(execution);
        }
        this.running = false;
    }
}
exports.ExecutionQueue = ExecutionQueue;
//# sourceMappingURL=executionQueue.js.map