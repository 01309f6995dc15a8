"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.textClassifier = textClassifier;
exports.finetune = finetune;
const textClassifier_1 = require("../models/textClassifier");
const wordVectors_1 = require("../models/wordVectors");
const finetune_1 = require("./finetune");
const metrics_1 = require("./metrics");
/** A classifier of texts over an encoder: pooled states and embeddings, standardised, and a linear head. */
function textClassifier(encoder, settings) {
    const { classes, tokenizer, unlabelled, sifConstant = 1e-3, seed = 1 } = settings;
    const sequences = unlabelled.texts.map((text) => tokenizer.encode(text));
    const tokenWeights = (0, wordVectors_1.sifWeights)((0, wordVectors_1.tokenCounts)(sequences, tokenizer.vocabularySize), sifConstant);
    tokenWeights[tokenizer.specialTokens.padding] = 0;
    const classifier = new textClassifier_1.TextClassifier(encoder, { classes, tokenWeights, seed });
    const trainer = new finetune_1.ClassifierTrainer(classifier);
    classifier.standardize(trainer.features(sequences.slice(0, 5000)));
    trainer.dispose();
    return classifier;
}
/**
 * Fine-tunes a classifier on labelled texts and scores it. The classifier's and its encoder's weights are changed.
 * @throws LabError if there is nothing to train on, or the loss stops being a number; StoppedError on request
 */
async function finetune(classifier, options) {
    const { tokenizer, data, evaluateOn, seed, steps = 200 } = options;
    const encoded = (texts) => ({
        sequences: texts.examples.map(({ text }) => tokenizer.encode(text)),
        labels: Int32Array.from(texts.examples, ({ label }) => label),
    });
    const trainer = new finetune_1.ClassifierTrainer(classifier, options);
    const held = encoded(evaluateOn);
    try {
        const { validationLoss, seconds } = await trainer.finetune({
            train: encoded(data),
            steps,
            encoderLearningRate: options.encoderLearningRate ?? 3e-4,
            headLearningRate: options.headLearningRate ?? 5e-3,
            seed,
            validation: { ...held, everySteps: Math.ceil(steps / 10) },
        });
        const predictions = trainer.predict(held.sequences);
        const { classes } = classifier.options;
        return {
            classifier,
            accuracy: metrics_1.accuracy.compute(predictions, held.labels, classes.length),
            macroF1: metrics_1.macroF1.compute(predictions, held.labels, classes.length),
            validationLoss,
            seconds,
            predict(texts) {
                const predictor = new finetune_1.ClassifierTrainer(classifier, options);
                const labels = predictor.predict(texts.map((text) => tokenizer.encode(text)));
                predictor.dispose();
                return Array.from(labels, (label) => classes[label]);
            },
        };
    }
    finally {
        trainer.dispose();
    }
}
//# sourceMappingURL=finetuneTexts.js.map