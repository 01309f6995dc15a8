"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Kernel = void 0;
/** Answers Jupyter's requests. */
const progress_1 = require("../progress");
const display_1 = require("../report/display");
const progressNotebook_1 = require("../report/progressNotebook");
const stop_1 = require("../stop");
const cellErrors_1 = require("./cellErrors");
const executionQueue_1 = require("./executionQueue");
const traceback_1 = require("./traceback");
const wire_1 = require("./wire");
/** A cell that has not stopped by itself this long after an interrupt is given up, in milliseconds. */
const patience = 5000;
class Kernel {
    channels;
    cells;
    background;
    exit;
    /** Numbers the cells of a session from one. */
    executionCount = 0;
    /** The request whose cell is running or ran last: it gets the output. */
    parent;
    giveUp;
    stopRequested = false;
    progress = new progressNotebook_1.NotebookProgress();
    queue = new executionQueue_1.ExecutionQueue((execution) => this.execute(execution), (execution) => this.abort(execution));
    constructor(channels, cells, background, exit) {
        this.channels = channels;
        this.cells = cells;
        this.background = background;
        this.exit = exit;
        const host = {
            display: (content, update) => this.publish(update ? 'update_display_data' : 'display_data', content),
        };
        globalThis[display_1.kernelHostKey] = host;
        (0, progress_1.setProgressRenderer)((options) => this.progress.start(options));
        // tslab's own display functions write through this variable.
        const jupyter = require('tslab/dist/jupyter');
        jupyter.lastWriteDisplayData = host.display;
    }
    /** Sends to all clients, under the current cell. */
    publish(type, content) {
        this.channels().publish(type, content, this.parent);
    }
    handle(request, reply) {
        if (request.header.msg_type === 'execute_request') {
            this.queue.add({ request, reply });
            return;
        }
        this.status('busy', request);
        try {
            this.answer(request, reply);
        }
        catch (error) {
            const type = request.header.msg_type.replace(/_request$/, '_reply');
            reply(type, { status: 'error', ...(0, traceback_1.describeError)(error, this.cells) });
        }
        this.status('idle', request);
    }
    /** First asks the running cell to stop at its next safe point; a second interrupt, or time, gives it up. */
    interrupt() {
        if (!this.giveUp)
            return;
        if (this.stopRequested) {
            this.giveUp();
            return;
        }
        this.stopRequested = true;
        (0, stop_1.requestStop)();
        setTimeout(this.giveUp, patience).unref();
    }
    answer({ header, content }, reply) {
        switch (header.msg_type) {
            case 'kernel_info_request':
                reply('kernel_info_reply', this.info());
                break;
            case 'comm_info_request':
                reply('comm_info_reply', { status: 'ok', comms: {} });
                break;
            case 'history_request':
                reply('history_reply', { status: 'ok', history: [] });
                break;
            case 'is_complete_request': {
                const { isCompleteCode } = require('tslab/dist/converter');
                const { completed, indent } = isCompleteCode(String(content.code));
                reply('is_complete_reply', completed ? { status: 'complete' } : { status: 'incomplete', indent });
                break;
            }
            case 'complete_request': {
                const code = String(content.code);
                const { start, end, candidates } = this.cells.complete(code, toUtf16(code, content.cursor_pos));
                const span = { cursor_start: toCodePoints(code, start), cursor_end: toCodePoints(code, end) };
                reply('complete_reply', { status: 'ok', matches: candidates, ...span, metadata: {} });
                break;
            }
            case 'inspect_request': {
                const code = String(content.code);
                const text = this.cells.inspect(code, toUtf16(code, content.cursor_pos));
                const data = text ? { 'text/plain': text } : {};
                reply('inspect_reply', { status: 'ok', found: text !== undefined, data, metadata: {} });
                break;
            }
            case 'interrupt_request':
                this.interrupt();
                reply('interrupt_reply', { status: 'ok' });
                break;
            case 'shutdown_request':
                reply('shutdown_reply', { status: 'ok', restart: content.restart === true });
                this.exit();
                break;
            default: // widgets' comm messages and the like need no answer
        }
    }
    info() {
        const { typescriptVersion } = this.cells.compiler;
        return {
            status: 'ok',
            protocol_version: wire_1.protocolVersion,
            implementation: 'pretraining-lab',
            implementation_version: require('../../package.json').version,
            language_info: {
                name: 'typescript',
                version: typescriptVersion,
                mimetype: 'text/typescript',
                file_extension: '.ts',
                pygments_lexer: 'typescript',
                // JupyterLab reads mode; the classic notebook reads name and typescript.
                codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
                nbconvert_exporter: 'script',
            },
            banner: `TypeScript ${typescriptVersion} on Node ${process.version} (pretraining-lab)`,
            help_links: [],
        };
    }
    async execute({ request, reply, }) {
        const code = String(request.content.code);
        const silent = request.content.silent === true;
        const stopOnError = request.content.stop_on_error !== false;
        if (!silent && request.content.store_history !== false)
            this.executionCount += 1;
        const execution_count = this.executionCount;
        this.parent = request;
        this.status('busy', request);
        if (!silent)
            this.publish('execute_input', { code, execution_count });
        const failure = await this.runCell(code, silent, stopOnError);
        if (failure)
            this.publish('error', { ...failure });
        const rest = { execution_count, user_expressions: {}, payload: [] };
        const content = failure ? { status: 'error', ...failure, ...rest } : { status: 'ok', ...rest };
        return {
            abortWaiting: failure !== undefined && stopOnError,
            answer: () => {
                reply('execute_reply', content);
                this.status('idle', request);
            },
        };
    }
    async runCell(code, silent, stopOnError) {
        (0, stop_1.clearStop)();
        this.stopRequested = false;
        this.progress.newCell();
        const interrupted = new Promise((_, reject) => {
            this.giveUp = () => reject(new cellErrors_1.Interrupted('The cell was given up, but what it started may go on: restart the kernel to end it.'));
        });
        interrupted.catch(() => { });
        const left = this.background.takeLeftBehind();
        try {
            if (left.length > 0 && stopOnError)
                return this.describeLeftBehind(left, 'This cell was not run: run it again.');
            const value = await this.background.watch(() => this.cells.run(this.cellName(), code), interrupted);
            if (value !== undefined && value !== null && !(value instanceof display_1.Display) && !silent) {
                const result = { execution_count: this.executionCount, data: (0, display_1.mimeBundleOf)(value), metadata: {} };
                this.publish('execute_result', result);
            }
            return left.length > 0
                ? this.describeLeftBehind(left, 'This cell itself ran without error.')
                : undefined;
        }
        catch (error) {
            return (0, traceback_1.describeError)(error, this.cells);
        }
        finally {
            this.giveUp = undefined;
            this.progress.newCell();
        }
    }
    /** Unique also for silent requests, which share their number with the cell before. */
    cellName() {
        this.ran += 1;
        return this.ran === this.executionCount
            ? `cell ${this.ran}`
            : `cell ${this.executionCount} (run ${this.ran})`;
    }
    ran = 0;
    describeLeftBehind(errors, consequence) {
        const error = (0, traceback_1.describeError)(errors[0], this.cells);
        const note = `Nothing waited for this error: it came after its cell had ended. ${consequence}`;
        return { ...error, traceback: [...error.traceback, note] };
    }
    abort({ request, reply }) {
        this.status('busy', request);
        reply('execute_reply', { status: 'aborted' });
        this.status('idle', request);
    }
    status(execution_state, request) {
        this.channels().publish('status', { execution_state }, request);
    }
}
exports.Kernel = Kernel;
/** Jupyter counts characters in code points, JavaScript in UTF-16 units. */
function toUtf16(code, codePoints) {
    return [...code].slice(0, Number(codePoints)).join('').length;
}
function toCodePoints(code, utf16) {
    return [...code.slice(0, utf16)].length;
}
//# sourceMappingURL=kernel.js.map