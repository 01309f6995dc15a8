"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.loadImages = loadImages;
const node_crypto_1 = require("node:crypto");
const errors_1 = require("../errors");
const acquire_1 = require("./acquire");
const cards_1 = require("./cards");
const groupSplit_1 = require("./groupSplit");
const imageDuplicates_1 = require("./imageDuplicates");
const imageReaders_1 = require("./imageReaders");
const images_1 = require("./images");
const splits_1 = require("./splits");
/**
 * Loads an image dataset by the name of a card in datasets/ or by the path of a user's own card (ending in .json).
 * Dev and test are cut by near-duplicate cluster, in proportion to the classes; images that were taken together stay in one
 * split, near duplicates or not.
 * @throws LabError when the card, a file or its content is wrong
 */
async function loadImages(nameOrCardPath) {
    const { card, folder } = (0, cards_1.readCard)(nameOrCardPath);
    if (card.task !== 'image-classification')
        throw new errors_1.LabError(`${card.name} is a dataset for '${card.task}', not for 'image-classification': load it with loadDataset.`);
    const files = await (0, acquire_1.acquireFiles)(card, folder);
    const raw = (0, imageReaders_1.readImages)(card, files.folder);
    const names = card.labels.length > 0 ? card.labels : [...new Set(raw.labels)].sort();
    const indexOf = new Map(names.map((name, index) => [name, index]));
    const labels = Int32Array.from(raw.labels, (label) => indexOf.get(label));
    const all = new images_1.LabelledImages(raw.pixels, raw.shape, labels, names);
    const clusters = (0, imageDuplicates_1.imageClusters)(all, card.nearDuplicateThreshold ?? imageDuplicates_1.defaultImageThreshold);
    const held = (split) => card.splits.sizes?.[split] ?? Math.round(all.length * (card.splits.fractions?.[split] ?? 0));
    const sizes = { dev: held('dev'), test: held('test') };
    const cut = { sizes, seed: card.splits.seed ?? 1 };
    const split = raw.groups
        ? (0, groupSplit_1.groupSplit)(raw.labels, (0, groupSplit_1.joinedGroups)(raw.groups, clusters), cut)
        : (0, splits_1.clusterSplit)(raw.labels, clusters, cut);
    const part = (name) => all.select([...split.keys()].filter((index) => split[index] === name));
    const [train, dev, test] = [part('train'), part('dev'), part('test')];
    const clusterSizes = new Map();
    for (const cluster of clusters)
        clusterSizes.set(cluster, (clusterSizes.get(cluster) ?? 0) + 1);
    const hash = (0, node_crypto_1.createHash)('sha256').update(JSON.stringify([names, raw.shape]));
    for (const set of [train, dev, test])
        hash.update(set.pixels).update(new Uint8Array(set.labels.buffer));
    return {
        name: card.name,
        card,
        labels: names,
        shape: raw.shape,
        hash: hash.digest('hex'),
        pretraining: new images_1.ImageCollection(train.pixels, train.shape),
        train,
        dev,
        test,
        nearDuplicates: clusters.filter((cluster) => clusterSizes.get(cluster) > 1).length,
    };
}
//# sourceMappingURL=imageDataset.js.map