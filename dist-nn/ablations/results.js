"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.finishedTrials = finishedTrials;
exports.armsOf = armsOf;
exports.pairs = pairs;
/** Finished trials of one arm at one budget, by rising seed. */
function finishedTrials(results, arm, labelsPerClass) {
    return results.trials
        .filter((trial) => trial.arm === arm && trial.labelsPerClass === labelsPerClass && trial.state === 'finished')
        .sort((a, b) => a.seed - b.seed);
}
/** Arms that have at least one planned trial, in the ablation's order. */
function armsOf(results) {
    return Object.keys(results.arms).filter((arm) => results.trials.some((trial) => trial.arm === arm));
}
/** Trials of two arms paired by seed at one budget; a seed that either arm lacks is left out. */
function pairs(results, treatment, reference, budget) {
    const others = new Map(finishedTrials(results, reference, budget).map((trial) => [trial.seed, trial]));
    return finishedTrials(results, treatment, budget).flatMap((trial) => {
        const other = others.get(trial.seed);
        return other ? [{ seed: trial.seed, treatment: trial, reference: other }] : [];
    });
}
//# sourceMappingURL=results.js.map