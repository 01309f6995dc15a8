"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.imageStudyData = imageStudyData;
/** The data of a study of images: one card's splits, and its training images without their labels. */
const imageDataset_1 = require("../data/imageDataset");
/** Loads a card. @throws LabError when it or a file is wrong */
async function imageStudyData(card) {
    const { labels, pretraining: unlabelled, train: pool, dev, test, hash } = await (0, imageDataset_1.loadImages)(card);
    return { labels, unlabelled, pool, dev, test, hash };
}
//# sourceMappingURL=imageStudyData.js.map