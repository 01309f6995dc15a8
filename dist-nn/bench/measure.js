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
exports.variantName = void 0;
exports.measureCase = measureCase;
exports.measurePeak = measurePeak;
/** Runs the variants of a case in processes of their own, one round of steps at a time, in turn. */
const path = __importStar(require("node:path"));
const promises_1 = require("node:timers/promises");
const paths_1 = require("../paths");
const benchmarkProcess_1 = require("./benchmarkProcess");
const summary_1 = require("./summary");
/** Milliseconds for another process's threads to stop spinning before the next is timed. */
const settling = 300;
const workerFile = path.join(__dirname, 'worker.js');
const pytorchFile = ({ objective }) => path.join(...[paths_1.projectRoot, 'src', 'bench'], objective === 'maskedLanguageModel' ? 'pytorch_masked_language_model.py' : 'pytorch_images.py');
/** Name of a variant for people and notes. */
const variantName = ({ engine, precision }) => `${engine} ${precision}`;
exports.variantName = variantName;
function start(task, { python, environment }) {
    const variables = { ...process.env, ...environment };
    if (task.task === 'trainingStep' && task.engine.startsWith('pytorch')) {
        return benchmarkProcess_1.BenchmarkProcess.start(python, [pytorchFile(task.sizes), JSON.stringify(task)], variables);
    }
    const compiled = task.task !== 'trainingStep' || task.engine === 'compiled';
    const plain = task.task === 'trainingStep' && task.engine === 'tensorflowjs-eager';
    return benchmarkProcess_1.BenchmarkProcess.start(process.execPath, [workerFile, JSON.stringify(task)], {
        ...variables,
        LAB_ENGINE: compiled ? 'compiled' : 'eager',
        ...(plain ? { LAB_NATIVE_KERNELS: 'off' } : {}),
    });
}
/**
 * Measures one case. All its processes are alive at once and only one of them works; the order turns every round.
 * A variant that fails is missing, with the reason, and the others go on.
 * @throws StoppedError on request; the processes are ended then
 */
async function measureCase(sizes, variants, options) {
    const { rounds, steps, warmUp, onProgress = () => { } } = options;
    const running = [];
    const missing = [];
    const started = [];
    const lose = (variant, error) => {
        if (!(error instanceof benchmarkProcess_1.ProcessFailure))
            throw error;
        missing.push({ ...variant, reason: error.message });
    };
    try {
        for (const variant of variants) {
            const process = start({ task: 'trainingStep', sizes, warmUp, ...variant }, options);
            started.push(process);
            try {
                const ready = await process.receive();
                running.push({ variant, process, ready, rounds: [], peakMemoryBytes: 0 });
            }
            catch (error) {
                lose(variant, error);
            }
            onProgress((0, exports.variantName)(variant));
        }
        for (let round = 0; round < rounds; round++) {
            const turn = round % Math.max(1, running.length);
            for (const one of [...running.slice(turn), ...running.slice(0, turn)]) {
                await (0, promises_1.setTimeout)(settling);
                try {
                    const answer = await one.process.ask({ run: steps });
                    one.rounds.push((0, summary_1.median)(answer.milliseconds));
                    one.peakMemoryBytes = answer.peakMemoryBytes;
                }
                catch (error) {
                    lose(one.variant, error);
                    running.splice(running.indexOf(one), 1);
                }
                onProgress((0, exports.variantName)(one.variant));
            }
        }
    }
    finally {
        for (const process of started)
            process.end();
    }
    const stepFlops = running.find(({ ready }) => ready.stepFlops !== undefined)?.ready.stepFlops;
    const measured = running.map(({ variant, ready, rounds: milliseconds, peakMemoryBytes }) => ({
        ...variant,
        sizes,
        version: ready.version,
        compileSeconds: ready.compileSeconds,
        engineMemoryBytes: ready.engineMemoryBytes,
        milliseconds,
        peakMemoryBytes,
        ...(stepFlops === undefined ? {} : { stepFlops }),
    }));
    return { measured, missing };
}
/**
 * Measures the matrix-product peak, and tells what machine it is.
 * @throws ProcessFailure if the process fails: then nothing else can run either
 */
async function measurePeak(size, options) {
    const process = start({ task: 'matrixProductPeak', size }, options);
    try {
        const machine = await process.receive();
        const peak = await process.ask({ run: 1 });
        return { machine, peak };
    }
    finally {
        process.end();
    }
}
//# sourceMappingURL=measure.js.map