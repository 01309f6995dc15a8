"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.currentStudy = currentStudy;
const plan_1 = require("../ablations/plan");
const recorded_1 = require("../ablations/recorded");
const staleness_1 = require("../ablations/staleness");
const store_1 = require("../ablations/store");
const study_1 = require("../ablations/study");
const errors_1 = require("../errors");
/**
 * @param product what shall be written of it, for the refusal: 'report'
 * @throws LabError if nothing is computed, a record was edited, or runs no longer match the code or data; names them
 */
async function currentStudy(ablation, product, { recorded, ...choice }) {
    if (!recorded)
        return computed(ablation, product, choice);
    const folder = typeof recorded === 'string' ? recorded : undefined;
    const study = (0, study_1.recordedStudy)(ablation, (0, recorded_1.uneditedResults)(ablation.id, choice.tier, folder));
    (0, staleness_1.refuseStale)(product, study.data, await study.stale());
    return study;
}
/** The study in the store. Where runs of an earlier state stand in place of missing ones, it says what changed. */
async function computed(ablation, product, options) {
    const study = await (0, study_1.storedStudy)(ablation, options);
    const missing = new Set(study.missing.map((run) => (0, staleness_1.placeOf)(run.determinants)));
    if (missing.size === 0)
        return study;
    const store = new store_1.RunStore();
    const earlier = store
        .records(ablation.id)
        .filter(({ determinants }) => determinants.tier === options.tier && missing.has((0, staleness_1.placeOf)(determinants)))
        .map(({ id, determinants }) => ({ run: id, determinants }));
    (0, staleness_1.refuseStale)(product, study.data, (0, staleness_1.staleRuns)(earlier, await (0, plan_1.planStudy)(ablation, options, store.folder)));
    if (study.data.trials.every((trial) => trial.state === 'missing')) {
        throw new errors_1.LabError(`Nothing of '${ablation.id}' is computed at the tier '${options.tier}': 'lab run ${ablation.id} --tier ${options.tier}' computes it.`);
    }
    return study;
}
//# sourceMappingURL=currentStudy.js.map