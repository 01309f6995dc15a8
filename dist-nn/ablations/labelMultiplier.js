"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.labelMultipliers = labelMultipliers;
exports.labelsToReach = labelsToReach;
exports.formatCensored = formatCensored;
/** What pretraining is worth in labels: how many times as many the baseline needs to score the same. */
const seededRandom_1 = require("../data/seededRandom");
const pairedDifference_1 = require("./pairedDifference");
const statistics_1 = require("./statistics");
/**
 * The label multiplier at each budget of the treatment. The baseline's mean scores are joined by straight lines over
 * log2(labels per class); the first point where the line reaches the treatment's mean score is read off. Nothing is
 * extrapolated: beyond the measured budgets the answer is a bound. Budgets without a complete seed are left out.
 */
function labelMultipliers(observations, options) {
    const { treatment, baseline, higherIsBetter = true, level = 0.95, resamples = 2000 } = options;
    const sign = higherIsBetter ? 1 : -1;
    const scores = new Map();
    for (const observation of observations) {
        if ((0, pairedDifference_1.isMeasured)(observation))
            scores.set(placeOf(observation), sign * observation.value);
    }
    const score = (arm, labelsPerClass, seed) => scores.get(placeOf({ arm, labelsPerClass, seed }));
    const budgetsOf = (arm) => distinct(observations.filter((o) => o.arm === arm).map((o) => o.labelsPerClass));
    const budgets = budgetsOf(baseline);
    return budgetsOf(treatment).flatMap((labelsPerClass) => {
        const planned = distinct(observations
            .filter((o) => o.arm === baseline || (o.arm === treatment && o.labelsPerClass === labelsPerClass))
            .map((o) => o.seed));
        const seeds = planned.filter((seed) => score(treatment, labelsPerClass, seed) !== undefined &&
            budgets.every((budget) => score(baseline, budget, seed) !== undefined));
        if (seeds.length === 0 || budgets.length === 0)
            return [];
        const labelsFor = (chosen) => labelsToReach((0, statistics_1.mean)(chosen.map((seed) => score(treatment, labelsPerClass, seed))), budgets, budgets.map((budget) => (0, statistics_1.mean)(chosen.map((seed) => score(baseline, budget, seed)))));
        const baselineLabels = labelsFor(seeds);
        const times = ({ value, bound }) => ({ value: value / labelsPerClass, bound });
        return [
            {
                labelsPerClass,
                score: (0, statistics_1.mean)(seeds.map((seed) => sign * score(treatment, labelsPerClass, seed))),
                baselineLabels,
                multiplier: times(baselineLabels),
                interval: resampled(seeds, (chosen) => times(labelsFor(chosen)), {
                    level,
                    resamples,
                    seed: `${options.seed ?? 'label multiplier'}/${labelsPerClass}`,
                }),
                seeds,
                missing: planned.filter((seed) => !seeds.includes(seed)),
            },
        ];
    });
}
/**
 * Labels at which a curve first reaches a score, by straight lines over log2(labels).
 * @param budgets labels, ascending
 * @param curve the score at each of the budgets, larger is better
 */
function labelsToReach(score, budgets, curve) {
    if (curve[0] >= score)
        return { value: budgets[0], bound: curve[0] === score ? 'exact' : 'atMost' };
    for (let k = 1; k < budgets.length; k++) {
        if (curve[k] < score)
            continue;
        const share = (score - curve[k - 1]) / (curve[k] - curve[k - 1]);
        const [from, to] = [Math.log2(budgets[k - 1]), Math.log2(budgets[k])];
        return { value: 2 ** (from + share * (to - from)), bound: 'exact' };
    }
    return { value: budgets[budgets.length - 1], bound: 'atLeast' };
}
/** '11.3', '>= 16' or '<= 0.25': three significant figures. */
function formatCensored({ value, bound }) {
    const number = String(Number(value.toPrecision(3)));
    return bound === 'exact' ? number : `${bound === 'atLeast' ? '>=' : '<='} ${number}`;
}
function resampled(seeds, estimate, { level, resamples, seed }) {
    if (seeds.length < 2)
        return undefined;
    const random = (0, seededRandom_1.seededRandom)(seed);
    const order = { atMost: -1, exact: 0, atLeast: 1 };
    const estimates = Array.from({ length: resamples }, () => estimate(seeds.map(() => seeds[random.integer(seeds.length)]))).sort((a, b) => order[a.bound] - order[b.bound] || a.value - b.value);
    // Censored estimates cannot be averaged with their neighbours, so the ends are resamples themselves, rounded outwards.
    const tail = ((1 - level) / 2) * (resamples - 1);
    return { low: estimates[Math.floor(tail)], high: estimates[Math.ceil(resamples - 1 - tail)], level };
}
function placeOf({ arm, labelsPerClass, seed, }) {
    return JSON.stringify([arm, labelsPerClass, seed]);
}
function distinct(values) {
    return [...new Set(values)].sort((a, b) => a - b);
}
//# sourceMappingURL=labelMultiplier.js.map