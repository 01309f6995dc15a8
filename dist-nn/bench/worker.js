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
/** One process of the benchmark: node worker.js TASK (see protocol.ts). */
const fs = __importStar(require("node:fs"));
const node_readline_1 = require("node:readline");
const fingerprint_1 = require("../engine/fingerprint");
const errors_1 = require("../errors");
const imageStep_1 = require("./imageStep");
const maskedLanguageModelStep_1 = require("./maskedLanguageModelStep");
const matrixProductPeak_1 = require("./matrixProductPeak");
const summary_1 = require("./summary");
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
/** Linux keeps the peak of this program; elsewhere the peak of the process serves. */
function peakMemoryBytes() {
    try {
        return Number(/^VmHWM:\s+(\d+) kB$/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
    }
    catch {
        return process.resourceUsage().maxRSS * 1024;
    }
}
/** Of the engine and its libraries, before there is a model. */
const engineMemoryBytes = process.memoryUsage.rss();
function prepareStep({ sizes, engine, precision, warmUp }) {
    const step = sizes.objective === 'maskedLanguageModel'
        ? (0, maskedLanguageModelStep_1.maskedLanguageModelStep)(sizes, precision)
        : (0, imageStep_1.imageStep)(sizes, precision);
    const first = step.run();
    const others = Array.from({ length: warmUp - 1 }, () => step.run());
    say({
        compileSeconds: engine !== 'compiled' ? 0 : Math.max(0, first - (0, summary_1.median)(others)) / 1000,
        engineMemoryBytes,
        version: `TensorFlow ${(0, fingerprint_1.environmentFingerprint)().tensorflow}`,
        stepFlops: step.flops,
    });
    return (steps) => ({
        milliseconds: Array.from({ length: steps }, () => step.run()),
        peakMemoryBytes: peakMemoryBytes(),
    });
}
function preparePeak({ size }) {
    const measure = (0, matrixProductPeak_1.matrixProductPeak)(size);
    const { cpuModel, threads, memoryBytes, gpuModel, nativeKernels } = (0, fingerprint_1.environmentFingerprint)();
    say({ processor: cpuModel, threads, memoryBytes, device: gpuModel ?? 'cpu', nativeKernels });
    return measure;
}
try {
    const task = JSON.parse(process.argv[2] ?? '');
    const answer = task.task === 'matrixProductPeak' ? preparePeak(task) : prepareStep(task);
    const requests = (0, node_readline_1.createInterface)({ input: process.stdin });
    requests.on('line', (line) => say(answer(JSON.parse(line).run)));
    requests.on('close', () => process.exit(0));
}
catch (error) {
    process.stderr.write(`${error instanceof errors_1.LabError ? error.message : error.stack}\n`);
    process.exit(1);
}
//# sourceMappingURL=worker.js.map