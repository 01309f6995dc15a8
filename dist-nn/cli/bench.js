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
exports.benchCommand = benchCommand;
/** `lab bench`: how fast the training step is here, against our own eager path and PyTorch. */
const fs = __importStar(require("node:fs"));
const os = __importStar(require("node:os"));
const path = __importStar(require("node:path"));
const commander_1 = require("commander");
const benchmarkProcess_1 = require("../bench/benchmarkProcess");
const benchmarkTable_1 = require("../bench/benchmarkTable");
const measure_1 = require("../bench/measure");
const protocol_1 = require("../bench/protocol");
const pytorch_1 = require("../bench/pytorch");
const summary_1 = require("../bench/summary");
const errors_1 = require("../errors");
const progress_1 = require("../progress");
const options_1 = require("./options");
const ownVariants = [
    { engine: 'compiled', precision: 'float32' },
    { engine: 'compiled', precision: 'mixed-bfloat16' },
    { engine: 'eager', precision: 'float32' },
    { engine: 'tensorflowjs-eager', precision: 'float32' },
];
const pytorchVariants = [
    { engine: 'pytorch-eager', precision: 'float32' },
    { engine: 'pytorch-compile', precision: 'float32' },
    { engine: 'pytorch-eager', precision: 'mixed-bfloat16' },
    { engine: 'pytorch-compile', precision: 'mixed-bfloat16' },
];
/** Steps before the first round: one compiles, the others fill caches and memory pools. */
const warmUp = 6;
/** The command, for the command line to add. */
function benchCommand() {
    return new commander_1.Command('bench')
        .description('Time training steps here, against eager and PyTorch')
        .option('--torch <python>', 'compare with the PyTorch of this Python (default: .lab/bench, if installed)')
        .option('--install-torch', 'first install PyTorch into .lab/bench (gigabytes)')
        .addOption((0, options_1.countOption)('--rounds <n>', 'rounds, in which the variants take turns', 5))
        .addOption((0, options_1.countOption)('--steps <n>', 'training steps of a variant in a round', 20))
        .addOption(new commander_1.Option('--objective <list>', `training steps, separated by commas: ${objectives.join(', ')}`)
        .argParser(knownObjectives)
        .default(['maskedLanguageModel'], 'maskedLanguageModel'))
        .addOption(new commander_1.Option('--width <list>', 'widths of the language model, separated by commas')
        .argParser(options_1.wholeNumbers)
        .default([128, 256], '128,256'))
        .addOption((0, options_1.countOption)('--layers <n>', 'blocks of the model', 4))
        .addOption((0, options_1.countOption)('--heads <n>', 'attention heads', 4))
        .addOption((0, options_1.countOption)('--batch <n>', 'sequences in a batch', 32))
        .addOption((0, options_1.countOption)('--tokens <n>', 'tokens in a sequence', 64))
        .addOption((0, options_1.countOption)('--vocabulary <n>', 'token ids', 8192))
        .addOption(new commander_1.Option('--precision <names...>', 'only these: PyTorch needs minutes for a bfloat16 step without AVX-512')
        .choices(['float32', 'mixed-bfloat16'])
        .default(['float32', 'mixed-bfloat16']))
        .addOption((0, options_1.countOption)('--peak-size <n>', 'rows of the matrices whose products give the peak', 2048))
        .addOption((0, options_1.jsonOption)())
        .action(async (options) => {
        const benchmark = await measure(options);
        if (options.json)
            (0, options_1.printJson)(benchmark);
        else
            process.stdout.write(`${describe(benchmark)}\n`);
    });
}
const objectives = ['maskedLanguageModel', 'contrastive', 'maskedAutoencoder'];
function knownObjectives(text) {
    return text.split(',').map((name) => {
        const known = objectives.find((objective) => objective === name);
        if (!known)
            throw new commander_1.InvalidArgumentError(`Choose from ${objectives.join(', ')}.`);
        return known;
    });
}
/** The image cases; `--batch` and the other sizes are the language model's. */
const imageCases = {
    contrastive: {
        ...{ objective: 'contrastive', batch: 128, side: 28, temperature: 0.5 },
        ...{ channels: [32, 64, 128], strides: [2, 2, 2] },
    },
    maskedAutoencoder: {
        ...{ objective: 'maskedAutoencoder', batch: 128, side: 32, patch: 4, maskRatio: 0.75 },
        ...{ layers: 4, width: 128, heads: 4, decoder: { layers: 1, width: 64, heads: 4 } },
    },
};
function sizesOf(options, width) {
    const { layers, heads, batch, tokens: time, vocabulary: vocabularySize } = options;
    if (vocabularySize < 16) {
        throw new errors_1.LabError(`A vocabulary of ${vocabularySize} has no room for special tokens; give --vocabulary 16 or more.`);
    }
    return {
        objective: 'maskedLanguageModel',
        ...{ layers, width, heads, batch, time, vocabularySize, dropoutRate: 0.1 },
        predictions: Math.ceil(batch * time * protocol_1.maskProbability),
    };
}
async function measure(options) {
    const cases = options.objective.flatMap((objective) => objective === 'maskedLanguageModel'
        ? options.width.map((width) => sizesOf(options, width))
        : [imageCases[objective]]);
    const loadBefore = os.loadavg()[0];
    const python = (0, pytorch_1.findPytorch)(options.torch ?? (options.installTorch ? (0, pytorch_1.installPytorch)() : undefined));
    const variants = [...ownVariants, ...(python ? pytorchVariants : [])].filter(({ precision }) => options.precision.includes(precision));
    const { rounds, steps } = options;
    const total = 1 + cases.length * variants.length * (1 + rounds);
    const progress = (0, progress_1.startProgress)({ label: 'Benchmark', total, unit: 'rounds' });
    let done = 0;
    const onProgress = (note) => progress.update(++done, note);
    // PyTorch would find what it compiled last time, and compile seconds would say nothing.
    const cache = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-bench-'));
    const settings = {
        ...{ rounds, steps, warmUp, onProgress },
        ...(python ? { python } : {}),
        environment: { TORCHINDUCTOR_CACHE_DIR: cache },
    };
    try {
        const { machine, peak } = await (0, measure_1.measurePeak)(options.peakSize, settings);
        onProgress('matrix products');
        const results = [];
        const ratios = [];
        const missing = [];
        const versions = new Set();
        for (const sizes of cases) {
            const found = await (0, measure_1.measureCase)(sizes, variants, settings);
            results.push(...(0, summary_1.resultsOf)(found.measured, peak));
            ratios.push(...(0, summary_1.ratiosOf)(found.measured));
            missing.push(...found.missing.map((one) => ({ case: (0, summary_1.caseName)(sizes), ...one })));
            for (const { version } of found.measured)
                versions.add(version);
        }
        if (results.length === 0) {
            throw new errors_1.LabError(`No variant could be measured; the first: ${missing[0].reason}`);
        }
        const date = new Date().toISOString();
        const facts = { date, machine, loadBefore, versions: [...versions], rounds, steps };
        return { ...facts, peakGflopsPerSecond: peak, results, ratios, missing };
    }
    catch (error) {
        if (error instanceof benchmarkProcess_1.ProcessFailure) {
            throw new errors_1.LabError(`The engine cannot be measured: ${error.message} 'lab doctor' looks for the cause.`);
        }
        throw error;
    }
    finally {
        progress.finish();
        fs.rmSync(cache, { recursive: true, force: true, maxRetries: 5 });
    }
}
function describe(benchmark) {
    const { machine, peakGflopsPerSecond: peak, results, ratios, missing, rounds, steps } = benchmark;
    const gflops = (value) => Math.round(value).toLocaleString('en-US');
    const lines = [
        (0, benchmarkTable_1.benchmarkTable)(results, ratios),
        '',
        `Median over ${rounds} x ${steps} steps (rounds x steps), the variants taking turns; ratios are taken round by round, above 1 is faster than the reference.`,
        `${machine.processor}, ${machine.threads} threads, ${(machine.memoryBytes / 2 ** 30).toFixed(0)} GiB, device ${machine.device}, own kernels ${machine.nativeKernels ? 'in use' : 'not in use'}; ${benchmark.versions.join(', ')}; ${benchmark.date}`,
        'eager runs the same kernels one by one; TensorFlow.js runs its own kernels one by one.',
        'Peak memory is the process with its libraries; engine is the part that was there before the model.',
        `Matrix-product peak: ${gflops(peak.float32)} GFLOP/s in float32, ${gflops(peak['mixed-bfloat16'])} in bfloat16.`,
    ];
    if (benchmark.loadBefore > 0.5) {
        lines.push(`Other work was running before this (load ${benchmark.loadBefore.toFixed(1)}): measure again on a quiet machine.`);
    }
    if (!results.some(({ engine }) => engine.startsWith('pytorch'))) {
        lines.push("Without PyTorch: 'lab bench --torch PYTHON' or 'lab bench --install-torch' compares with it.");
    }
    for (const one of missing)
        lines.push(`Missing: ${one.case}, ${one.engine}, ${one.precision}. ${one.reason}`);
    return lines.join('\n');
}
//# sourceMappingURL=bench.js.map