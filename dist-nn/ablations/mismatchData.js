"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.mismatchData = mismatchData;
/** The data of the mismatch study: three tasks, each with the domain that its texts come from, and a pool of all domains. */
const node_crypto_1 = require("node:crypto");
const fixedLengthChunks_1 = require("../adaptation/fixedLengthChunks");
const randomSelection_1 = require("../adaptation/randomSelection");
const selectCorpus_1 = require("../adaptation/selectCorpus");
const dataset_1 = require("../data/dataset");
const seededRandom_1 = require("../data/seededRandom");
const tokenizer_1 = require("../data/tokenizer");
const wordVectors_1 = require("../models/wordVectors");
const textClassificationArms_1 = require("./textClassificationArms");
/**
 * Loads the three cards.
 * @throws LabError when a card or its files are wrong, or a class has fewer labels than the pool needs
 */
async function mismatchData(cards, sizes) {
    const names = ['target', 'second', 'third'];
    const datasets = await Promise.all(names.map((name) => (0, dataset_1.loadDataset)(cards[name])));
    const parts = datasets.map(({ train, pretraining }) => {
        const pool = train.labelled({ perClass: sizes.poolPerClass, seed: 1000 });
        const labelled = pool.examples.map(({ text }) => text);
        const known = new Set(labelled);
        const rest = pretraining.texts.filter((text) => !known.has(text));
        const domain = (0, seededRandom_1.seededRandom)('domain')
            .shuffle((0, fixedLengthChunks_1.fixedLengthChunks)(rest, sizes.chunkWords))
            .slice(0, sizes.domainChunks);
        return { pool, domain, inHand: (0, fixedLengthChunks_1.fixedLengthChunks)(labelled, sizes.chunkWords) };
    });
    const samples = await Promise.all(parts.map(({ domain }) => (0, selectCorpus_1.selectCorpus)(domain, (0, randomSelection_1.randomSelection)({ seed: 1000 }), { tokens: sizes.vocabularyWords })));
    const tokenizer = (0, tokenizer_1.trainWordPiece)(samples.flatMap(({ texts }) => texts), { vocabularySize: sizes.vocabularySize });
    const tasks = names.map((name, index) => {
        const dataset = datasets[index];
        const { pool, domain, inHand } = parts[index];
        const unlabelled = (0, textClassificationArms_1.encodeTexts)(pool, tokenizer).sequences;
        return [
            name,
            {
                name: dataset.name,
                labels: dataset.labels,
                pool,
                domain,
                inHand,
                unlabelled,
                counts: (0, wordVectors_1.tokenCounts)(unlabelled, tokenizer.vocabularySize),
                dev: (0, textClassificationArms_1.sampleTexts)((0, textClassificationArms_1.encodeTexts)(dataset.dev, tokenizer), sizes.devLimit, 'sample'),
                test: (0, textClassificationArms_1.sampleTexts)((0, textClassificationArms_1.encodeTexts)(dataset.test, tokenizer), sizes.testLimit, 'sample'),
            },
        ];
    });
    const known = new Map();
    return {
        tokenizer,
        encode(text) {
            const found = known.get(text) ?? tokenizer.encode(text);
            known.set(text, found);
            return found;
        },
        tasks: Object.fromEntries(tasks),
        hash: (0, node_crypto_1.createHash)('sha256')
            .update(`${datasets.map(({ hash }) => hash).join(' ')} ${tokenizer.hash} ${JSON.stringify(sizes)}`)
            .digest('hex'),
    };
}
//# sourceMappingURL=mismatchData.js.map