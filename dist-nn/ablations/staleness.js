"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.staleRuns = staleRuns;
exports.placeOf = placeOf;
exports.changesBetween = changesBetween;
exports.summariseChanges = summariseChanges;
exports.refuseStale = refuseStale;
/** Which numbers no longer belong to the code, data or configuration at hand, and because of what. */
const errors_1 = require("../errors");
const identity_1 = require("./identity");
/** Those of the runs whose ids the plan does not contain, each with what changed. */
function staleRuns(runs, plan) {
    const planned = [...plan.stages, ...plan.trials];
    const current = new Set(planned.map((run) => run.id));
    const byPlace = new Map(planned.map((run) => [placeOf(run.determinants), run.determinants]));
    return runs
        .filter((run) => !current.has(run.run))
        .map(({ run, determinants }) => ({
        run,
        determinants,
        changes: changesBetween(determinants, byPlace.get(placeOf(determinants))),
    }));
}
/** Where a run stands in a study: its stage or arm, budget and seed. */
function placeOf({ part, name, seed, labelsPerClass }) {
    return part === 'trial' ? `${name}, ${labelsPerClass} labels, seed ${seed}` : `stage ${name}, seed ${seed}`;
}
/** What distinguishes a run from the one that would be computed now in its place. */
function changesBetween(then, now) {
    if (!now)
        return ['the study no longer contains it'];
    const changes = [
        ...differing(then.code, now.code).map((name) => `code of ${name}`),
        ...differing(then.configuration, now.configuration).map((name) => `configuration of ${name}`),
        ...differing(then.parents, now.parents).map((name) => `pretraining stage ${name}`),
    ];
    for (const field of ['data', 'engine', 'precision', 'tier', 'kind']) {
        if (then[field] !== now[field])
            changes.push(field);
    }
    return changes;
}
function differing(then, now) {
    const [a, b] = [new Map(Object.entries(then)), new Map(Object.entries(now))];
    return [...new Set([...a.keys(), ...b.keys()])].filter((name) => JSON.stringify(a.get(name)) !== JSON.stringify(b.get(name)));
}
/** All changes behind stale runs, most frequent first, in one clause. */
function summariseChanges(stale) {
    const counts = new Map();
    for (const change of stale.flatMap((run) => run.changes))
        counts.set(change, (counts.get(change) ?? 0) + 1);
    const sorted = [...counts].sort(([, a], [, b]) => b - a).map(([change]) => change);
    const shown = sorted.slice(0, 5).join(', ');
    return sorted.length > 5 ? `${shown} and ${sorted.length - 5} more` : shown;
}
/** Stale runs that are named one by one. */
const most = 3;
/**
 * Refuses to show numbers that no longer belong to what is at hand.
 * @param product what is not written: 'report'
 * @throws LabError naming the runs and what changed, if there are any
 */
function refuseStale(product, { id, tier }, stale) {
    if (stale.length === 0)
        return;
    const named = stale
        .slice(0, most)
        .map(({ run, determinants }) => `${placeOf(determinants)} (run ${(0, identity_1.shortId)(run)})`)
        .join('; ');
    const more = stale.length > most ? ` and ${stale.length - most} more` : '';
    throw new errors_1.LabError(`The ${product} of '${id}' was not written, because these results come from other code, data or configuration: ${named}${more}; changed since: ${summariseChanges(stale)}. 'lab run ${id} --tier ${tier}' computes them anew.`);
}
//# sourceMappingURL=staleness.js.map