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
exports.findPytorch = findPytorch;
exports.installPytorch = installPytorch;
/** The Python that PyTorch's figures come from. */
const node_child_process_1 = require("node:child_process");
const fs = __importStar(require("node:fs"));
const errors_1 = require("../errors");
const paths_1 = require("../paths");
const ownFolder = () => (0, paths_1.labFolder)('bench');
const ownPython = () => (0, paths_1.labFolder)('bench', 'bin', 'python');
/**
 * The Python to use: the given one, else the one that {@link installPytorch} made, else none.
 * @throws LabError if it does not exist or cannot import torch
 */
function findPytorch(given) {
    const python = given ?? (fs.existsSync(ownPython()) ? ownPython() : undefined);
    if (python === undefined)
        return undefined;
    const probe = (0, node_child_process_1.spawnSync)(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8' });
    if (probe.error) {
        throw new errors_1.LabError(`'${python}' cannot be started: give --torch the path of a Python that has torch, or run 'lab bench --install-torch'.`);
    }
    if (probe.status !== 0) {
        const reason = probe.stderr.trim().split('\n').at(-1);
        throw new errors_1.LabError(`'${python}' cannot import torch (${reason}): install torch there, or run 'lab bench --install-torch'.`);
    }
    return python;
}
/**
 * Installs PyTorch into .lab/bench from the package index that pip is set to use; gigabytes on Linux.
 * @throws LabError if Python or pip fails
 */
function installPytorch() {
    if (!fs.existsSync(ownPython())) {
        const base = fs.existsSync((0, paths_1.labFolder)('python', 'bin', 'python'))
            ? (0, paths_1.labFolder)('python', 'bin', 'python')
            : 'python3';
        process.stderr.write(`Installing PyTorch into ${ownFolder()} ...\n`);
        run(base, ['-m', 'venv', ownFolder()]);
    }
    // Does nothing where torch is there; mends an installation that was cut off.
    run(ownPython(), ['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', 'torch', 'numpy']);
    return ownPython();
}
function run(command, args) {
    // pip's words go to stderr: stdout is for the results.
    const { status } = (0, node_child_process_1.spawnSync)(command, args, { stdio: ['ignore', 2, 2] });
    if (status !== 0) {
        throw new errors_1.LabError(`'${[command, ...args].join(' ')}' failed, so PyTorch was not installed: see above, or give --torch the path of a Python that has torch.`);
    }
}
//# sourceMappingURL=pytorch.js.map