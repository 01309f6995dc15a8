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
exports.checkSetup = checkSetup;
exports.checkEngine = checkEngine;
exports.checkSharedEngine = checkSharedEngine;
exports.checkPython = checkPython;
exports.checkKernel = checkKernel;
exports.checkDisk = checkDisk;
exports.checkHealth = checkHealth;
/** The parts the lab stands on, each tried for real; `lab doctor` prints what is found and how to mend it. */
const node_child_process_1 = require("node:child_process");
const fs = __importStar(require("node:fs"));
const node_module_1 = require("node:module");
const path = __importStar(require("node:path"));
const kernelspec_1 = require("../kernel/kernelspec");
const paths_1 = require("../paths");
const well = (part, found) => ({ part, state: 'well', found, remedy: null });
/** The first line of an output that says something. */
const firstLine = (text) => text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim() ?? '';
const setUpAgain = 'Run npm run setup; it redoes what is missing and keeps the rest.';
/** Whether every set-up step is done and up to date. */
function checkSetup(root = paths_1.projectRoot) {
    const check = (0, node_child_process_1.spawnSync)(process.execPath, [path.join(root, 'scripts/setup.mjs'), '--check'], {
        encoding: 'utf8',
    });
    if (check.status === 0)
        return well('set-up', 'complete');
    return {
        part: 'set-up',
        state: 'broken',
        found: firstLine(check.stdout || check.stderr),
        remedy: setUpAgain,
    };
}
/** Loads the engine and adds two numbers, in a process of its own: a processor it cannot run on ends that one. */
function checkEngine(root = paths_1.projectRoot) {
    const script = path.join(root, 'scripts/setup/checkEngine.mjs');
    const run = (0, node_child_process_1.spawnSync)(process.execPath, [script], { encoding: 'utf8', timeout: 120_000 });
    if (run.status !== 0) {
        const reason = run.signal
            ? `ended with ${run.signal}`
            : (/^\w*Error: .+$/m.exec(run.stderr)?.[0] ?? firstLine(run.stderr));
        const remedy = 'Remove .lab/stamps/addon.json and run npm run setup, which compiles the engine anew.';
        return { part: 'engine', state: 'broken', found: reason, remedy };
    }
    const engine = JSON.parse(run.stdout);
    const found = `TensorFlow ${engine.tensorflow} on ${engine.gpu ? 'GPU' : 'CPU'} loads and adds`;
    if (!engine.gpu && fs.existsSync('/proc/driver/nvidia/version')) {
        const remedy = 'An NVIDIA GPU is here but not used: run LAB_TENSORFLOW=gpu npm run setup.';
        return { part: 'engine', state: 'advice', found, remedy };
    }
    return well('engine', found);
}
/** Whether danfo computes with the very engine the lab computes with; a second copy would hold tensors of its own. */
async function checkSharedEngine() {
    try {
        const { tf } = await import('../engine/native.js');
        const danfo = (0, node_module_1.createRequire)(path.join(paths_1.projectRoot, 'package.json'))('danfojs-node');
        if (danfo.tensorflow.backend() === tf.backend())
            return well('danfo', 'shares the engine');
        const remedy = 'Run npm ci --ignore-scripts and npm run setup, so that package-lock.json decides again.';
        return { part: 'danfo', state: 'broken', found: 'loads a second copy of the engine', remedy };
    }
    catch (error) {
        return { part: 'danfo', state: 'broken', found: firstLine(String(error)), remedy: setUpAgain };
    }
}
const environment = path.join(paths_1.projectRoot, '.lab/python');
/** Whether JupyterLab and the notebook runners load. */
function checkPython(folder = environment) {
    const interpreter = path.join(folder, 'bin/python');
    const script = 'import sys, jupyterlab, nbclient, papermill; print("Python %d.%d.%d" % sys.version_info[:3], "JupyterLab", jupyterlab.__version__)';
    const run = (0, node_child_process_1.spawnSync)(interpreter, ['-c', script], { encoding: 'utf8', timeout: 60_000 });
    if (run.status === 0)
        return well('Python', run.stdout.trim());
    const found = run.error ? 'no Python environment' : (run.stderr.trim().split('\n').pop() ?? '');
    const remedy = 'Install Python 3.10 or newer, remove .lab/python and run npm run setup; without it only notebooks are missing.';
    return { part: 'Python', state: 'broken', found, remedy };
}
/** Whether Jupyter finds the kernel and what the kernel starts is there. */
function checkKernel(folder = environment) {
    const file = path.join(folder, 'share/jupyter/kernels', kernelspec_1.kernelName, 'kernel.json');
    try {
        const { argv, display_name } = JSON.parse(fs.readFileSync(file, 'utf8'));
        const missing = argv.slice(0, 2).find((one) => !fs.existsSync(one));
        if (!missing)
            return well('kernel', display_name);
        return { part: 'kernel', state: 'broken', found: `starts ${missing}, which is gone`, remedy: setUpAgain };
    }
    catch {
        return { part: 'kernel', state: 'broken', found: 'not installed', remedy: setUpAgain };
    }
}
/** Bytes that runs, caches and checkpoints should have ahead of them. */
const comfortableBytes = 2e9;
/** Free space where runs and caches go. */
function checkDisk(folder = (0, paths_1.labFolder)(), needed = comfortableBytes) {
    let existing = folder;
    while (!fs.existsSync(existing))
        existing = path.dirname(existing);
    const { bavail, bsize } = fs.statfsSync(existing);
    const free = bavail * bsize;
    const found = `${(free / 1e9).toFixed(1)} GB free`;
    if (free >= needed)
        return well('disk', found);
    const remedy = `Free ${(needed / 1e9).toFixed(0)} GB, or set LAB_HOME to a folder on a larger disk.`;
    return { part: 'disk', state: free >= needed / 10 ? 'advice' : 'broken', found, remedy };
}
/** All checks, in the order in which the parts rest on each other. */
async function checkHealth() {
    const engine = checkEngine();
    const danfo = engine.state === 'broken' ? [] : [await checkSharedEngine()];
    return [checkSetup(), engine, ...danfo, checkPython(), checkKernel(), checkDisk()];
}
//# sourceMappingURL=health.js.map