"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.cells = cells;
exports.observations = observations;
exports.treatmentDifferences = treatmentDifferences;
exports.runsOf = runsOf;
exports.studyVerdict = studyVerdict;
exports.studyCrossover = studyCrossover;
exports.commonFact = commonFact;
/** From single trials to what a study says: means, paired differences, the verdict. Pure functions over results. */
const crossover_1 = require("./crossover");
const pairedDifference_1 = require("./pairedDifference");
const results_1 = require("./results");
const statistics_1 = require("./statistics");
const task_1 = require("./task");
const verdict_1 = require("./verdict");
/** Arms by budgets; pairs that the study does not plan are left out. */
function cells(results, metric) {
    return (0, results_1.armsOf)(results).flatMap((arm) => results.labelsPerClass.flatMap((labelsPerClass) => {
        const planned = results.trials.filter((trial) => trial.arm === arm && trial.labelsPerClass === labelsPerClass);
        if (planned.length === 0)
            return [];
        const trials = (0, results_1.finishedTrials)(results, arm, labelsPerClass);
        const values = trials.map((trial) => trial.metrics[metric]);
        const interval = (0, statistics_1.tInterval)(values);
        return [
            {
                arm,
                labelsPerClass,
                trials,
                failed: planned.filter((trial) => trial.state === 'failed').length,
                missing: planned.filter((trial) => trial.state === 'missing').length,
                ...(values.length > 0 ? { mean: (0, statistics_1.mean)(values) } : {}),
                ...(interval ? { interval } : {}),
            },
        ];
    }));
}
/** The planned trials' values of a metric, as the statistics take them. */
function observations(results, metric) {
    return results.trials.map(({ arm, labelsPerClass, seed, state, metrics }) => ({
        arm,
        labelsPerClass,
        seed,
        ...(state === 'finished' ? { value: metrics[metric] } : {}),
    }));
}
/** The verdict's treatment against every other arm, at each budget that both are planned for. */
function treatmentDifferences(results, metric) {
    const { treatment } = results.verdict;
    const all = observations(results, metric);
    const others = (0, results_1.armsOf)(results).filter((arm) => arm !== treatment);
    return others.flatMap((reference) => results.labelsPerClass.flatMap((labelsPerClass) => {
        // A control that runs on fewer seeds by plan lacks nothing.
        const seedsOf = (arm) => new Set(all.filter((o) => o.arm === arm && o.labelsPerClass === labelsPerClass).map((o) => o.seed));
        const [a, b] = [seedsOf(treatment), seedsOf(reference)];
        const both = all.filter((o) => a.has(o.seed) && b.has(o.seed));
        if (!both.some((o) => o.arm === reference && o.labelsPerClass === labelsPerClass))
            return [];
        const difference = (0, pairedDifference_1.pairedDifference)(both, { treatment, reference, labelsPerClass });
        return [
            { ...difference, runs: runsOf(results, [treatment, reference], labelsPerClass, difference.seeds) },
        ];
    }));
}
/** Ids of the trials of some arms at one budget. */
function runsOf(results, arms, labelsPerClass, seeds) {
    return results.trials
        .filter((trial) => arms.includes(trial.arm) && trial.labelsPerClass === labelsPerClass && seeds.includes(trial.seed))
        .map((trial) => trial.run);
}
/** The verdict on the claim, by the rule stated in the ablation, from the first metric. */
function studyVerdict(results) {
    const metric = results.task.metrics[0];
    const titles = Object.fromEntries(Object.entries(results.arms).map(([name, arm]) => [name, arm.title]));
    const { labelsPerClass, verdict: rule } = results;
    return (0, verdict_1.verdictOf)({
        observations: observations(results, metric),
        labelsPerClass,
        rule: rule.labelsPerClass
            ? { ...rule, labelsPerClass: rule.labelsPerClass.filter((budget) => labelsPerClass.includes(budget)) }
            : rule,
        metric,
        higherIsBetter: (0, task_1.higherIsBetter)(metric),
        titles,
    });
}
/** Up to how many labels the verdict's treatment helps, against its reference, over all budgets of the tier. */
function studyCrossover(results) {
    const metric = results.task.metrics[0];
    const { treatment, reference } = results.verdict;
    const differences = treatmentDifferences(results, metric).filter((d) => d.reference === reference);
    const title = results.arms[treatment]?.title ?? treatment;
    return (0, crossover_1.crossover)(differences, { higherIsBetter: (0, task_1.higherIsBetter)(metric), title });
}
/** The fact's value if all trials that state it agree, as chance levels do. */
function commonFact(results, name) {
    const values = new Set(results.trials.map((trial) => trial.facts[name]).filter((value) => value !== undefined));
    const [value] = values;
    return values.size === 1 && typeof value === 'number' ? value : undefined;
}
//# sourceMappingURL=analysis.js.map