"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.medicalData = medicalData;
/** The data of the study of medical images: the target's splits, and other images in the target's shape. */
const node_crypto_1 = require("node:crypto");
const imageDataset_1 = require("../data/imageDataset");
const imageFitting_1 = require("../data/imageFitting");
const imageStudyData_1 = require("./imageStudyData");
/** Loads both cards. @throws LabError when a card or a file is wrong */
async function medicalData(cards) {
    const target = await (0, imageStudyData_1.imageStudyData)(cards.target);
    const other = await (0, imageDataset_1.loadImages)(cards.other);
    const { shape } = target.pool;
    return {
        ...target,
        other: (0, imageFitting_1.fitImages)(other.train, shape),
        hash: (0, node_crypto_1.createHash)('sha256')
            .update(JSON.stringify([target.hash, other.hash, shape]))
            .digest('hex'),
    };
}
//# sourceMappingURL=medicalImagesData.js.map