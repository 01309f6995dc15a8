"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ImageClassifierTrainer = void 0;
const softmaxCrossEntropy_1 = require("../engine/kernels/softmaxCrossEntropy");
const native_1 = require("../engine/native");
const program_1 = require("../engine/program");
const randomness_1 = require("../engine/randomness");
const errors_1 = require("../errors");
const parameters_1 = require("../models/parameters");
const augmentation_1 = require("../objectives/augmentation");
const adamW_1 = require("./adamW");
const classScores_1 = require("./classScores");
const fineTuningLoop_1 = require("./fineTuningLoop");
/** Images in an evaluation batch. */
const evaluationBatch = 250;
/** Fine-tunes one image classifier again and again: the program compiles once; see ClassifierTrainer, its sibling for text. */
class ImageClassifierTrainer {
    classifier;
    optimizer;
    random = (0, randomness_1.randomness)(0);
    program;
    batchSize;
    constructor(classifier, options = {}) {
        this.classifier = classifier;
        this.batchSize = options.batchSize ?? 64;
        const { parameters, constants } = classifier;
        this.optimizer = (0, adamW_1.adamW)(parameters, { weightDecay: options.weightDecay });
        const { optimizer, random } = this;
        this.program = (0, program_1.compile)({
            state: { ...parameters, ...constants, ...optimizer.state, ...random.state },
            engine: options.engine,
            precision: options.precision,
            functions: {
                train: (batch) => {
                    const images = options.augmentation
                        ? (0, augmentation_1.augment)(batch.images, options.augmentation, random)
                        : batch.images;
                    const { loss } = optimizer.step(() => (0, softmaxCrossEntropy_1.softmaxCrossEntropy)(classifier.logits(images), batch.labels).mean(), (name) => (name.startsWith('head.') ? batch.headRate : batch.encoderRate));
                    random.advance();
                    return { loss };
                },
                logits: ({ images }) => ({ values: classifier.logits(images) }),
                features: ({ images }) => ({ values: classifier.encoder.features(images) }),
            },
        });
    }
    /**
     * Trains on labelled images from the classifier's present weights, with a fresh head and optimiser.
     * @throws LabError if there is nothing to train on, or the loss stops being a number; StoppedError on request
     */
    async finetune(options) {
        const { classifier, batchSize } = this;
        const { train, steps, seed, validation } = options;
        if (train.length === 0)
            throw new errors_1.LabError('There are no labelled images to fine-tune on; choose a budget of at least one.');
        const started = performance.now();
        if (options.head)
            classifier.setHead(options.head);
        else
            classifier.resetHead(seed);
        this.optimizer.reset();
        this.random.reset(seed);
        this.reload();
        const validationLoss = await (0, fineTuningLoop_1.fineTuningLoop)({
            label: `Fine-tune on ${train.length} labels`,
            examples: train.length,
            batchSize,
            steps,
            seed,
            parameters: classifier.parameters,
            synchronize: () => this.program.program.synchronize(),
            reload: () => this.reload(),
            train: (chosen, share) => {
                const images = native_1.tf.tensor4d(train.values(chosen), [batchSize, ...train.shape]);
                const labels = native_1.tf.tensor1d(Int32Array.from(chosen, (index) => train.labels[index]), 'int32');
                const { loss } = this.program.train({
                    images,
                    labels,
                    encoderRate: share * options.encoderLearningRate,
                    headRate: share * options.headLearningRate,
                });
                const value = loss.dataSync()[0];
                native_1.tf.dispose([images, labels, loss]);
                return value;
            },
            validation: validation && {
                everySteps: validation.everySteps,
                loss: () => (0, classScores_1.meanCrossEntropy)(this.logits(validation.images), validation.images.labels, classifier.classes.length),
            },
        });
        return {
            validationLoss,
            seconds: (performance.now() - started) / 1000,
            trainingFlops: steps * this.stepFlops,
            trainableParameters: (0, parameters_1.countParameters)(classifier.parameters),
            steps,
        };
    }
    get stepFlops() {
        return 3 * this.classifier.encoder.forwardFlops(this.batchSize);
    }
    /** How many training steps cost this many floating-point operations. */
    stepsFor(flops) {
        return Math.round(flops / this.stepFlops);
    }
    /** Scores [images, classes], row-major, without augmentation. */
    logits(images) {
        return this.inBatches(images, this.classifier.classes.length, (batch) => this.program.logits(batch).values);
    }
    /** Raw features [images, featureWidth], without augmentation. */
    features(images) {
        const columns = this.classifier.encoder.featureWidth;
        const values = this.inBatches(images, columns, (batch) => this.program.features(batch).values);
        return { kind: 'dense', rows: images.length, columns, values: Float64Array.from(values) };
    }
    /** Call after changing the classifier's tensors from outside. */
    reload() {
        this.program.program.reload();
    }
    dispose() {
        this.program.program.dispose();
        native_1.tf.dispose([Object.values(this.optimizer.state), Object.values(this.random.state)]);
    }
    inBatches(images, width, run) {
        const result = new Float32Array(images.length * width);
        for (let start = 0; start < images.length; start += evaluationBatch) {
            const rows = Math.min(evaluationBatch, images.length - start);
            const padded = new Float32Array(evaluationBatch * images.pixelsPerImage);
            padded.set(images.values(Array.from({ length: rows }, (_, row) => start + row)));
            const batch = native_1.tf.tensor4d(padded, [evaluationBatch, ...images.shape]);
            const output = run({ images: batch });
            result.set(output.dataSync().subarray(0, rows * width), start * width);
            native_1.tf.dispose([batch, output]);
        }
        return result;
    }
}
exports.ImageClassifierTrainer = ImageClassifierTrainer;
//# sourceMappingURL=finetuneImages.js.map