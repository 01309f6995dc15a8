"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Study = void 0;
exports.study = study;
exports.storedStudy = storedStudy;
exports.recordedStudy = recordedStudy;
const studyCards_1 = require("../report/studyCards");
const studyFigures_1 = require("../report/studyFigures");
const studyTables_1 = require("../report/studyTables");
const analysis_1 = require("./analysis");
const collect_1 = require("./collect");
const compute_1 = require("./compute");
const plan_1 = require("./plan");
const staleness_1 = require("./staleness");
const store_1 = require("./store");
/** The results of a study, and the forms in which a reader meets them. Each form can be given to `show`. */
class Study {
    ablation;
    data;
    damaged;
    replan;
    constructor(ablation, 
    /** The plain numbers, each with its run's id. */
    data, 
    /** Records that were found damaged and computed again. */
    damaged, 
    /** Plans the same study from the code and data as they are now. */
    replan) {
        this.ablation = ablation;
        this.data = data;
        this.damaged = damaged;
        this.replan = replan;
    }
    /** What is claimed, by whom, and what was expected here. */
    get claim() {
        return (0, studyCards_1.claimCard)(this.data);
    }
    /** Arms by budgets, for the first metric. */
    get results() {
        return (0, studyTables_1.resultsTable)(this.data);
    }
    /** Arms by budgets, for another of the task's metrics. */
    resultsOf(metric) {
        return (0, studyTables_1.resultsTable)(this.data, metric);
    }
    /** supports, contradicts or inconclusive, and from which numbers. */
    get verdict() {
        return new studyCards_1.VerdictCard(this.data, (0, analysis_1.studyVerdict)(this.data), (0, analysis_1.studyCrossover)(this.data));
    }
    /** Parameters, FLOPs, seconds, memory and energy of each arm. */
    get ledger() {
        return (0, studyTables_1.ledgerTable)(this.data);
    }
    /** Every run with its id. */
    get receipts() {
        return (0, studyTables_1.receiptsTable)(this.data);
    }
    get environment() {
        return (0, studyTables_1.environmentTable)(this.data);
    }
    /** The metric over labels per class, each seed a dot. */
    labelCurve(metric) {
        return (0, studyFigures_1.labelCurve)(this.data, metric);
    }
    /** The treatment minus every other arm, with intervals. */
    pairedDifferences(metric) {
        return (0, studyFigures_1.pairedDifferences)(this.data, metric);
    }
    /** The numbers of {@link pairedDifferences}. */
    differences(metric) {
        return (0, studyTables_1.differencesTable)(this.data, metric);
    }
    /** How many times the labels the reference needs to match the treatment. */
    labelMultipliers() {
        return (0, studyCards_1.multiplierTable)(this.data);
    }
    /** Validation loss over steps; undefined where no trial recorded it. */
    convergence(labelsPerClass) {
        return (0, studyFigures_1.convergence)(this.data, labelsPerClass);
    }
    /** Runs that failed, with their messages. */
    get failed() {
        return [...this.data.pretraining, ...this.data.trials].filter((run) => run.state === 'failed');
    }
    get missing() {
        return [...this.data.pretraining, ...this.data.trials].filter((run) => run.state === 'missing');
    }
    /** Runs behind these results that no longer match the code, data or configuration. */
    async stale() {
        const shown = [...this.data.pretraining, ...this.data.trials].filter((run) => run.state !== 'missing');
        return (0, staleness_1.staleRuns)(shown, await this.replan());
    }
    /** Results table, multipliers and verdict as text. */
    toText() {
        const failed = this.failed.map((run) => `Failed: run ${run.run.slice(0, 10)}: ${run.error}`);
        return [this.results.toText(), this.labelMultipliers().toText(), ...failed, this.verdict.toText()].join('\n\n');
    }
    toDisplay() {
        const html = [this.verdict.toHtml(), this.results.toHtml(), this.labelMultipliers().toHtml()].join('\n');
        return { 'text/html': html, 'text/plain': this.toText() };
    }
    /** For machines: the plain results and the verdict. */
    toJSON() {
        return { results: this.data, verdict: this.verdict.verdict };
    }
}
exports.Study = Study;
/**
 * Runs a study: reads finished runs, computes missing ones (failed ones are tried again), with a progress bar.
 * @throws StoppedError on request; the same call goes on from there
 * @throws LabError for unknown arms, tiers, or a store that cannot be used
 */
async function study(ablation, options = {}) {
    const store = new store_1.RunStore(options.store);
    const plan = await (0, plan_1.planStudy)(ablation, options, store.folder);
    await (0, compute_1.computeMissing)(plan, store);
    return studyOf(plan, store, options);
}
/** What the store holds of a study, computing nothing: trials that it lacks are missing. */
async function storedStudy(ablation, options = {}) {
    const store = new store_1.RunStore(options.store);
    return studyOf(await (0, plan_1.planStudy)(ablation, options, store.folder), store, options);
}
/** A study over results that were recorded earlier. */
function recordedStudy(ablation, results, storeFolder) {
    const store = new store_1.RunStore(storeFolder);
    const { tier, seeds, firstSeed, engine, precision } = results;
    return new Study(ablation, results, [], () => (0, plan_1.planStudy)(ablation, { tier, seeds, firstSeed, engine, precision }, store.folder));
}
function studyOf(plan, store, options) {
    const data = (0, collect_1.collectResults)(plan, store);
    return new Study(plan.ablation, data, store.damaged, () => (0, plan_1.planStudy)(plan.ablation, options, store.folder));
}
//# sourceMappingURL=study.js.map