"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.planStudy = planStudy;
exports.knownPlan = knownPlan;
/** Which runs a study consists of, each with the id that follows from what determines it. Nothing is executed. */
const errors_1 = require("../errors");
const codeVersion_1 = require("./codeVersion");
const configuration_1 = require("./configuration");
const preparedData_1 = require("./preparedData");
const runRecord_1 = require("./runRecord");
/**
 * Plans a study; prepares its data if their hash is not remembered.
 * @param storeFolder where the data's hash is remembered
 * @throws LabError for an unknown arm, a seed count out of range, or a module that no part of the ablation declares
 */
async function planStudy(ablation, options, storeFolder) {
    const choices = checkedChoices(ablation, options);
    const code = new codeVersion_1.CodeReader();
    refuseUndeclared(ablation, code);
    return planOn(ablation, choices, code, await (0, preparedData_1.preparedData)(ablation, choices.tier, code, storeFolder));
}
/** The same plan without preparing data: undefined where their hash is not remembered, so that nothing can have run. */
function knownPlan(ablation, options, storeFolder) {
    const choices = checkedChoices(ablation, options);
    const code = new codeVersion_1.CodeReader();
    const data = (0, preparedData_1.rememberedData)(ablation, choices.tier, code, storeFolder);
    return data && planOn(ablation, choices, code, data);
}
function checkedChoices(ablation, options) {
    const tierName = options.tier ?? 'laptop';
    const tier = ablation.tiers[tierName];
    if (!tier)
        throw new errors_1.LabError(`There is no tier '${tierName}': choose quick, laptop or full.`);
    const seeds = options.seeds ?? tier.seeds;
    if (!Number.isInteger(seeds) || seeds < 1 || seeds > 1000) {
        throw new errors_1.LabError(`The number of seeds is ${seeds}: choose a whole number from 1 to 1000.`);
    }
    const firstSeed = options.firstSeed ?? 1;
    if (!Number.isInteger(firstSeed) || firstSeed < 1 || firstSeed > 1e6) {
        throw new errors_1.LabError(`The first seed is ${firstSeed}: choose a whole number from 1 to 1000000.`);
    }
    const tuned = ablation.tuning?.seeds.find((seed) => seed >= firstSeed && seed < firstSeed + seeds);
    if (tuned !== undefined) {
        throw new errors_1.LabError(`Seed ${tuned} of the tuning of '${ablation.id}' is one of the study's: choose a first seed above ${Math.max(...ablation.tuning.seeds)}, or tune with seeds above ${firstSeed + seeds - 1}.`);
    }
    const arms = options.arms ?? Object.keys(ablation.arms);
    for (const arm of arms) {
        if (!ablation.arms[arm]) {
            const known = Object.keys(ablation.arms).join(', ');
            throw new errors_1.LabError(`The ablation '${ablation.id}' has no arm '${arm}': its arms are ${known}.`);
        }
    }
    return {
        tier: tierName,
        seeds,
        firstSeed,
        arms,
        engine: options.engine ?? tier.engine ?? 'eager',
        precision: options.precision ?? tier.precision ?? 'float32',
    };
}
function refuseUndeclared(ablation, code) {
    const undeclared = code.undeclared(ablation);
    if (undeclared.length > 0) {
        throw new errors_1.LabError(`The ablation '${ablation.id}' imports ${undeclared.join(', ')}, which none of its parts declares: add it to the 'modules' of those that execute it.`);
    }
}
function planOn(ablation, { tier: tierName, seeds, firstSeed, arms, engine, precision }, code, data) {
    const tier = ablation.tiers[tierName];
    const common = { ablation: ablation.id, tier: tierName, data: data.hash, engine, precision };
    const stages = new Map();
    const stageRun = (name, seed) => {
        const own = tier.pretrainingPerSeed ? seed : firstSeed;
        const known = stages.get(`${name} ${own}`);
        if (known)
            return known;
        const stage = ablation.stages[name];
        if (!stage)
            throw new errors_1.LabError(`The ablation '${ablation.id}' has no pretraining stage '${name}'.`);
        const parents = stage.from === undefined ? {} : { [stage.from]: stageRun(stage.from, seed).id };
        const determinants = {
            ...common,
            precision: stage.precision ?? precision,
            part: 'pretraining',
            name,
            seed: own,
            configuration: (0, configuration_1.usedSections)(tier.config, stage.uses),
            code: code.versionOf(ablation, 'pretraining', stage),
            parents,
        };
        const planned = { id: (0, runRecord_1.runId)(determinants), determinants };
        stages.set(`${name} ${own}`, planned);
        return planned;
    };
    const trials = [];
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
        for (const labelsPerClass of tier.labelsPerClass) {
            for (const name of arms) {
                const arm = ablation.arms[name];
                const limit = tier.restricted?.[name];
                if (limit?.seeds !== undefined && seed >= firstSeed + limit.seeds)
                    continue;
                if (limit?.labelsPerClass && !limit.labelsPerClass.includes(labelsPerClass))
                    continue;
                const needed = [arm.from ?? [], arm.matches ?? []].flat();
                const determinants = {
                    ...common,
                    precision: arm.precision ?? precision,
                    part: 'trial',
                    name,
                    kind: arm.kind,
                    seed,
                    labelsPerClass,
                    configuration: (0, configuration_1.usedSections)(tier.config, arm.uses),
                    code: code.versionOf(ablation, 'trial', arm),
                    parents: Object.fromEntries(needed.map((stage) => [stage, stageRun(stage, seed).id])),
                };
                trials.push({ id: (0, runRecord_1.runId)(determinants), determinants });
            }
        }
    }
    return {
        ablation,
        tier: tierName,
        arms,
        labelsPerClass: tier.labelsPerClass,
        seeds,
        firstSeed,
        stages: [...stages.values()],
        trials,
        data,
    };
}
//# sourceMappingURL=plan.js.map