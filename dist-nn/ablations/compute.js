"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.computeMissing = computeMissing;
/** Computes the runs of a plan that the store lacks, in company of other processes that may do the same. */
const promises_1 = require("node:timers/promises");
const progress_1 = require("../progress");
const stop_1 = require("../stop");
const run_1 = require("./run");
/** How long to wait before looking again at runs that other processes hold. */
const waitMilliseconds = 200;
/**
 * Computes every missing run; failed ones are tried again. What other processes compute meanwhile is taken from them.
 * @throws StoppedError on request; what is finished stays in the store
 */
async function computeMissing(plan, store) {
    const all = [...plan.stages, ...plan.trials];
    const finished = (id) => store.read(plan.ablation.id, id)?.state === 'finished';
    const done = new Set(all.map((run) => run.id).filter(finished));
    const failed = new Set();
    const pending = new Set(all.filter((run) => !done.has(run.id)));
    store.tidy(plan.ablation.id);
    if (pending.size === 0)
        return;
    const total = pending.size;
    const already = done.size > 0 ? ` (${done.size} already there)` : '';
    const progress = (0, progress_1.startProgress)({ label: `${plan.ablation.title}${already}`, total, unit: 'runs' });
    const settle = (run, state) => {
        pending.delete(run);
        (state === 'finished' ? done : failed).add(run.id);
        const failures = failed.size > 0 ? `, ${failed.size} failed` : '';
        progress.update(total - pending.size, `${nameOf(run)}${failures}`);
    };
    try {
        while (pending.size > 0) {
            await (0, stop_1.breathe)();
            const progressed = await computeNext();
            if (!progressed)
                await (0, promises_1.setTimeout)(waitMilliseconds);
        }
    }
    finally {
        progress.finish(failed.size > 0 ? `${failed.size} failed` : undefined);
    }
    /** Settles at least one run, or returns false if all that could be computed now are held by others. */
    async function computeNext() {
        for (const run of pending) {
            const parents = Object.values(run.determinants.parents);
            if (parents.some((parent) => failed.has(parent))) {
                settle(run, 'failed');
                return true;
            }
            if (!parents.every((parent) => done.has(parent)))
                continue;
            const claim = store.claim(plan.ablation.id, run.id);
            if (!claim)
                continue;
            if (finished(run.id)) {
                claim.abandon();
                settle(run, 'finished');
                return true;
            }
            progress.update(total - pending.size, nameOf(run));
            settle(run, (await (0, run_1.executeRun)(plan, run, store, claim)).state);
            return true;
        }
        return false;
    }
}
function nameOf({ determinants }) {
    const { name, labelsPerClass, seed, part } = determinants;
    return part === 'trial' ? `${name}, ${labelsPerClass} labels, seed ${seed}` : name;
}
//# sourceMappingURL=compute.js.map