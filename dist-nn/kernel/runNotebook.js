"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
exports.runNotebook = runNotebook;
/** Executes a notebook from start to end with papermill, in the lab's Python environment. */
const node_child_process_1 = require("node:child_process");
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const readline = __importStar(require("node:readline"));
const errors_1 = require("../errors");
const paths_1 = require("../paths");
const progress_1 = require("../progress");
const stop_1 = require("../stop");
const kernelspec_1 = require("./kernelspec");
/** How often to look whether a stop was requested, and how long a cell may take to obey it, in milliseconds. */
const stopInterval = 100;
const stopPatience = 30_000;
/** Lines of Python's own stderr that are kept to explain a crash. */
const keptLines = 20;
/**
 * Runs every cell of `input` in a fresh kernel whose folder is the notebook's. Shows a bar of cells and, below it,
 * the bars of the running cell.
 * @throws LabError naming cell and error if a cell fails; the notebook up to there, with the error, is at `output`
 * @throws StoppedError after {@link requestStop}; the running cell was interrupted
 */
async function runNotebook(input, options) {
    const { output, parameters = {}, onCell, onOutput } = options;
    const python = options.python ?? (0, paths_1.labFolder)('python', 'bin', 'python');
    if (!fs.existsSync(input))
        throw new errors_1.LabError(`There is no notebook ${input}.`);
    if (!fs.existsSync(python))
        throw new errors_1.LabError(`There is no Python at ${python}: run \`npm run setup\` first.`);
    fs.mkdirSync(path.dirname(path.resolve(output)), { recursive: true });
    const script = path.join(paths_1.projectRoot, 'src', 'kernel', 'run_notebook.py');
    const child = (0, node_child_process_1.spawn)(python, [script, input, output, kernelspec_1.kernelName, JSON.stringify(parameters)], {
        stdio: ['pipe', 'pipe', 'pipe'],
        // Ctrl-C reaches this process alone, which then asks the running cell to stop.
        detached: true,
        env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    });
    child.stdin.on('error', () => { }); // it may have ended before us
    const errors = [];
    readline.createInterface({ input: child.stderr }).on('line', (line) => {
        errors.push(line);
        if (errors.length > keptLines)
            errors.shift();
    });
    const cells = new CellBars(path.basename(input, '.ipynb'));
    let failure;
    let done = false;
    let title = '';
    const reports = readline.createInterface({ input: child.stdout });
    reports.on('line', (line) => {
        const report = JSON.parse(line);
        if (report.event === 'cell') {
            title = report.title;
            cells.cell(report);
            onCell?.(report);
        }
        else if (report.event === 'stream')
            onOutput?.(report.text, report.name);
        else if (report.event === 'progress')
            cells.bars(report.bars);
        else if (report.event === 'failure')
            failure = report;
        else
            done = true;
    });
    const ended = new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', () => resolve());
    });
    const stopped = await untilStopped(ended);
    if (stopped) {
        child.stdin.write('interrupt\n');
        const kill = setTimeout(() => child.kill('SIGKILL'), stopPatience);
        await ended;
        clearTimeout(kill);
    }
    child.stdin.end();
    cells.finish(done);
    if (stopped || failure?.ename === 'StoppedError')
        throw new errors_1.StoppedError();
    if (failure)
        throw new errors_1.LabError(describe(input, output, title, failure));
    if (!done)
        throw new errors_1.LabError(`Running ${input} failed:\n${errors.join('\n')}`);
}
/** Whether a stop was requested before `ended`. */
async function untilStopped(ended) {
    let over = false;
    const end = ended.finally(() => {
        over = true;
    });
    while (!over) {
        try {
            await (0, stop_1.breathe)();
        }
        catch (error) {
            if (error instanceof errors_1.StoppedError)
                return true;
            throw error;
        }
        await Promise.race([end, new Promise((resolve) => setTimeout(resolve, stopInterval))]);
    }
    return false;
}
function describe(input, output, title, failure) {
    const { number, ename, evalue, traceback } = failure;
    const name = path.basename(input);
    if (number === null)
        return `${name} could not be run: ${ename}: ${evalue}`;
    const where = `cell ${number}${title ? ` (${title})` : ''}`;
    // The traceback begins with the error's name and words.
    const what = traceback || `${ename}: ${evalue}`;
    return `${name} failed in ${where}: ${what}\nThe notebook as far as it ran: ${output}`;
}
/** The bar of cells, and under it the bars that the running cell shows. */
class CellBars {
    label;
    outer;
    total = 0;
    inner = new Map();
    constructor(label) {
        this.label = label;
    }
    cell({ number, of, title }) {
        this.total = of;
        this.outer ??= (0, progress_1.startProgress)({ label: this.label, total: of, unit: 'cells' });
        this.endInner();
        this.outer.update(number - 1, title);
    }
    bars(reports) {
        const seen = new Set();
        for (const { label, total, unit, done, note, finished } of reports) {
            const key = `${label}\n${total}\n${unit}`;
            const bar = this.inner.get(key) ?? (0, progress_1.startProgress)({ label, total, unit });
            bar.update(done, note);
            if (finished)
                bar.finish();
            else {
                this.inner.set(key, bar);
                seen.add(key);
            }
        }
        for (const [key, bar] of this.inner) {
            if (seen.has(key))
                continue;
            bar.finish();
            this.inner.delete(key);
        }
    }
    finish(complete) {
        this.endInner();
        if (complete)
            this.outer?.update(this.total, '');
        this.outer?.finish();
    }
    endInner() {
        for (const bar of this.inner.values())
            bar.finish();
        this.inner.clear();
    }
}
//# sourceMappingURL=runNotebook.js.map