"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.executeRun = executeRun;
exports.namedArtefacts = namedArtefacts;
/** Computes one planned run: builds its context, calls the ablation, records what came out. */
const durableFiles_1 = require("../durableFiles");
const errors_1 = require("../errors");
const codeVersion_1 = require("./codeVersion");
const configuration_1 = require("./configuration");
const environment_1 = require("./environment");
/**
 * Executes a run whose parents are finished, and records it as finished or, with its message, as failed.
 * @throws StoppedError on request; nothing is recorded then
 * @throws LabError where the store cannot be written, or the code was rebuilt since this process loaded it
 */
async function executeRun(plan, run, store, claim) {
    const { id, determinants } = run;
    const environment = await (0, environment_1.currentEnvironment)();
    const started = new Date();
    const begun = performance.now();
    const outcome = await attempt(plan, run, store, claim).catch((error) => {
        claim.abandon();
        throw error;
    });
    return claim.complete({
        format: 1,
        id,
        determinants,
        ...outcome,
        startedAt: started.toISOString(),
        seconds: (performance.now() - begun) / 1000,
        peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
        environment,
    });
}
async function attempt(plan, run, store, claim) {
    (0, codeVersion_1.refuseEditedCode)(Object.keys(run.determinants.code));
    const data = await plan.data.load();
    const artefacts = parentArtefacts(run, store);
    try {
        const result = await callAblation(plan, run, claim, data, artefacts);
        return { state: 'finished', result };
    }
    catch (error) {
        if (error instanceof errors_1.StoppedError)
            throw error;
        // A full or read-only disk is not the run's failure.
        const { code = '' } = error;
        if (['ENOSPC', 'EDQUOT', 'EROFS'].includes(code))
            throw (0, durableFiles_1.writeRefusal)(claim.folder, error);
        const cause = outOfMemory(error) ?? error;
        const message = cause instanceof Error ? cause.message : String(cause);
        const stack = cause instanceof Error && !(cause instanceof errors_1.LabError) ? cause.stack : undefined;
        return { state: 'failed', error: stack === undefined ? { message } : { message, stack } };
    }
}
const memoryRefusals = /array buffer allocation failed|out of memory|OOM when allocating|std::bad_alloc/i;
/** The refusals of Node and TensorFlow to reserve memory, as a sentence. */
function outOfMemory(error) {
    const lines = error instanceof Error ? error.message.split('\n') : [];
    const refusal = lines.find((line) => memoryRefusals.test(line));
    if (refusal === undefined)
        return undefined;
    return new errors_1.LabError(`Memory ran out (${refusal.trim()}): close other programs, or choose a smaller batch or model.`);
}
function parentArtefacts(run, store) {
    const artefacts = new Map();
    for (const [stage, id] of Object.entries(run.determinants.parents)) {
        const record = store.read(run.determinants.ablation, id);
        if (!record?.result)
            throw new errors_1.LabError(`The pretraining stage '${stage}' is not finished: run the study again.`);
        const { ledger, metrics, facts = {} } = record.result;
        artefacts.set(stage, { id, folder: store.artefact(record), ledger, metrics, facts });
    }
    return artefacts;
}
async function callAblation(plan, run, { folder, resumeFile }, data, artefacts) {
    const { ablation, tier } = plan;
    const { part, name, kind, seed, labelsPerClass, engine, precision } = run.determinants;
    const declared = part === 'trial' ? ablation.arms[name] : ablation.stages[name];
    const who = `${part === 'trial' ? 'Arm' : 'Stage'} '${name}' of '${ablation.id}'`;
    const config = (0, configuration_1.declaredSections)(ablation.tiers[tier].config, declared.uses, who);
    const artefact = (stage) => {
        const found = artefacts.get(stage);
        if (!found)
            throw new errors_1.LabError(`${who} asks for the stage '${stage}' but does not name it in 'from' or 'matches'.`);
        return found;
    };
    const context = { tier, config, engine, precision, seed, data, folder, resumeFile, artefact };
    if (part === 'pretraining') {
        const result = await ablation.pretraining({ ...context, stage: name });
        return checked({ ...result, metrics: result.metrics ?? {} }, [], who);
    }
    const result = await ablation.trial({
        ...context,
        arm: name,
        kind: kind,
        labelsPerClass: labelsPerClass,
        ...namedArtefacts(ablation.arms[name], artefact),
    });
    return checked(result, ablation.task.metrics, who);
}
/** The artefacts that an arm's own definition names, so that a trial need not say again which they are. */
function namedArtefacts({ from, matches }, artefact) {
    return {
        start: typeof from === 'string' ? artefact(from) : undefined,
        matched: matches === undefined ? undefined : artefact(matches),
    };
}
/** A number that is missing or not finite makes the run a failed one: it is never averaged. */
function checked(result, required, who) {
    for (const metric of required) {
        if (!(metric in result.metrics))
            throw new errors_1.LabError(`${who} returned no ${metric}: return it in 'metrics'.`);
    }
    const numbers = [
        ...Object.entries(result.metrics),
        ...Object.entries(result.ledger),
        ...Object.entries(result.facts ?? {}),
        ...Object.entries(result.curves ?? {}).flatMap(([name, points]) => points.flatMap(({ step, value }) => [[name, step], [name, value]])),
    ];
    for (const [name, value] of numbers) {
        if (typeof value === 'number' && !Number.isFinite(value)) {
            throw new errors_1.LabError(`${who} returned ${value} as ${name}: its training diverged or its data was empty.`);
        }
    }
    return result;
}
//# sourceMappingURL=run.js.map