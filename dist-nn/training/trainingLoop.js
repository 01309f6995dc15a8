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
exports.trainingLoop = trainingLoop;
const fs = __importStar(require("node:fs"));
const native_1 = require("../engine/native");
const program_1 = require("../engine/program");
const randomness_1 = require("../engine/randomness");
const errors_1 = require("../errors");
const parameters_1 = require("../models/parameters");
const progress_1 = require("../progress");
const stop_1 = require("../stop");
const adamW_1 = require("./adamW");
const checkpoint_1 = require("./checkpoint");
const schedule_1 = require("./schedule");
/** Stretch over which the recorded loss is averaged. */
const lossEvery = 25;
/**
 * The loop that every pretraining shares: one compiled step with AdamW, warm-up and cosine, checkpoints, progress. The
 * parameters are changed in place.
 * @throws LabError if the loss stops being a number, naming the step; StoppedError on request, with the state kept
 */
async function trainingLoop(task, options) {
    const { parameters, label } = task;
    const { steps, learningRate = 1e-3, seed, checkpoint } = options;
    const optimizer = (0, adamW_1.adamW)(parameters, { weightDecay: options.weightDecay });
    const random = (0, randomness_1.randomness)(seed);
    const state = { ...parameters, ...optimizer.state, ...random.state };
    const program = (0, program_1.compile)({
        state,
        engine: options.engine,
        precision: options.precision,
        xla: options.xla,
        functions: {
            train: ({ rate, ...inputs }) => {
                const { loss } = optimizer.step(() => task.loss(inputs, random), (name) => task.rateOf?.(name, rate) ?? rate);
                random.advance();
                return { loss };
            },
        },
    });
    const progress = { step: 0, losses: [], sum: 0, seen: 0, seconds: 0, flops: 0 };
    const release = () => {
        program.program.dispose();
        native_1.tf.dispose([Object.values(optimizer.state), Object.values(random.state)]);
    };
    if (checkpoint && fs.existsSync(checkpoint.file)) {
        try {
            const saved = (0, checkpoint_1.loadTensors)(checkpoint.file);
            (0, checkpoint_1.restore)(state, saved.tensors, checkpoint.file);
            Object.assign(progress, readProgress(saved.metadata.progress, checkpoint.file));
        }
        catch (error) {
            release();
            throw error;
        }
    }
    const save = () => {
        if (!checkpoint)
            return;
        program.program.synchronize();
        (0, checkpoint_1.saveTensors)(checkpoint.file, {
            tensors: (0, checkpoint_1.hostTensors)(state),
            metadata: { progress: JSON.stringify(progress) },
        });
    };
    const kept = () => checkpoint && fs.existsSync(checkpoint.file)
        ? ` The state before it, as last saved, is kept in ${checkpoint.file}.`
        : '';
    const schedule = { peak: learningRate, warmupSteps: options.warmupSteps ?? Math.ceil(steps * 0.05), steps };
    const bar = (0, progress_1.startProgress)({ label, total: steps, unit: 'steps' });
    const firstStep = progress.step;
    const secondsBefore = progress.seconds;
    const started = performance.now();
    try {
        for (let step = 0; step < steps; step++) {
            const batch = task.nextBatch();
            if (step < firstStep)
                continue;
            const inputs = task.inputs(batch, step);
            const { loss } = program.train({ ...inputs, rate: (0, schedule_1.warmupCosine)(step, schedule) });
            const value = loss.dataSync()[0];
            const { seen, flops } = task.counts(batch, inputs);
            native_1.tf.dispose([Object.values(inputs), loss]);
            if (!Number.isFinite(value))
                throw new errors_1.LabError(`The loss became ${value} at step ${step + 1} of ${steps}; lower the learning rate (${learningRate}) or check the data.${kept()}`);
            record(progress, step, value);
            progress.seen += seen;
            progress.flops += flops;
            progress.seconds = secondsBefore + (performance.now() - started) / 1000;
            options.onStep?.(step, value);
            bar.update(step + 1, `loss ${value.toFixed(3)}`);
            if (checkpoint && (step + 1) % checkpoint.everySteps === 0 && step + 1 < steps)
                save();
            await (0, stop_1.breathe)();
        }
        program.program.synchronize();
        if (checkpoint)
            fs.rmSync(checkpoint.file, { force: true });
    }
    catch (error) {
        if (error.name === 'StoppedError')
            save();
        throw error;
    }
    finally {
        bar.finish();
        release();
    }
    return {
        losses: progress.losses,
        seconds: progress.seconds,
        seen: progress.seen,
        trainingFlops: progress.flops,
        trainableParameters: (0, parameters_1.countParameters)(parameters),
        steps,
    };
}
/** @throws LabError if the file is no checkpoint of this loop */
function readProgress(text, file) {
    try {
        const { step, losses, sum, seen, seconds, flops } = JSON.parse(text ?? '');
        if (Number.isInteger(step) && Array.isArray(losses) && [sum, seen, seconds, flops].every(Number.isFinite))
            return { step, losses, sum, seen, seconds, flops };
    }
    catch {
        // Said below.
    }
    throw new errors_1.LabError(`${file} does not say how far training had come: delete it to start again.`);
}
function record(progress, step, loss) {
    progress.step = step + 1;
    progress.sum += loss;
    if ((step + 1) % lossEvery === 0) {
        progress.losses.push({ step: step + 1, value: progress.sum / lossEvery });
        progress.sum = 0;
    }
}
//# sourceMappingURL=trainingLoop.js.map