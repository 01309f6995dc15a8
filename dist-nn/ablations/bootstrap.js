"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.bootstrapInterval = bootstrapInterval;
exports.normalQuantile = normalQuantile;
/** Bootstrap intervals (Efron & Tibshirani 1993): what the mean would do if the repeats at hand were the population. */
const math_base_special_erfcinv_1 = __importDefault(require("@stdlib/math-base-special-erfcinv"));
const seededRandom_1 = require("../data/seededRandom");
const statistics_1 = require("./statistics");
/**
 * Bootstrap interval of the mean. Undefined for n < 2. Same seed, same interval.
 * @throws LabError for a level outside 0 to 1
 */
function bootstrapInterval(values, options) {
    const { seed, method = 'bca', level = 0.95, resamples = 4000 } = options;
    (0, statistics_1.checkLevel)(level);
    const n = values.length;
    if (n < 2)
        return undefined;
    const random = (0, seededRandom_1.seededRandom)(`bootstrap/${seed}`);
    const means = new Float64Array(resamples);
    for (let r = 0; r < resamples; r++) {
        let sum = 0;
        for (let k = 0; k < n; k++)
            sum += values[random.integer(n)];
        means[r] = sum / n;
    }
    means.sort();
    const shares = [(1 - level) / 2, (1 + level) / 2];
    const [low, high] = (method === 'bca' ? correctedShares(values, means, shares) : shares).map((share) => (0, statistics_1.quantileOfSorted)(means, share));
    return { low, high, level };
}
/** Efron 1987, equations 3.8 to 6.6: the shares of the resampled means that a corrected interval ends at. */
function correctedShares(values, sortedMeans, shares) {
    const observed = (0, statistics_1.mean)(values);
    let below = 0;
    // Half of the equal ones: with few values many resamples repeat the observed mean.
    for (const resampled of sortedMeans)
        below += resampled < observed ? 1 : resampled === observed ? 0.5 : 0;
    const bias = normalQuantile(below / sortedMeans.length);
    // Leaving one value out moves the mean by (mean - value) / (n - 1), so the jackknife's skewness is the values'.
    const cubes = values.reduce((sum, value) => sum + (value - observed) ** 3, 0);
    const squares = values.reduce((sum, value) => sum + (value - observed) ** 2, 0);
    if (squares === 0 || !Number.isFinite(bias))
        return shares;
    const acceleration = cubes / (6 * squares ** 1.5);
    return shares.map((share) => {
        const z = bias + normalQuantile(share);
        return (0, statistics_1.normalCdf)(bias + z / (1 - acceleration * z));
    });
}
/** The value below which a share of the standard normal distribution lies. */
function normalQuantile(share) {
    return -Math.SQRT2 * (0, math_base_special_erfcinv_1.default)(2 * share);
}
//# sourceMappingURL=bootstrap.js.map