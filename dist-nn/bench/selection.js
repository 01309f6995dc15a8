"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/**
 * How fast corpora are selected, and in how much memory: one method over a generated pool, which is never held.
 * Run: node dist/bench/selection.js METHOD MEGABYTES, with METHOD random, moore-lewis, dsir or nearest.
 */
const crossEntropyDifference_1 = require("../adaptation/crossEntropyDifference");
const importanceResampling_1 = require("../adaptation/importanceResampling");
const nearestNeighbours_1 = require("../adaptation/nearestNeighbours");
const randomSelection_1 = require("../adaptation/randomSelection");
const selectCorpus_1 = require("../adaptation/selectCorpus");
const seededRandom_1 = require("../data/seededRandom");
const topics = 20;
const wordsOfTopic = 5000;
/** Words selected: about 6 MB of text, whatever the size of the pool. */
const budget = { tokens: 1_000_000 };
/** A text of 60 to 179 words of one topic; low word numbers are frequent, as in language. */
function textOf(topic, random) {
    const words = [];
    const length = 60 + random.integer(120);
    for (let k = 0; k < length; k++) {
        const rank = Math.floor(wordsOfTopic * random.uniform() ** 3);
        // Half of the words are common to all topics.
        words.push(random.integer(2) ? `w${rank}` : `t${topic}x${rank}`);
    }
    return words.join(' ');
}
function* pool(megabytes) {
    const random = (0, seededRandom_1.seededRandom)('selection benchmark');
    for (let bytes = 0; bytes < megabytes * 1e6;) {
        const text = textOf(random.integer(topics), random);
        bytes += text.length + 1;
        yield text;
    }
}
async function main() {
    const [method, size] = process.argv.slice(2);
    const megabytes = Number(size);
    const random = (0, seededRandom_1.seededRandom)('selection target');
    const target = Array.from({ length: 500 }, () => textOf(3, random));
    let peak = 0;
    const watch = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage().rss);
    }, 50);
    const generation = performance.now();
    let texts = 0;
    for (const _ of pool(Math.min(megabytes, 100)))
        texts++;
    const secondsToGenerate = ((performance.now() - generation) / 1000) * (megabytes / Math.min(megabytes, 100));
    const started = performance.now();
    const source = () => pool(megabytes);
    // A cheap embedding of 64 numbers, so that the search and not the embedding is measured.
    const embed = (text) => {
        const vector = new Float64Array(64);
        for (const word of text.split(' '))
            vector[(word.length * 31 + word.charCodeAt(1) * 7 + word.charCodeAt(word.length - 1)) % 64]++;
        return vector;
    };
    const selection = method === 'nearest'
        ? await (0, nearestNeighbours_1.selectNearestNeighbours)(source, { target, embed, neighbours: 50, ...budget })
        : await (0, selectCorpus_1.selectCorpus)(source, method === 'dsir'
            ? (0, importanceResampling_1.importanceResampling)({ target, seed: 1 })
            : method === 'moore-lewis'
                ? (0, crossEntropyDifference_1.crossEntropyDifference)({ target, seed: 1 })
                : (0, randomSelection_1.randomSelection)({ seed: 1 }), budget);
    const seconds = (performance.now() - started) / 1000;
    clearInterval(watch);
    const ofTopic = selection.texts.filter((text) => text.includes('t3x')).length;
    process.stdout.write(`${JSON.stringify({
        method,
        megabytes,
        texts: selection.poolTexts,
        textsGenerated: texts,
        seconds,
        secondsToGenerateOnce: secondsToGenerate,
        processorSeconds: process.cpuUsage().user / 1e6,
        peakMegabytes: Math.round(peak / 1e6),
        selectedWords: selection.tokens,
        shareOfTargetTopic: ofTopic / selection.texts.length,
    })}\n`);
}
if (require.main === module)
    void main();
//# sourceMappingURL=selection.js.map