"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.defineAblation = defineAblation;
/**
 * What an ablation is: typed data (claim, task, arms, budgets, tiers, verdict rule) and two functions.
 * Running, caching, resuming, statistics and figures belong to the study ({@link ./study}).
 */
const errors_1 = require("../errors");
/**
 * Defines a study. What makes no sense does not compile: no baseline arm, an unknown arm or stage, a metric that does not
 * fit the task, selection on the test split.
 * @throws LabError if stages depend on each other in a circle, or a budget, seed count or id is out of range
 */
function defineAblation(definition) {
    const ablation = definition;
    check(ablation);
    return Object.freeze(ablation);
}
function check(ablation) {
    const refuse = (what) => {
        throw new errors_1.LabError(`The ablation '${ablation.id}' ${what}.`);
    };
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(ablation.id)) {
        refuse('needs an id of lower-case words joined by hyphens, since files and commands carry it');
    }
    for (const [name, stage] of Object.entries(ablation.stages)) {
        const seen = new Set([name]);
        for (let next = stage.from; next !== undefined; next = ablation.stages[next]?.from) {
            if (!ablation.stages[next])
                refuse(`has a stage '${name}' that starts from the unknown stage '${next}'`);
            if (seen.has(next))
                refuse(`has stages that start from each other in a circle ('${name}'); break it`);
            seen.add(next);
        }
    }
    for (const [name, tier] of Object.entries(ablation.tiers)) {
        if (!Number.isInteger(tier.seeds) || tier.seeds < 1)
            refuse(`needs at least one seed at the tier '${name}'`);
        if (tier.labelsPerClass.length === 0)
            refuse(`needs at least one label budget at the tier '${name}'`);
        if (tier.labelsPerClass.some((budget) => !(budget > 0))) {
            refuse(`has a label budget that is not positive at the tier '${name}'`);
        }
    }
}
//# sourceMappingURL=ablation.js.map