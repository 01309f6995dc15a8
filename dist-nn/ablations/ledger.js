"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ledgerRows = ledgerRows;
exports.energyAssumption = energyAssumption;
/** What each arm costs: parameters, FLOPs, seconds, memory, and an estimate of energy with its assumption. */
const results_1 = require("./results");
const statistics_1 = require("./statistics");
/** Power drawn while a run computes, in watts, where nothing measures it: a desktop processor, a data-centre GPU's host. */
const assumedWatts = { cpu: 65, gpu: 400 };
/** One row for each arm with a finished trial. */
function ledgerRows(results) {
    const watts = assumedWatts[deviceOf(results)];
    return (0, results_1.armsOf)(results).flatMap((arm) => {
        const trials = results.trials.filter((trial) => trial.arm === arm && trial.state === 'finished');
        if (trials.length === 0)
            return [];
        const stages = pretrainingOf(results, trials, arm);
        const seconds = (runs) => runs.reduce((sum, run) => sum + (run.seconds ?? 0), 0);
        const average = (field) => (0, statistics_1.mean)(trials.map((trial) => trial.ledger[field]));
        return [
            {
                arm,
                trainableParameters: average('trainableParameters'),
                trainingFlops: average('trainingFlops'),
                steps: average('steps'),
                seconds: seconds(trials) / trials.length,
                pretrainingFlops: stages.reduce((sum, stage) => sum + (stage.ledger?.trainingFlops ?? 0), 0),
                pretrainingSeconds: seconds(stages),
                peakMemoryBytes: Math.max(...[...trials, ...stages].map((run) => run.peakMemoryBytes ?? 0)),
                wattHours: ((seconds(trials) + seconds(stages)) * watts) / 3600,
                trials: trials.length,
                runs: [...stages, ...trials].map((run) => run.run),
            },
        ];
    });
}
/** The assumption behind the energy estimate, in a sentence. */
function energyAssumption(results) {
    const device = deviceOf(results);
    const what = device === 'gpu' ? 'a GPU and its host' : 'the whole machine';
    return `Energy is an estimate: wall-clock seconds times ${assumedWatts[device]} W assumed for ${what}; nothing was metered.`;
}
function deviceOf(results) {
    return results.environments.some(({ facts }) => facts.device === 'gpu') ? 'gpu' : 'cpu';
}
/** The stages whose artefacts the arm starts from, with the stages those start from. A control that is only matched has none. */
function pretrainingOf(results, trials, arm) {
    if (results.arms[arm]?.kind === 'control' || results.arms[arm]?.kind === 'baseline')
        return [];
    const byId = new Map(results.pretraining.map((stage) => [stage.run, stage]));
    const found = new Map();
    const pending = trials.flatMap((trial) => Object.values(trial.determinants.parents));
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
        const stage = byId.get(id);
        if (!stage || found.has(id))
            continue;
        found.set(id, stage);
        pending.push(...Object.values(stage.determinants.parents));
    }
    return [...found.values()];
}
//# sourceMappingURL=ledger.js.map