"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.SeedSpread = void 0;
exports.compareResults = compareResults;
exports.compareRuns = compareRuns;
const staleness_1 = require("./staleness");
/**
 * Between environments, chaos in training can at worst make a run as different as another seed would. The difference of
 * two such draws has √2 times the seeds' standard deviation; four of those are allowed for one number, three for a mean.
 */
const spreadsForNumber = 4 * Math.SQRT2;
const spreadsForMean = 3 * Math.SQRT2;
/** Compares every recorded number (metrics, curves, facts, parameters, FLOPs, steps; not seconds nor rates per second). */
function compareResults(recorded, recomputed) {
    const hashes = new Set([...recorded.environments, ...recomputed.environments].map(({ hash }) => hash));
    const sameEnvironment = hashes.size === 1;
    const spread = new SeedSpread(recorded);
    const found = new Map(all(recomputed).map((run) => [(0, staleness_1.placeOf)(run.determinants), run]));
    const shared = all(recorded).filter((run) => found.has((0, staleness_1.placeOf)(run.determinants)));
    const notCompared = all(recorded).length - shared.length;
    const numbers = shared.flatMap((run) => compareRuns(run, found.get((0, staleness_1.placeOf)(run.determinants)), sameEnvironment ? undefined : spread));
    if (!sameEnvironment)
        numbers.push(...compareMeans(recorded, recomputed, spread));
    return { sameEnvironment, numbers, notCompared, passed: numbers.every((number) => number.agrees) };
}
/** Compares two executions of one run; without a spread, bit for bit. */
function compareRuns(recorded, again, spread) {
    const place = (0, staleness_1.placeOf)(recorded.determinants);
    const before = quantities(recorded);
    const after = quantities(again);
    const names = [...new Set([...before.keys(), ...after.keys()])];
    return names.flatMap((quantity) => {
        const [a, b] = [before.get(quantity) ?? null, after.get(quantity) ?? null];
        // Texts (hashes of weights) and curves follow the last bit: only the same environment repeats them.
        if (spread && (typeof a === 'string' || quantity.startsWith('curve ')))
            return [];
        const tolerance = spread && !exact.has(quantity) ? spreadsForNumber * spread.of(recorded, quantity) : 0;
        const agrees = a === b || (typeof a === 'number' && typeof b === 'number' && Math.abs(a - b) <= tolerance);
        return [{ place, quantity, recorded: a, recomputed: b, tolerance, agrees, recordedRun: recorded.run }];
    });
}
/** These are counted, not measured: every environment must agree. */
const exact = new Set(['state', 'trainableParameters', 'trainingFlops', 'steps', 'fact chanceLevel']);
function quantities(run) {
    const found = new Map([['state', run.state]]);
    for (const [name, value] of Object.entries(run.metrics))
        found.set(name, value);
    for (const [name, value] of Object.entries(run.facts)) {
        if (!name.endsWith('PerSecond'))
            found.set(`fact ${name}`, value);
    }
    for (const [name, points] of Object.entries(run.curves)) {
        for (const { step, value } of points)
            found.set(`curve ${name} at ${step}`, value);
    }
    const { seconds: _seconds, ...ledger } = run.ledger ?? { seconds: 0 };
    for (const [name, value] of Object.entries(ledger))
        found.set(name, value);
    return found;
}
function compareMeans(recorded, again, spread) {
    return groups(recorded).flatMap((trials) => {
        const first = trials[0];
        const others = again.trials.filter((trial) => trial.arm === first.arm && trial.labelsPerClass === first.labelsPerClass);
        const seeds = new Set(others.map((trial) => trial.seed));
        const same = trials.filter((trial) => seeds.has(trial.seed));
        if (same.length < 2)
            return [];
        return recorded.task.metrics.map((metric) => {
            const [a, b] = [meanOf(same, metric), meanOf(others, metric)];
            const tolerance = (spreadsForMean * spread.of(first, metric)) / Math.sqrt(same.length);
            return {
                place: `${first.arm}, ${first.labelsPerClass} labels, mean of ${same.length} seeds`,
                quantity: metric,
                recorded: a,
                recomputed: b,
                tolerance,
                agrees: Math.abs(a - b) <= tolerance,
                recordedRun: first.run,
            };
        });
    });
}
/** Standard deviation over seeds of one quantity of one arm, pooled over budgets. */
class SeedSpread {
    results;
    constructor(results) {
        this.results = results;
    }
    /** 0 where fewer than two seeds are recorded: then equality is asked for. */
    of(run, quantity) {
        let squares = 0;
        let degrees = 0;
        for (const trials of groups(this.results)) {
            if (trials[0].arm !== run.determinants.name || run.determinants.part !== 'trial')
                continue;
            const values = trials
                .map((trial) => quantities(trial).get(quantity))
                .filter((value) => typeof value === 'number');
            if (values.length < 2)
                continue;
            const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
            squares += values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
            degrees += values.length - 1;
        }
        if (degrees > 0)
            return Math.sqrt(squares / degrees);
        // A pretraining stage has one seed: a tenth of the value, since nothing tells its spread.
        const value = quantities(run).get(quantity);
        return run.determinants.part === 'pretraining' && typeof value === 'number'
            ? (0.1 * Math.abs(value)) / spreadsForNumber
            : 0;
    }
}
exports.SeedSpread = SeedSpread;
function groups(results) {
    const found = new Map();
    for (const trial of results.trials) {
        if (trial.state !== 'finished')
            continue;
        const key = `${trial.arm} ${trial.labelsPerClass}`;
        found.set(key, [...(found.get(key) ?? []), trial]);
    }
    return [...found.values()];
}
function meanOf(trials, metric) {
    return trials.reduce((sum, trial) => sum + (trial.metrics[metric] ?? Number.NaN), 0) / trials.length;
}
function all(results) {
    return [...results.pretraining, ...results.trials];
}
//# sourceMappingURL=comparison.js.map