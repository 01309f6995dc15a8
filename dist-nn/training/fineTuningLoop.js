"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.fineTuningLoop = fineTuningLoop;
exports.exampleStream = exampleStream;
const seededRandom_1 = require("../data/seededRandom");
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const progress_1 = require("../progress");
const stop_1 = require("../stop");
const schedule_1 = require("./schedule");
/**
 * The loop that every fine-tuning shares: order of examples, schedule, validation, best weights, progress.
 * @returns the validation losses, from step 0 (before training) on
 * @throws LabError if the loss stops being a number; StoppedError on request
 */
async function fineTuningLoop(task) {
    const { steps, seed, validation } = task;
    const validationLoss = [];
    const best = new BestWeights(task.parameters);
    const measure = (step) => {
        if (!validation)
            return;
        const value = validation.loss();
        validationLoss.push({ step, value });
        if (task.keepBest)
            best.offer(value, () => task.synchronize());
    };
    measure(0);
    const bar = (0, progress_1.startProgress)({ label: task.label, total: steps, unit: 'steps' });
    const schedule = { peak: 1, warmupSteps: task.warmupSteps ?? Math.ceil(steps * 0.1), steps };
    const next = exampleStream(task.examples, task.batchSize, seed, task.sizeOf);
    try {
        for (let step = 0; step < steps; step++) {
            const value = task.train(next(), (0, schedule_1.warmupCosine)(step, schedule));
            if (!Number.isFinite(value)) {
                throw new errors_1.LabError(`The loss became ${value} at step ${step + 1} of ${steps} of fine-tuning; lower the learning rates.`);
            }
            task.onStep?.(step, value);
            bar.update(step + 1, `loss ${value.toFixed(3)}`);
            if (validation && (step + 1) % validation.everySteps === 0)
                measure(step + 1);
            if (step % 8 === 0)
                await (0, stop_1.breathe)();
        }
    }
    finally {
        bar.finish();
    }
    task.synchronize();
    if (best.restore())
        task.reload();
    return validationLoss;
}
/** The weights at the lowest loss seen. */
class BestWeights {
    parameters;
    lowest = Number.POSITIVE_INFINITY;
    copies = [];
    constructor(parameters) {
        this.parameters = parameters;
    }
    /** Copies the weights if `loss` is the lowest so far; `synchronize` brings them up to date first. */
    offer(loss, synchronize) {
        if (!(loss < this.lowest))
            return;
        this.lowest = loss;
        synchronize();
        native_1.tf.dispose(this.copies);
        this.copies = Object.values(this.parameters).map((variable) => variable.clone());
    }
    /** Puts the copied weights back; false if there are none. */
    restore() {
        if (this.copies.length === 0)
            return false;
        Object.values(this.parameters).forEach((variable, index) => {
            variable.assign(this.copies[index]);
        });
        native_1.tf.dispose(this.copies);
        this.copies = [];
        return true;
    }
}
/** How many batches are drawn at once to be sorted by size. */
const sortedTogether = 4;
/**
 * Draws batches of indices for ever, every example once before any a second time. Given sizes, the examples of four batches (fewer
 * where there are not so many examples) are sorted by size and cut into batches, which come in random order.
 */
function exampleStream(examples, batchSize, seed, sizeOf) {
    const random = (0, seededRandom_1.seededRandom)(`examples/${seed}`);
    const together = sizeOf ? Math.max(1, Math.min(sortedTogether, Math.floor(examples / batchSize))) : 1;
    let queue = [];
    let batches = [];
    return () => {
        if (batches.length === 0) {
            const drawn = [];
            while (drawn.length < together * batchSize) {
                if (queue.length === 0)
                    queue = random.shuffle(Array.from({ length: examples }, (_, index) => index));
                drawn.push(queue.pop());
            }
            if (sizeOf && together > 1)
                drawn.sort((a, b) => sizeOf(a) - sizeOf(b) || a - b);
            for (let start = 0; start < drawn.length; start += batchSize)
                batches.push(drawn.slice(start, start + batchSize));
            if (together > 1)
                batches = random.shuffle(batches);
        }
        return batches.shift();
    };
}
//# sourceMappingURL=fineTuningLoop.js.map