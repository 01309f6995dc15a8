"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ClassifierTrainer = void 0;
const softmaxCrossEntropy_1 = require("../engine/kernels/softmaxCrossEntropy");
const native_1 = require("../engine/native");
const program_1 = require("../engine/program");
const randomness_1 = require("../engine/randomness");
const errors_1 = require("../errors");
const parameters_1 = require("../models/parameters");
const adamW_1 = require("./adamW");
const classScores_1 = require("./classScores");
const fineTuningLoop_1 = require("./fineTuningLoop");
/** Texts in an evaluation batch. */
const evaluationBatch = 250;
/**
 * Fine-tunes one classifier again and again: the program compiles once, and each trial starts from the weights that
 * the classifier's tensors hold when `finetune` is called. Afterwards they hold the trained ones.
 */
class ClassifierTrainer {
    classifier;
    optimizer;
    random = (0, randomness_1.randomness)(0);
    program;
    trained;
    batchSize;
    /** In ascending order. */
    lengths;
    constructor(classifier, options = {}) {
        this.classifier = classifier;
        this.batchSize = options.batchSize ?? 32;
        this.lengths = [...(options.lengths ?? [classifier.encoder.config.maxLength])].sort((a, b) => a - b);
        const { trains = () => true } = options;
        this.trained = Object.fromEntries(Object.entries(classifier.parameters).filter(([name]) => trains(name)));
        this.optimizer = (0, adamW_1.adamW)(this.trained, {
            weightDecay: (name) => (name.startsWith('head.') ? options.headWeightDecay : options.weightDecay) ?? 0.01,
        });
        const { optimizer, random } = this;
        this.program = (0, program_1.compile)({
            state: { ...classifier.parameters, ...classifier.constants, ...optimizer.state, ...random.state },
            engine: options.engine,
            precision: options.precision,
            functions: {
                train: (batch) => {
                    const { loss } = optimizer.step(() => (0, softmaxCrossEntropy_1.softmaxCrossEntropy)(classifier.logits(batch.tokens, random), batch.labels).mean(), (name) => (name.startsWith('head.') ? batch.headRate : batch.encoderRate));
                    random.advance();
                    return { loss };
                },
                logits: ({ tokens }) => ({ values: classifier.logits(tokens) }),
                pooled: ({ tokens }) => ({ values: classifier.pooled(tokens) }),
            },
        });
    }
    /**
     * Trains on labelled texts from the classifier's present weights, with a fresh head and optimiser.
     * @throws LabError if there is nothing to train on, or the loss stops being a number; StoppedError on request
     */
    async finetune(options) {
        const { classifier, batchSize } = this;
        const { train, steps, seed, validation } = options;
        if (train.sequences.length === 0)
            throw new errors_1.LabError('There are no labelled texts to fine-tune on; choose a budget of at least one label a class.');
        const started = performance.now();
        if (options.head)
            classifier.setHead(options.head);
        else
            classifier.resetHead(seed);
        this.optimizer.reset();
        this.random.reset(seed);
        this.program.program.reload();
        let trainingFlops = 0;
        const validationLoss = await (0, fineTuningLoop_1.fineTuningLoop)({
            label: `Fine-tune on ${train.sequences.length} labels`,
            examples: train.sequences.length,
            batchSize,
            steps,
            warmupSteps: options.warmupSteps,
            seed,
            sizeOf: this.sizeOf(train),
            parameters: classifier.parameters,
            synchronize: () => this.program.program.synchronize(),
            reload: () => this.program.program.reload(),
            train: (chosen, share) => {
                const sequences = chosen.map((index) => train.sequences[index]);
                const length = this.lengthOf(sequences);
                trainingFlops += this.stepFlops(length);
                const tokens = padded(sequences, batchSize, length, classifier.encoder.config.paddingToken);
                const labels = native_1.tf.tensor1d(Int32Array.from(chosen, (index) => train.labels[index]), 'int32');
                const { loss } = this.program.train({
                    tokens,
                    labels,
                    encoderRate: share * options.encoderLearningRate,
                    headRate: share * options.headLearningRate,
                });
                const value = loss.dataSync()[0];
                native_1.tf.dispose([tokens, labels, loss]);
                return value;
            },
            validation: validation && {
                everySteps: validation.everySteps,
                loss: () => this.loss(validation),
            },
            keepBest: options.keepBest,
            onStep: options.onStep,
        });
        return {
            validationLoss,
            seconds: (performance.now() - started) / 1000,
            trainingFlops,
            trainableParameters: (0, parameters_1.countParameters)(this.trained),
            steps,
        };
    }
    /** The length that a training batch is padded to. */
    lengthOf(sequences) {
        const longest = sequences.reduce((most, { length }) => Math.max(most, length), 0);
        return this.lengths.find((length) => length >= longest) ?? this.lengths[this.lengths.length - 1];
    }
    sizeOf({ sequences }) {
        return this.lengths.length > 1 ? (example) => sequences[example].length : undefined;
    }
    /** Floating-point operations of one training step. */
    stepFlops(length) {
        return 3 * this.classifier.encoder.forwardFlops(this.batchSize, length);
    }
    /** How many training steps on these texts cost this many floating-point operations. */
    stepsFor(flops, train, seed) {
        const next = (0, fineTuningLoop_1.exampleStream)(train.sequences.length, this.batchSize, seed, this.sizeOf(train));
        let spent = 0;
        for (let steps = 0;; steps++) {
            const cost = this.stepFlops(this.lengthOf(next().map((index) => train.sequences[index])));
            if (spent + cost / 2 > flops)
                return steps;
            spent += cost;
        }
    }
    /** Scores [texts, classes], row-major, dropout off. */
    logits(sequences) {
        return this.inBatches(sequences, this.classifier.options.classes.length, (tokens) => this.program.logits({ tokens }).values);
    }
    /** Raw pooled features [texts, featureWidth], dropout off. */
    features(sequences) {
        const values = this.inBatches(sequences, this.classifier.featureWidth, (tokens) => this.program.pooled({ tokens }).values);
        const columns = this.classifier.featureWidth;
        return { kind: 'dense', rows: sequences.length, columns, values: Float64Array.from(values) };
    }
    /** The class with the highest score of each text. */
    predict(sequences) {
        return (0, classScores_1.highestScores)(this.logits(sequences), this.classifier.options.classes.length);
    }
    /** Mean cross-entropy in nats. */
    loss({ sequences, labels }) {
        return (0, classScores_1.meanCrossEntropy)(this.logits(sequences), labels, this.classifier.options.classes.length);
    }
    /** Call after changing the classifier's tensors from outside, before predicting. */
    reload() {
        this.program.program.reload();
    }
    dispose() {
        this.program.program.dispose();
        native_1.tf.dispose([Object.values(this.optimizer.state), Object.values(this.random.state)]);
    }
    inBatches(sequences, width, run) {
        const { maxLength, paddingToken } = this.classifier.encoder.config;
        const result = new Float32Array(sequences.length * width);
        // Short texts together: two lengths, two compiled shapes, half the work.
        const short = Math.ceil(maxLength / 2);
        for (const [length, fits] of [
            [short, (n) => n <= short],
            [maxLength, (n) => n > short],
        ]) {
            const rows = [...sequences.keys()].filter((row) => fits(sequences[row].length));
            for (let start = 0; start < rows.length; start += evaluationBatch) {
                const batch = rows.slice(start, start + evaluationBatch);
                const tokens = padded(batch.map((row) => sequences[row]), evaluationBatch, length, paddingToken);
                const output = run(tokens);
                const values = output.dataSync();
                native_1.tf.dispose([tokens, output]);
                batch.forEach((row, index) => {
                    result.set(values.subarray(index * width, (index + 1) * width), row * width);
                });
            }
        }
        return result;
    }
}
exports.ClassifierTrainer = ClassifierTrainer;
/** Token ids as an int32 tensor [rows, length]; long sequences are cut, missing rows are padding throughout. */
function padded(sequences, rows, length, padding) {
    const values = new Int32Array(rows * length).fill(padding);
    sequences.forEach((sequence, row) => {
        values.set(sequence.length > length ? sequence.subarray(0, length) : sequence, row * length);
    });
    return native_1.tf.tensor2d(values, [rows, length], 'int32');
}
//# sourceMappingURL=finetune.js.map