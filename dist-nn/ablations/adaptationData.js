"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.adaptationData = adaptationData;
/** The data of the domain adaptation study: a target with its domain, general text, and text of another domain. */
const node_crypto_1 = require("node:crypto");
const dataset_1 = require("../data/dataset");
const nearDuplicates_1 = require("../data/nearDuplicates");
const tokenizer_1 = require("../data/tokenizer");
const wordVectors_1 = require("../models/wordVectors");
const taskTexts_1 = require("./taskTexts");
const textClassificationArms_1 = require("./textClassificationArms");
/**
 * Loads the cards and encodes their texts.
 * @throws LabError when a card or its files are wrong, or the target has no labelled texts
 */
async function adaptationData(cards, sizes) {
    const [target, general, other] = await Promise.all([cards.target, cards.general, cards.other].map(dataset_1.loadDataset));
    const { vocabularySize, taskTexts, devLimit, testLimit, heldOut } = sizes;
    // Learned from general text, as the vocabulary of a published general model is.
    const tokenizer = (0, tokenizer_1.trainWordPiece)(general.pretraining, { vocabularySize });
    const encode = (texts) => texts.map((text) => tokenizer.encode(text));
    const { task, domain: rest } = (0, taskTexts_1.taskAndDomain)(target.train, taskTexts);
    const ofDomain = cards.domain === cards.target ? undefined : await (0, dataset_1.loadDataset)(cards.domain);
    const domain = ofDomain ? withoutHeldOut(ofDomain.pretraining.texts, target) : rest;
    const taskSequences = encode(task.examples.map(({ text }) => text));
    const domainSequences = encode(domain);
    return {
        labels: target.labels,
        tokenizer,
        general: encode(general.pretraining.texts),
        other: encode(other.pretraining.texts),
        domain: domainSequences,
        task: taskSequences,
        pool: task,
        heldOut: {
            generalLoss: encode(general.heldOut.dev.texts.slice(0, heldOut)),
            domainLoss: encode(target.heldOut.dev.texts.slice(0, heldOut)),
        },
        counts: (0, wordVectors_1.tokenCounts)([...domainSequences, ...taskSequences], tokenizer.vocabularySize),
        dev: (0, textClassificationArms_1.sampleTexts)((0, textClassificationArms_1.encodeTexts)(target.dev, tokenizer), devLimit, 'sample'),
        test: (0, textClassificationArms_1.sampleTexts)((0, textClassificationArms_1.encodeTexts)(target.test, tokenizer), testLimit, 'sample'),
        hash: (0, node_crypto_1.createHash)('sha256')
            .update(`${target.hash} ${general.hash} ${other.hash} ${tokenizer.hash} ${JSON.stringify(sizes)}`)
            .update(ofDomain ? ` ${ofDomain.hash}` : '')
            .digest('hex'),
    };
}
/** Texts of another collection without those that nearly repeat a text that the target is scored or chosen on. */
function withoutHeldOut(texts, { dev, test }) {
    const heldOut = [...dev.examples, ...test.examples].map(({ text }) => text);
    const leaking = new Set((0, nearDuplicates_1.nearDuplicatesAcross)(texts, heldOut).map(([index]) => index));
    return texts.filter((_, index) => !leaking.has(index));
}
//# sourceMappingURL=adaptationData.js.map