"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.isMeasured = isMeasured;
exports.pairedDifference = pairedDifference;
/** The difference of two arms at one budget, seed by seed: what every claim of a study is judged by. */
const bootstrap_1 = require("./bootstrap");
const statistics_1 = require("./statistics");
/** A value that is there and is a number: a NaN metric is a failed trial. */
function isMeasured(observation) {
    return observation.value !== undefined && Number.isFinite(observation.value);
}
/** Pairs two arms' trials by seed at one budget and describes the differences. */
function pairedDifference(observations, comparison, options = {}) {
    const { treatment, reference, labelsPerClass } = comparison;
    const here = observations.filter((observation) => observation.labelsPerClass === labelsPerClass);
    const valuesOf = (arm) => new Map(here
        .filter((observation) => observation.arm === arm)
        .map((o) => [o.seed, isMeasured(o) ? o.value : undefined]));
    const [treated, referred] = [valuesOf(treatment), valuesOf(reference)];
    const planned = [...new Set([...treated.keys(), ...referred.keys()])].sort((a, b) => a - b);
    const complete = planned.filter((seed) => treated.get(seed) !== undefined && referred.get(seed) !== undefined);
    const differences = complete.map((seed) => treated.get(seed) - referred.get(seed));
    const { level } = options;
    return {
        treatment,
        reference,
        labelsPerClass,
        seeds: complete,
        differences,
        missing: planned.filter((seed) => !complete.includes(seed)),
        mean: differences.length > 0 ? (0, statistics_1.mean)(differences) : undefined,
        standardDeviation: (0, statistics_1.standardDeviation)(differences),
        tInterval: (0, statistics_1.tInterval)(differences, level),
        bootstrapInterval: (0, bootstrap_1.bootstrapInterval)(differences, {
            seed: `${treatment} - ${reference} at ${labelsPerClass}`,
            level,
        }),
        signs: (0, statistics_1.signCount)(differences),
        effectSize: (0, statistics_1.effectSize)(differences),
        p: (0, statistics_1.tTest)(differences),
    };
}
//# sourceMappingURL=pairedDifference.js.map