"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.mean = mean;
exports.standardDeviation = standardDeviation;
exports.tInterval = tInterval;
exports.tTest = tTest;
exports.effectSize = effectSize;
exports.signCount = signCount;
exports.holmCorrection = holmCorrection;
exports.normalCdf = normalCdf;
exports.quantileOfSorted = quantileOfSorted;
exports.checkLevel = checkLevel;
/**
 * Statistics of few repeats: means, spreads, t intervals, paired tests. Nothing here is defined from a single number:
 * where n < 2 the answer is undefined, never 0. Quantiles and tail probabilities come from stdlib.
 */
const math_base_special_erfc_1 = __importDefault(require("@stdlib/math-base-special-erfc"));
const stats_base_dists_t_cdf_1 = __importDefault(require("@stdlib/stats-base-dists-t-cdf"));
const stats_base_dists_t_quantile_1 = __importDefault(require("@stdlib/stats-base-dists-t-quantile"));
const errors_1 = require("../errors");
/** @throws LabError for no values */
function mean(values) {
    if (values.length === 0)
        throw new errors_1.LabError('There is no mean of no values; count the missing ones instead.');
    return values.reduce((sum, value) => sum + value, 0) / values.length;
}
/** The sample's estimate of the population's standard deviation (divisor n - 1); undefined for n < 2. */
function standardDeviation(values) {
    if (values.length < 2)
        return undefined;
    const centre = mean(values);
    return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}
/** Student's interval of the mean, for values that vary about normally; undefined for n < 2. */
function tInterval(values, level = 0.95) {
    checkLevel(level);
    const deviation = standardDeviation(values);
    if (deviation === undefined)
        return undefined;
    const reach = ((0, stats_base_dists_t_quantile_1.default)((1 + level) / 2, values.length - 1) * deviation) / Math.sqrt(values.length);
    const centre = mean(values);
    return { low: centre - reach, high: centre + reach, level };
}
/**
 * Two-sided p of Student's one-sample test that the mean is `expected`; on paired differences, the paired t test.
 * Undefined for n < 2. Values without any spread give 0, or 1 where they equal what is expected.
 */
function tTest(values, expected = 0) {
    const deviation = standardDeviation(values);
    if (deviation === undefined)
        return undefined;
    const distance = Math.abs(mean(values) - expected);
    if (deviation === 0)
        return distance === 0 ? 1 : 0;
    return 2 * (0, stats_base_dists_t_cdf_1.default)((-distance * Math.sqrt(values.length)) / deviation, values.length - 1);
}
/** The mean of paired differences in units of their standard deviation (Cohen 1988, d_z); undefined where that is 0 or n < 2. */
function effectSize(differences) {
    const deviation = standardDeviation(differences);
    return deviation === undefined || deviation === 0 ? undefined : mean(differences) / deviation;
}
/** How many paired differences have each sign, with the exact sign test. */
function signCount(differences) {
    const positive = differences.filter((difference) => difference > 0).length;
    const negative = differences.filter((difference) => difference < 0).length;
    const ties = differences.length - positive - negative;
    const p = positive + negative > 0 ? binomialTest(positive, positive + negative) : undefined;
    return { positive, negative, ties, p };
}
/** Two-sided exact p of a fair coin: twice the smaller tail, at most 1. */
function binomialTest(successes, trials) {
    const extreme = Math.min(successes, trials - successes);
    let [ways, tail] = [1, 0];
    for (let k = 0; k <= extreme; k++) {
        tail += ways;
        ways *= (trials - k) / (k + 1);
    }
    return Math.min(1, (2 * tail) / 2 ** trials);
}
/**
 * Holm 1979: tests several hypotheses so that the chance of any false rejection stays below alpha. From the smallest p
 * on, each is compared with alpha over the number of hypotheses left; the first failure ends it. An undefined p (too few
 * values) counts as a hypothesis that is never rejected. Answers in the order given.
 */
function holmCorrection(pValues, alpha = 0.05) {
    checkLevel(alpha);
    const order = pValues
        .map((p, index) => ({ p: p ?? 1, known: p !== undefined, index }))
        .sort((a, b) => a.p - b.p || a.index - b.index);
    const steps = new Array(pValues.length);
    let [running, open, divisor] = [0, true, pValues.length];
    for (const [rank, { p, known, index }] of order.entries()) {
        const left = pValues.length - rank;
        running = Math.max(running, Math.min(1, p * left));
        if (open)
            divisor = left;
        open = open && known && p <= alpha / left;
        steps[index] = { adjustedP: running, level: 1 - alpha / divisor, rejected: open };
    }
    return steps;
}
/** Share of the standard normal distribution below x. */
function normalCdf(x) {
    return (0, math_base_special_erfc_1.default)(-x / Math.SQRT2) / 2;
}
/**
 * The value below which a share of the values lies, between 0 and 1, with linear interpolation between neighbours (the
 * default of numpy and R, type 7). Values must be sorted.
 */
function quantileOfSorted(sorted, share) {
    const position = share * (sorted.length - 1);
    const below = Math.floor(position);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
function checkLevel(level) {
    if (!(level > 0 && level < 1))
        throw new errors_1.LabError(`The level is ${level}; give a share between 0 and 1, as 0.95.`);
}
//# sourceMappingURL=statistics.js.map