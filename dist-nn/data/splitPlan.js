"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.readSplits = readSplits;
const errors_1 = require("../errors");
const archive_1 = require("./archive");
const nearDuplicates_1 = require("./nearDuplicates");
const readers_1 = require("./readers");
const splits_1 = require("./splits");
/**
 * Reads a card's files and carries out its plan of splits: published splits as they are, missing ones cut from train.
 * Pretraining texts are those of all train examples, with or without a label, unless the card names files for them.
 * @throws LabError when a file is wrong, a split is neither named nor sized, or comes out empty
 */
function readSplits(card, folder) {
    const { files, seed = 1 } = card.splits;
    const read = (paths) => paths.flatMap((path) => (0, readers_1.readExamples)(card, folder, path));
    const pool = read(files?.train ?? (files ? [] : readableFiles(card)));
    const parts = { train: pool, dev: read(files?.dev ?? []), test: read(files?.test ?? []) };
    const sizes = { dev: 0, test: 0 };
    for (const split of ['dev', 'test']) {
        if (!files?.[split])
            sizes[split] = sizeOf(card, split, pool);
    }
    if (sizes.dev + sizes.test > 0) {
        const threshold = card.nearDuplicateThreshold ?? nearDuplicates_1.defaultNearDuplicateThreshold;
        const split = (0, splits_1.splitByCluster)(pool, { sizes, seed, threshold });
        parts.train = pool.filter((_, index) => split[index] === 'train');
        for (const name of ['dev', 'test']) {
            if (!files?.[name])
                parts[name] = pool.filter((_, index) => split[index] === name);
        }
    }
    const pretraining = (files?.pretraining ? read(files.pretraining) : parts.train).map(({ text }) => text);
    const labels = card.labels.length > 0 ? card.labels : labelsOf([...parts.train, ...parts.dev, ...parts.test]);
    const classified = card.task === 'text-classification';
    const train = classified ? parts.train.filter(({ label }) => label !== undefined) : parts.train;
    const splits = { pretraining, train, dev: parts.dev, test: parts.test };
    if (classified)
        refuseGaps(card, labels, train);
    if (pretraining.length === 0)
        throw new errors_1.LabError(`${card.name} has no pretraining texts: name files for train or pretraining in its card.`);
    return { splits, labels };
}
/** Paths of the files that hold texts once gz files are unpacked. What lies in other archives has to be named in splits. */
function readableFiles(card) {
    return card.files.flatMap(({ path, unpack }) => {
        if (!unpack)
            return [path];
        return /\.gz$/i.test(path) && !/\.tar\.gz$/i.test(path) ? [(0, archive_1.unpackedName)(path)] : [];
    });
}
function sizeOf(card, split, pool) {
    const { sizes, fractions } = card.splits;
    const size = sizes?.[split];
    if (size !== undefined)
        return size;
    const fraction = fractions?.[split];
    if (fraction === undefined) {
        throw new errors_1.LabError(`The card of ${card.name} says nothing of the ${split} split: name its files in 'splits.files', or give its share of train in 'splits.fractions' (0 for none).`);
    }
    const labelled = pool.filter(({ label }) => label !== undefined).length;
    return Math.round((labelled > 0 ? labelled : pool.length) * fraction);
}
function labelsOf(examples) {
    const labels = new Set();
    for (const { label, tags } of examples) {
        if (label !== undefined)
            labels.add(label);
        for (const tag of tags ?? [])
            labels.add(tag);
    }
    return [...labels].sort();
}
function refuseGaps(card, labels, train) {
    const found = new Set(train.map(({ label }) => label));
    const missing = labels.filter((label) => !found.has(label));
    if (missing.length > 0) {
        throw new errors_1.LabError(`No training text of ${card.name} has the label '${missing[0]}': remove it from 'labels' in the card or add such texts.`);
    }
}
//# sourceMappingURL=splitPlan.js.map