"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.loadDataset = loadDataset;
const errors_1 = require("../errors");
const acquire_1 = require("./acquire");
const cards_1 = require("./cards");
const leakage_1 = require("./leakage");
const nearDuplicates_1 = require("./nearDuplicates");
const preparedCache_1 = require("./preparedCache");
const splitPlan_1 = require("./splitPlan");
const texts_1 = require("./texts");
const textTasks = ['text-classification', 'language-modelling', 'tagging'];
/**
 * Loads a dataset by the name of a card in datasets/ or by the path of a user's own card (ending in .json). Files are
 * fetched if they are not there yet, verified, read, split and checked for leakage; the result is kept in .lab/cache.
 * @throws LabError when the card, a file or its content is wrong, or when held-out texts leak
 */
async function loadDataset(nameOrCardPath) {
    const { card, folder } = (0, cards_1.readCard)(nameOrCardPath);
    if (!textTasks.includes(card.task)) {
        throw new errors_1.LabError(`${card.name} is a dataset for '${card.task}', which is not read as text: choose one for ${textTasks.join(', ')}.`);
    }
    const files = await (0, acquire_1.acquireFiles)(card, folder);
    const { prepared, hash } = (0, preparedCache_1.preparedOnce)(card, files.checksums, () => prepare(card, files.folder));
    return datasetOf(card, prepared, hash);
}
function prepare(card, folder) {
    const { splits, labels } = (0, splitPlan_1.readSplits)(card, folder);
    const threshold = card.nearDuplicateThreshold ?? nearDuplicates_1.defaultNearDuplicateThreshold;
    if (card.onLeak === 'drop')
        return { labels, ...(0, leakage_1.dropLeaks)(splits, threshold) };
    (0, leakage_1.refuseLeaks)(card.name, splits, threshold);
    return { labels, splits, dropped: { pretraining: 0, train: 0, dev: 0 } };
}
function datasetOf(card, prepared, hash) {
    const { labels, splits, dropped } = prepared;
    const indexOf = new Map(labels.map((label, index) => [label, index]));
    const labelled = (split) => new texts_1.LabelledTexts(splits[split].flatMap(({ text, label }) => label === undefined ? [] : [{ text, label: indexOf.get(label) }]), labels);
    const corpus = (split) => new texts_1.TextCorpus(splits[split].map(({ text }) => text));
    const sentences = (split) => splits[split].map(({ tokens = [], tags = [] }) => ({
        tokens,
        tags: tags.map((tag) => indexOf.get(tag)),
    }));
    return {
        name: card.name,
        card,
        labels,
        hash,
        pretraining: new texts_1.TextCorpus(splits.pretraining),
        train: labelled('train'),
        dev: labelled('dev'),
        test: labelled('test'),
        heldOut: { dev: corpus('dev'), test: corpus('test') },
        ...(card.task === 'tagging' && {
            tagged: { train: sentences('train'), dev: sentences('dev'), test: sentences('test') },
        }),
        dropped,
    };
}
//# sourceMappingURL=dataset.js.map