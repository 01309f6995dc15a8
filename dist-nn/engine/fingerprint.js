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
exports.numericalFlags = numericalFlags;
exports.fingerprintHash = fingerprintHash;
exports.environmentFingerprint = environmentFingerprint;
/** The environment a number was computed in: what every result carries, and what `lab doctor` prints. */
const node_child_process_1 = require("node:child_process");
const node_crypto_1 = require("node:crypto");
const fs = __importStar(require("node:fs"));
const os = __importStar(require("node:os"));
const path = __importStar(require("node:path"));
const paths_1 = require("../paths");
const native_1 = require("./native");
const processor_1 = require("./processor");
/** Variables that TensorFlow, XLA, oneDNN, Eigen, OpenMP and CUDA read and that change results or their rounding. */
const flagPattern = /^(XLA_FLAGS|TF_XLA_FLAGS|TF_ENABLE_.*|TF_DISABLE_.*|TF_DETERMINISTIC_.*|TF_CUDNN_.*|TF_NUM_.*_THREADS|TF_SET_ONEDNN_.*|ONEDNN_.*|DNNL_.*|OMP_NUM_THREADS|NVIDIA_TF32_OVERRIDE|TF32_.*|TF_FP16_.*|CUDA_VISIBLE_DEVICES)$/;
/** The flags of an environment, sorted by name. */
function numericalFlags(environment) {
    const set = Object.entries(environment).filter(([name, value]) => flagPattern.test(name) && value !== undefined);
    return Object.fromEntries(set.sort(([a], [b]) => (a < b ? -1 : 1)));
}
/**
 * Hashes what determines numbers. Left out: the commit and this package's version (what code ran is for the run to
 * say), memory, and the machine's cores beyond those this process may use.
 */
function fingerprintHash(fingerprint) {
    const { labVersion: _version, gitCommit: _commit, memoryBytes: _memory, cores: _cores, ...numerical } = fingerprint;
    const sorted = Object.entries(numerical).sort(([a], [b]) => (a < b ? -1 : 1));
    return (0, node_crypto_1.createHash)('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16);
}
let known;
/**
 * The fingerprint of this process, computed once: TensorFlow reads its flags once, too.
 * Loads the native engine.
 */
function environmentFingerprint() {
    known ??= compute();
    return known;
}
function compute() {
    const backend = native_1.tf.backend();
    const features = (0, processor_1.processorFeatures)();
    const facts = {
        labVersion: labVersion(),
        gitCommit: gitCommit(),
        node: process.version,
        platform: process.platform,
        architecture: process.arch,
        cpuModel: os.cpus()[0]?.model.trim() ?? 'unknown',
        cpuFeatures: features,
        cores: os.cpus().length,
        threads: os.availableParallelism(),
        memoryBytes: os.totalmem(),
        tensorflow: backend.binding.TF_Version,
        tfjs: native_1.tf.version.tfjs,
        backend: native_1.tf.getBackend(),
        device: backend.isUsingGpuDevice ? 'gpu' : 'cpu',
        gpuModel: backend.isUsingGpuDevice ? gpuModel() : null,
        oneDNN: (0, processor_1.oneDnn)(process.env.TF_ENABLE_ONEDNN_OPTS, features),
        nativeKernels: native_1.nativeKernels,
        flags: numericalFlags(process.env),
    };
    return { ...facts, hash: fingerprintHash(facts) };
}
function labVersion() {
    const { version } = JSON.parse(fs.readFileSync(path.join(paths_1.projectRoot, 'package.json'), 'utf8'));
    return version;
}
function gitCommit() {
    try {
        const options = { cwd: paths_1.projectRoot, encoding: 'utf8', stdio: 'pipe' };
        const [top, commit] = (0, node_child_process_1.execFileSync)('git', ['rev-parse', '--show-toplevel', 'HEAD'], options)
            .trim()
            .split('\n');
        // A checkout of something else may lie around a copy of this project without its own history.
        return top && fs.realpathSync(top) === fs.realpathSync(paths_1.projectRoot) ? (commit ?? null) : null;
    }
    catch {
        return null;
    }
}
/** The driver's word for the first GPU; without /proc (Windows' Linux subsystem) only that there is one. */
function gpuModel() {
    const folder = '/proc/driver/nvidia/gpus';
    try {
        const first = fs.readdirSync(folder).sort()[0] ?? '';
        const information = fs.readFileSync(path.join(folder, first, 'information'), 'utf8');
        return /^Model:\s*(.+)$/m.exec(information)?.[1]?.trim() ?? 'unknown';
    }
    catch {
        return 'unknown';
    }
}
//# sourceMappingURL=fingerprint.js.map