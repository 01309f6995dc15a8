"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.spearman = spearman;
exports.rankCorrelation = rankCorrelation;
/** Rank correlation of two quantities, one of which was measured several times, with a bootstrap interval. */
const seededRandom_1 = require("../data/seededRandom");
const errors_1 = require("../errors");
const statistics_1 = require("./statistics");
/** Spearman's rank correlation, -1 to 1, ties with their mean rank; undefined where either side does not vary. */
function spearman(x, y) {
    if (x.length !== y.length)
        throw new errors_1.LabError(`Rank correlation needs pairs, not ${x.length} and ${y.length} values.`);
    const [a, b] = [ranks(x), ranks(y)];
    const centre = (x.length + 1) / 2;
    let [both, first, second] = [0, 0, 0];
    for (let k = 0; k < a.length; k++) {
        both += (a[k] - centre) * (b[k] - centre);
        first += (a[k] - centre) ** 2;
        second += (b[k] - centre) ** 2;
    }
    return first > 0 && second > 0 ? both / Math.sqrt(first * second) : undefined;
}
/** Ranks from 1; equal values share the mean of their ranks. */
function ranks(values) {
    const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
    const found = new Array(values.length);
    for (let start = 0; start < order.length;) {
        let end = start;
        while (end < order.length && values[order[end]] === values[order[start]])
            end++;
        for (let k = start; k < end; k++)
            found[order[k]] = (start + 1 + end) / 2;
        start = end;
    }
    return found;
}
/**
 * Spearman's correlation of x with the mean of the repeats. The interval draws cases with replacement, and repeats within
 * each drawn case (a two-stage bootstrap; Davison & Hinkley 1997, section 3.8), so that it tells of other corpora as well as
 * of other seeds; resamples without variation are left out. With few cases it is rough and wide.
 */
function rankCorrelation(cases, options) {
    const { seed, level = 0.95, resamples = 4000 } = options;
    (0, statistics_1.checkLevel)(level);
    const correlation = spearman(cases.map(({ x }) => x), cases.map(({ repeats }) => (0, statistics_1.mean)(repeats)));
    if (cases.length < 4 || correlation === undefined)
        return { correlation, interval: undefined, cases: cases.length };
    const random = (0, seededRandom_1.seededRandom)(`rank correlation/${seed}`);
    const drawn = [];
    for (let r = 0; r < resamples; r++) {
        const sample = cases.map(() => cases[random.integer(cases.length)]);
        const means = sample.map(({ repeats }) => (0, statistics_1.mean)(repeats.map(() => repeats[random.integer(repeats.length)])));
        const value = spearman(sample.map(({ x }) => x), means);
        if (value !== undefined)
            drawn.push(value);
    }
    drawn.sort((a, b) => a - b);
    const [low, high] = [(1 - level) / 2, (1 + level) / 2].map((share) => (0, statistics_1.quantileOfSorted)(drawn, share));
    return { correlation, interval: { low, high, level }, cases: cases.length };
}
//# sourceMappingURL=rankCorrelation.js.map