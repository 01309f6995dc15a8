"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.fragmentation = fragmentation;
exports.brokenWords = brokenWords;
exports.extendEncoder = extendEncoder;
const errors_1 = require("../errors");
const transformerEncoder_1 = require("../models/transformerEncoder");
const checkpoint_1 = require("../training/checkpoint");
/** Words of a text as BERT's tokenizer parts them: runs of letters and digits; each other character that is no space. */
function plainWords(text) {
    return text.match(/[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu) ?? [];
}
/** @throws LabError when the texts hold no word */
function fragmentation(tokenizer, texts) {
    let [words, pieces, broken, unknown] = [0, 0, 0, 0];
    for (const text of texts) {
        for (const word of plainWords(text)) {
            const ids = tokenizer.encode(word);
            if (ids.length === 0)
                continue;
            words++;
            pieces += ids.length;
            if (ids.length > 1)
                broken++;
            if (ids.includes(tokenizer.specialTokens.unknown))
                unknown++;
        }
    }
    if (words === 0)
        throw new errors_1.LabError('The texts hold no word to measure fragmentation on; give some.');
    return { words, piecesPerWord: pieces / words, brokenShare: broken / words, unknownShare: unknown / words };
}
/** The broken words of a domain's texts whose addition to the vocabulary saves the most pieces, best first. */
function brokenWords(tokenizer, texts, { limit, minimumCount = 5 }) {
    const counts = new Map();
    for (const text of texts) {
        for (const word of plainWords(text.toLowerCase()))
            counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    return [...counts]
        .filter(([, count]) => count >= minimumCount)
        .map(([word, count]) => ({ word, count, saving: count * (tokenizer.encode(word).length - 1) }))
        .filter(({ saving }) => saving > 0)
        .sort((a, b) => b.saving - a.saving || (a.word < b.word ? -1 : 1))
        .slice(0, limit);
}
/**
 * An encoder for an extended vocabulary: a copy of `encoder` whose token table has a row more for each added piece,
 * starting from the mean of the rows of the pieces that the old tokenizer breaks it into (Hewitt 2021; Yao et al. 2021,
 * "Adapt-and-Distill", section 3.1). The old rows, and all other parameters, are the same.
 * @throws LabError when the tokenizers do not fit the encoder, or the new one does not begin with the old one's pieces
 */
function extendEncoder(encoder, before, after) {
    const { vocabularySize, width } = encoder.config;
    if (before.vocabularySize !== vocabularySize)
        throw new errors_1.LabError(`The encoder has ${vocabularySize} token embeddings, the tokenizer ${before.vocabularySize} pieces; give the tokenizer it was trained with.`);
    for (let id = 0; id < vocabularySize; id++) {
        if (id >= after.vocabularySize || before.tokenOf(id) !== after.tokenOf(id))
            throw new errors_1.LabError(`Piece ${id} ('${before.tokenOf(id)}') is not the same in both tokenizers; extend the old one with withPieces().`);
    }
    const extended = (0, transformerEncoder_1.transformerEncoder)({ ...encoder.config, vocabularySize: after.vocabularySize, seed: 1 });
    const old = encoder.tokenEmbedding.dataSync();
    const table = new Float32Array(after.vocabularySize * width);
    table.set(old);
    for (let id = vocabularySize; id < after.vocabularySize; id++) {
        const pieces = before.encode(after.tokenOf(id).replace(/^##/, ''));
        for (const piece of pieces) {
            for (let k = 0; k < width; k++)
                table[id * width + k] += old[piece * width + k] / pieces.length;
        }
    }
    for (const [name, variable] of Object.entries(extended.parameters)) {
        const values = variable === extended.tokenEmbedding ? table : encoder.parameters[name].dataSync();
        (0, checkpoint_1.assignValues)(variable, values);
    }
    return extended;
}
//# sourceMappingURL=vocabulary.js.map