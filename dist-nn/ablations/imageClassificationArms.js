"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.reusableImageTrainer = reusableImageTrainer;
exports.frozenImageSets = frozenImageSets;
const imageClassifier_1 = require("../models/imageClassifier");
const finetuneImages_1 = require("../training/finetuneImages");
const trainers = new Map();
/** Returns the process's trainer for these settings, making it on first use: a study's trials compile once. */
function reusableImageTrainer(key, build) {
    const name = JSON.stringify(key);
    let found = trainers.get(name);
    if (!found) {
        const { encoder, classes, augmentation, ...options } = build();
        const classifier = new imageClassifier_1.ImageClassifier(encoder, classes, 1);
        found = {
            encoder,
            trainer: new finetuneImages_1.ImageClassifierTrainer(classifier, { ...options, ...(augmentation && { augmentation }) }),
        };
        trainers.set(name, found);
    }
    return found;
}
/** Features of the encoder as it stands, scaled as the classifier's head sees them (call `standardize` first). */
function frozenImageSets(trainer, scaling, sets) {
    const of = (images) => ({
        features: scaling.apply(trainer.features(images)),
        labels: images.labels,
    });
    return { train: of(sets.train), dev: of(sets.dev), test: of(sets.test) };
}
//# sourceMappingURL=imageClassificationArms.js.map