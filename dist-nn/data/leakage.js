"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.findLeaks = findLeaks;
exports.refuseLeaks = refuseLeaks;
exports.dropLeaks = dropLeaks;
const errors_1 = require("../errors");
const nearDuplicates_1 = require("./nearDuplicates");
/**
 * Texts of pretraining and train that stand in dev or test, and texts of dev that stand in test. Pretraining may
 * contain train's texts: they are no secret, their labels are not in it.
 */
function findLeaks(splits, threshold) {
    const dev = splits.dev.map(({ text }) => text);
    const test = splits.test.map(({ text }) => text);
    const train = splits.train.map(({ text }) => text);
    const leaks = [];
    const search = (split, texts, reference) => {
        const firstTest = reference.length - test.length;
        const add = (index, match, kind) => {
            const heldOut = match < firstTest ? 'dev' : 'test';
            leaks.push({ split, index, text: texts[index], heldOut, heldOutText: reference[match], kind });
        };
        const exact = new Map();
        reference.forEach((text, index) => {
            exact.set((0, nearDuplicates_1.normalisedText)(text), index);
        });
        const rest = [];
        texts.forEach((text, index) => {
            const match = exact.get((0, nearDuplicates_1.normalisedText)(text));
            if (match === undefined)
                rest.push(index);
            else
                add(index, match, 'exact');
        });
        const restTexts = rest.map((index) => texts[index]);
        for (const [index, match] of (0, nearDuplicates_1.nearDuplicatesAcross)(restTexts, reference, threshold))
            add(rest[index], match, 'near');
    };
    // Where the pretraining texts contain train's, as they mostly do, one search serves both.
    search('pretraining', splits.pretraining, [...dev, ...test]);
    const known = new Set(splits.pretraining);
    const leaking = new Map(leaks.map((leak) => [leak.text, leak]));
    const unknown = [];
    train.forEach((text, index) => {
        const leak = leaking.get(text);
        if (leak)
            leaks.push({ ...leak, split: 'train', index });
        else if (!known.has(text))
            unknown.push(index);
    });
    const before = leaks.length;
    search('train', unknown.map((index) => train[index]), [...dev, ...test]);
    for (let entry = before; entry < leaks.length; entry++) {
        leaks[entry] = { ...leaks[entry], index: unknown[leaks[entry].index] };
    }
    search('dev', dev, test);
    return leaks;
}
/**
 * Refuses a dataset whose held-out texts leak.
 * @throws LabError with the counts and up to two examples
 */
function refuseLeaks(name, splits, threshold) {
    const leaks = findLeaks(splits, threshold);
    if (leaks.length === 0)
        return;
    const exact = leaks.filter(({ kind }) => kind === 'exact').length;
    const examples = leaks
        .slice(0, 2)
        .map((leak) => `${leak.split} ${leak.index + 1} '${short(leak.text)}' ~ ${leak.heldOut} '${short(leak.heldOutText)}'`);
    throw new errors_1.LabError(`${name} leaks: ${exact} exact and ${leaks.length - exact} near duplicates (similarity ${threshold} or more) stand on ` +
        `both sides of a split (${examples.join('; ')}): part them, or set "onLeak": "drop" in the card to leave them out ` +
        'of pretraining, train and dev.');
}
/** The splits without the leaking texts of pretraining, train and dev, and how many those were. Test is never touched. */
function dropLeaks(splits, threshold) {
    const leaks = findLeaks(splits, threshold);
    const outOf = (split) => new Set(leaks.filter((leak) => leak.split === split).map(({ index }) => index));
    const [pretraining, train, dev] = [outOf('pretraining'), outOf('train'), outOf('dev')];
    return {
        splits: {
            pretraining: splits.pretraining.filter((_, index) => !pretraining.has(index)),
            train: splits.train.filter((_, index) => !train.has(index)),
            dev: splits.dev.filter((_, index) => !dev.has(index)),
            test: splits.test,
        },
        dropped: { pretraining: pretraining.size, train: train.size, dev: dev.size },
    };
}
function short(text) {
    return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
//# sourceMappingURL=leakage.js.map