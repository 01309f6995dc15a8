"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.lossCurves = lossCurves;
/** The loss of one model trained in float32 and in mixed bfloat16, everything else equal: what lower precision costs. */
const dataset_1 = require("../data/dataset");
const tokenizer_1 = require("../data/tokenizer");
const native_1 = require("../engine/native");
const transformerEncoder_1 = require("../models/transformerEncoder");
const maskedLanguageModel_1 = require("../objectives/maskedLanguageModel");
const pretrain_1 = require("../training/pretrain");
/**
 * Pretrains the masked language model on WordNet's glosses once in each precision, from the same weights, on the same
 * batches with the same masks and dropout.
 * @throws StoppedError on request
 */
async function lossCurves({ steps, width, layers, seed }) {
    const { pretraining } = await (0, dataset_1.loadDataset)('wordnet-glosses');
    const tokenizer = (0, tokenizer_1.trainWordPiece)(pretraining, { vocabularySize: 8192 });
    const sequences = pretraining.texts.map((text) => tokenizer.encode(text));
    const objective = (0, maskedLanguageModel_1.maskedLanguageModel)({ tokenizer });
    const curves = [];
    for (const precision of ['float32', 'mixed-bfloat16']) {
        const encoder = (0, transformerEncoder_1.transformerEncoder)({
            ...{ vocabularySize: tokenizer.vocabularySize, layers, width, heads: 4, maxLength: 20, seed },
            ...{ paddingToken: tokenizer.specialTokens.padding, dropoutRate: 0.1 },
        });
        const { losses, seconds } = await (0, pretrain_1.pretrain)(encoder, {
            ...{ objective, sequences, steps, seed, precision, engine: 'compiled' },
            ...{ batchSize: 128, lengths: [20], learningRate: 2e-3 },
        });
        native_1.tf.dispose(Object.values(encoder.parameters));
        curves.push({ precision, losses, seconds });
    }
    return curves;
}
//# sourceMappingURL=lossCurves.js.map