"use strict";
/** Gathers what the store holds of a plan into plain results. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.studyHead = studyHead;
exports.collectResults = collectResults;
/** An ablation's data without its functions and configurations. */
function studyHead(ablation) {
    const { id, title, claim, task, verdict, limits } = ablation;
    return {
        id,
        title,
        claim,
        task,
        arms: Object.fromEntries(Object.entries(ablation.arms).map(([name, arm]) => [name, { title: arm.title, kind: arm.kind }])),
        stages: Object.fromEntries(Object.entries(ablation.stages).map(([name, stage]) => [name, { title: stage.title }])),
        verdict,
        limits,
    };
}
/** The results of a plan so far: finished, failed and missing runs, none left out. */
function collectResults(plan, store) {
    const environments = new Map();
    const outcome = ({ id, determinants }) => {
        const record = store.read(plan.ablation.id, id);
        const none = { metrics: {}, facts: {}, curves: {} };
        if (!record) {
            const cause = failedParent(determinants.parents);
            if (cause === undefined)
                return { run: id, determinants, state: 'missing', ...none };
            return { run: id, determinants, state: 'failed', ...none, error: cause };
        }
        environments.set(record.environment.hash, record.environment);
        const { result, startedAt, seconds, peakMemoryBytes } = record;
        const measured = { startedAt, seconds, peakMemoryBytes, environment: record.environment.hash };
        if (!result) {
            return {
                run: id,
                determinants,
                state: 'failed',
                ...none,
                ...measured,
                error: record.error?.message ?? '',
            };
        }
        return {
            run: id,
            determinants,
            state: 'finished',
            metrics: result.metrics,
            facts: result.facts ?? {},
            curves: result.curves ?? {},
            ledger: result.ledger,
            ...measured,
        };
    };
    const failedStages = new Map();
    const failedParent = (parents) => {
        for (const [stage, id] of Object.entries(parents)) {
            const error = failedStages.get(id);
            if (error !== undefined)
                return `Its pretraining stage '${stage}' failed: ${error}`;
        }
        return undefined;
    };
    const pretraining = plan.stages.map((stage) => {
        const found = outcome(stage);
        if (found.error !== undefined)
            failedStages.set(stage.id, found.error);
        return found;
    });
    const trials = plan.trials.map((run) => ({
        ...outcome(run),
        arm: run.determinants.name,
        labelsPerClass: run.determinants.labelsPerClass,
        seed: run.determinants.seed,
    }));
    const tier = plan.ablation.tiers[plan.tier];
    return {
        ...studyHead(plan.ablation),
        tier: plan.tier,
        minutes: tier.minutes,
        engine: plan.trials[0]?.determinants.engine ?? tier.engine ?? 'eager',
        precision: plan.trials[0]?.determinants.precision ?? tier.precision ?? 'float32',
        labelsPerClass: plan.labelsPerClass,
        seeds: plan.seeds,
        ...(plan.firstSeed !== 1 && { firstSeed: plan.firstSeed }),
        pretraining,
        trials,
        environments: [...environments.values()],
    };
}
//# sourceMappingURL=collect.js.map