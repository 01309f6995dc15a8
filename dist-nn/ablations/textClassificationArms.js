"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.encodeTexts = encodeTexts;
exports.sampleTexts = sampleTexts;
exports.tfidfSets = tfidfSets;
exports.wordVectorSets = wordVectorSets;
exports.fixedFeatures = fixedFeatures;
exports.frozenSets = frozenSets;
exports.reusableTrainer = reusableTrainer;
/**
 * What the arms of a text classification study are made of, each a few lines over the library: a fine-tuned
 * transformer, features of a frozen one, and the classical baselines' features. Ablation files compose them.
 */
const seededRandom_1 = require("../data/seededRandom");
const featureScaling_1 = require("../models/featureScaling");
const textClassifier_1 = require("../models/textClassifier");
const wordVectors_1 = require("../models/wordVectors");
const finetune_1 = require("../training/finetune");
/** Tokenizes labelled texts, keeping their order. */
function encodeTexts({ examples }, tokenizer) {
    return {
        texts: examples.map(({ text }) => text),
        sequences: examples.map(({ text }) => tokenizer.encode(text)),
        labels: Int32Array.from(examples, ({ label }) => label),
    };
}
/** A random sample fixed by its seed, or all in order if the limit is not below the whole. */
function sampleTexts({ texts, sequences, labels }, limit, seed) {
    if (limit >= texts.length)
        return { texts, sequences, labels };
    const rows = (0, seededRandom_1.seededRandom)(seed)
        .shuffle([...texts.keys()])
        .slice(0, limit);
    return {
        texts: rows.map((row) => texts[row]),
        sequences: rows.map((row) => sequences[row]),
        labels: Int32Array.from(rows, (row) => labels[row]),
    };
}
/** TF-IDF of words and pairs of words, its vocabulary and frequencies from unlabelled texts. */
function tfidfSets(tfidf, train, dev, test) {
    const of = ({ texts, labels }) => ({ features: tfidf.features(texts), labels });
    return { train: of(train), dev: of(dev), test: of(test) };
}
/** Frequency-weighted means of word vectors, scaled by statistics of unlabelled texts. */
function wordVectorSets(vectors, weights, unlabelled, train, dev, test) {
    const dimensions = vectors.length / weights.length;
    const means = (sequences) => (0, wordVectors_1.unitRows)((0, wordVectors_1.weightedMeans)(sequences, { vectors, dimensions, weights }));
    const scaling = featureScaling_1.FeatureScaling.fit(means(unlabelled), 1);
    const of = ({ sequences, labels }) => ({ features: scaling.apply(means(sequences)), labels });
    return { train: of(train), dev: of(dev), test: of(test) };
}
/** Pooled features of the texts that every trial looks at, by the hash of the weights that made them and the texts' name. */
const knownFeatures = new Map();
/** How many feature sets are kept: trials that start from the same weights come one after another. */
const keptFeatures = 12;
/**
 * Raw pooled features of a fixed set of texts, computed once for each set of weights in a process.
 * @param weights hash of the encoder's weights
 * @param name of the set of texts
 */
function fixedFeatures(trainer, weights, name, sequences) {
    const key = `${weights} ${name} ${sequences.length}`;
    const known = knownFeatures.get(key);
    if (known)
        return known;
    if (knownFeatures.size >= keptFeatures)
        knownFeatures.delete([...knownFeatures.keys()][0]);
    const features = trainer.features(sequences);
    knownFeatures.set(key, features);
    return features;
}
/** Pooled features of an encoder as it stands, scaled as the classifier's head sees them (call `standardize` first). `weights` is the hash of its weights. */
function frozenSets(trainer, scaling, weights, train, dev, test) {
    const fixed = (name, { sequences, labels }) => ({
        features: scaling.apply(fixedFeatures(trainer, weights, name, sequences)),
        labels,
    });
    return {
        train: { features: scaling.apply(trainer.features(train.sequences)), labels: train.labels },
        dev: fixed('dev', dev),
        test: fixed(test === dev ? 'dev' : 'test', test),
    };
}
const trainers = new Map();
/** Returns the process's trainer for these settings, making it on first use: a study's trials compile once. */
function reusableTrainer(key, build) {
    const name = JSON.stringify(key);
    let found = trainers.get(name);
    if (!found) {
        const { encoder, classes, tokenWeights, freezeEmbeddings, ...options } = build();
        const trains = (parameter) => !(freezeEmbeddings && /^encoder\.(token|position)Embedding$/.test(parameter));
        const classifier = new textClassifier_1.TextClassifier(encoder, { classes, tokenWeights, seed: 1 });
        found = { encoder, trainer: new finetune_1.ClassifierTrainer(classifier, { ...options, trains }) };
        trainers.set(name, found);
    }
    return found;
}
//# sourceMappingURL=textClassificationArms.js.map