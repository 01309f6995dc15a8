"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.BenchmarkProcess = exports.ProcessFailure = void 0;
const node_child_process_1 = require("node:child_process");
const node_readline_1 = require("node:readline");
const promises_1 = require("node:timers/promises");
const stop_1 = require("../stop");
/** The process ended or could not start: its message is one sentence, the reason. */
class ProcessFailure extends Error {
}
exports.ProcessFailure = ProcessFailure;
const keptErrorOutput = 16_384;
/** Milliseconds between two looks at whether a stop was requested. */
const patience = 50;
/** A process that is ready to run rounds of steps; see protocol.ts. */
class BenchmarkProcess {
    child;
    messages = [];
    errorOutput = '';
    failure;
    kill = () => this.child.kill('SIGKILL');
    constructor(child) {
        this.child = child;
        // Whatever else a library prints on stdout is not for us.
        (0, node_readline_1.createInterface)({ input: child.stdout }).on('line', (line) => {
            if (line.startsWith('{'))
                this.messages.push(JSON.parse(line));
        });
        child.stderr.on('data', (text) => {
            this.errorOutput = (this.errorOutput + text.toString()).slice(-keptErrorOutput);
        });
        // A request to a process that has just ended: its end is what is reported.
        child.stdin.on('error', () => { });
        child.on('error', (error) => {
            this.failure = `It did not start: ${error.message}.`;
        });
        child.on('close', (status, signal) => {
            this.failure ??= `It ended with ${signal ?? `status ${status}`}${this.lastWords()}`;
            process.off('exit', this.kill);
        });
        process.once('exit', this.kill);
    }
    /** Starts a process and gives it its task. It is ready once `receive` has given its first message. */
    static start(command, args, environment) {
        return new BenchmarkProcess((0, node_child_process_1.spawn)(command, args, { env: environment, stdio: 'pipe' }));
    }
    /**
     * The next message.
     * @throws ProcessFailure if the process ends before it
     * @throws StoppedError if the user asks to stop meanwhile
     */
    async receive() {
        for (;;) {
            await (0, stop_1.breathe)();
            if (this.messages.length > 0)
                return this.messages.shift();
            if (this.failure !== undefined)
                throw new ProcessFailure(this.failure);
            await (0, promises_1.setTimeout)(patience);
        }
    }
    /** Sends a request and waits for the answer; see {@link receive}. */
    ask(request) {
        this.child.stdin.write(`${JSON.stringify(request)}\n`);
        return this.receive();
    }
    /** Ends the process at once. */
    end() {
        this.kill();
    }
    /** What the process said last on stderr: the line of an error if there is one. */
    lastWords() {
        const lines = this.errorOutput.split('\n').filter((line) => line.trim() !== '');
        const words = lines.findLast((line) => /^[\w.]*(Error|Exception)\b/.test(line)) ?? lines.at(-1);
        return words ? `: ${words.trim().replace(/\.$/, '')}.` : '.';
    }
}
exports.BenchmarkProcess = BenchmarkProcess;
//# sourceMappingURL=benchmarkProcess.js.map