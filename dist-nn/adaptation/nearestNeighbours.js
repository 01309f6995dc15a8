"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.selectNearestNeighbours = selectNearestNeighbours;
/**
 * Selection of nearest neighbours in embedding space: kNN-TAPT, Gururangan et al. 2020, "Don't Stop Pretraining", section
 * 5.2: for each text of the task, the k texts of the pool with the most similar embeddings.
 */
const errors_1 = require("../errors");
const pool_1 = require("./pool");
const wordHashes_1 = require("./wordHashes");
/**
 * Reads a pool once and selects, under a token budget, first the nearest neighbour of every target text, then every
 * second-nearest, and so on, the most similar of a rank first, each text once, until the next would not fit. Similarity is
 * the cosine. Memory holds `neighbours` texts for each target text. Fewer tokens than the budget come out where the
 * neighbours kept do not fill it.
 * @throws LabError when no target text can be embedded, vectors differ in length, or a number is out of range; StoppedError
 *   on request
 */
async function selectNearestNeighbours(pool, options) {
    const { target, embed, neighbours = 50 } = options;
    const { tokens: budget, countTokens } = (0, pool_1.checkedBudget)(options);
    if (!Number.isInteger(neighbours) || neighbours < 1)
        throw new errors_1.LabError(`The number of neighbours is ${neighbours}; give a whole number, 1 or more.`);
    const queries = target.map((text) => unitVector(embed(text))).filter((vector) => vector !== undefined);
    if (queries.length === 0)
        throw new errors_1.LabError('None of the target texts can be embedded; give texts that the embedding knows.');
    const width = queries[0].length;
    const nearest = queries.map(() => []);
    const worst = new Float64Array(queries.length).fill(-2);
    const poolTexts = await (0, pool_1.readPool)(pool, (text) => {
        const words = (0, wordHashes_1.wordHashes)(text);
        if (words.length === 0)
            return;
        const key = (0, wordHashes_1.textKey)(words);
        const vector = unitVector(embed(text));
        if (!vector)
            return;
        if (vector.length !== width)
            throw new errors_1.LabError(`The embedding gave ${vector.length} and ${width} numbers; give vectors of one length.`);
        for (let q = 0; q < queries.length; q++) {
            const query = queries[q];
            let similarity = 0;
            for (let k = 0; k < width; k++)
                similarity += query[k] * vector[k];
            if (similarity < worst[q])
                continue;
            insert(nearest[q], { text, key, similarity }, neighbours);
            if (nearest[q].length === neighbours)
                worst[q] = nearest[q][neighbours - 1].similarity;
        }
    });
    return { method: 'kNN-TAPT', ...inRounds(nearest, neighbours, budget, countTokens), poolTexts };
}
const nearer = (a, b) => b.similarity - a.similarity || a.key - b.key;
/** Keeps a list sorted, at most `limit` long, without repetitions. */
function insert(list, entry, limit) {
    if (list.some(({ key }) => key === entry.key))
        return;
    let place = list.length;
    while (place > 0 && nearer(list[place - 1], entry) > 0)
        place--;
    list.splice(place, 0, entry);
    if (list.length > limit)
        list.pop();
}
function inRounds(nearest, rounds, budget, countTokens) {
    const chosen = new Set();
    const texts = [];
    const scores = [];
    let tokens = 0;
    for (let rank = 0; rank < rounds; rank++) {
        const round = nearest.flatMap((list) => list.slice(rank, rank + 1)).sort(nearer);
        for (const { text, key, similarity } of round) {
            if (chosen.has(key))
                continue;
            const own = countTokens(text);
            if (tokens + own > budget)
                return { texts, scores, tokens };
            chosen.add(key);
            texts.push(text);
            scores.push(similarity);
            tokens += own;
        }
    }
    return { texts, scores, tokens };
}
function unitVector(values) {
    let squares = 0;
    for (let k = 0; k < values.length; k++)
        squares += values[k] ** 2;
    if (!(squares > 0))
        return undefined;
    const norm = Math.sqrt(squares);
    return Float64Array.from(values, (value) => value / norm);
}
//# sourceMappingURL=nearestNeighbours.js.map