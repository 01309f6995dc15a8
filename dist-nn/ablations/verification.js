"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
exports.verify = verify;
exports.rerun = rerun;
exports.differences = differences;
exports.agreement = agreement;
/** Re-executes what was recorded, from nothing, and compares the numbers. */
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const errors_1 = require("../errors");
const paths_1 = require("../paths");
const collect_1 = require("./collect");
const comparison_1 = require("./comparison");
const compute_1 = require("./compute");
const environment_1 = require("./environment");
const identity_1 = require("./identity");
const plan_1 = require("./plan");
const recorded_1 = require("./recorded");
const run_1 = require("./run");
const staleness_1 = require("./staleness");
const store_1 = require("./store");
/**
 * Computes an ablation anew at a tier, reusing nothing, and compares every recorded number.
 * @throws LabError if nothing is recorded at the tier
 */
async function verify(ablation, options = {}) {
    const tier = options.tier ?? 'laptop';
    const block = (0, recorded_1.recordedBlock)(ablation.id, tier, options.recordedFolder);
    const { results } = block;
    const folder = options.storeFolder ?? newFolder(`${ablation.id}-${tier}`);
    const store = new store_1.RunStore(folder);
    const arms = options.arms ?? Object.keys(ablation.arms).filter((arm) => results.trials.some((t) => t.arm === arm));
    const { firstSeed, engine, precision } = results;
    const plan = await (0, plan_1.planStudy)(ablation, { tier, seeds: options.seeds ?? results.seeds, firstSeed, arms, engine, precision }, folder);
    await (0, compute_1.computeMissing)(plan, store);
    const comparison = (0, comparison_1.compareResults)(results, (0, collect_1.collectResults)(plan, store));
    const unedited = (0, recorded_1.isUnedited)(block);
    const partial = options.seeds !== undefined || options.arms !== undefined;
    const passed = comparison.passed && unedited && (partial || comparison.notCompared === 0);
    if (passed && !options.storeFolder)
        fs.rmSync(folder, { recursive: true, force: true });
    const shared = [...results.pretraining, ...results.trials].filter((run) => !partial ||
        [...plan.stages, ...plan.trials].some((p) => (0, staleness_1.placeOf)(p.determinants) === (0, staleness_1.placeOf)(run.determinants)));
    return {
        ablation: ablation.id,
        tier,
        passed,
        recordedOn: block.recorded,
        unedited,
        comparison,
        stale: (0, staleness_1.staleRuns)(shared, plan),
        recomputedIn: folder,
    };
}
/**
 * Executes one finished run again, from the artefacts it started from, and compares its numbers bit for bit.
 * @throws LabError if code, data or configuration have changed since
 */
async function rerun(ablation, record, store) {
    const { determinants } = record;
    // The seed that pretraining took is the study's first, or the trial's own.
    const [parent] = Object.values(determinants.parents);
    const firstSeed = (parent !== undefined && store.read(ablation.id, parent)?.determinants.seed) || determinants.seed;
    const plan = await (0, plan_1.planStudy)(ablation, {
        tier: determinants.tier,
        firstSeed,
        seeds: determinants.seed - firstSeed + 1,
        engine: determinants.engine,
        precision: determinants.precision,
    }, store.folder);
    const runs = [...plan.stages, ...plan.trials];
    const planned = runs.find((run) => run.id === record.id);
    if (!planned) {
        const place = (0, staleness_1.placeOf)(determinants);
        const now = runs.find((run) => (0, staleness_1.placeOf)(run.determinants) === place)?.determinants;
        throw new errors_1.LabError(`Run ${(0, identity_1.shortId)(record.id)} (${place}) cannot be executed again because these have changed since: ${(0, staleness_1.changesBetween)(determinants, now).join(', ')}.`);
    }
    const folder = newFolder(`rerun-${(0, identity_1.shortId)(record.id)}`);
    const fresh = new store_1.RunStore(folder);
    for (const parent of Object.values(determinants.parents))
        copyRun(store, fresh, ablation.id, parent);
    const claim = fresh.claim(ablation.id, record.id);
    if (!claim)
        throw new errors_1.LabError(`The folder ${folder} is in use: try again.`);
    const again = await (0, run_1.executeRun)(plan, planned, fresh, claim);
    fs.rmSync(folder, { recursive: true, force: true });
    const numbers = (0, comparison_1.compareRuns)(asOutcome(record), asOutcome(again));
    return {
        record,
        again,
        sameEnvironment: record.environment.hash === (await (0, environment_1.currentEnvironment)()).hash,
        numbers,
        passed: numbers.every((number) => number.agrees),
    };
}
/** Differences first, the largest first. */
function differences(numbers) {
    const size = ({ recorded, recomputed }) => typeof recorded === 'number' && typeof recomputed === 'number'
        ? Math.abs(recorded - recomputed)
        : Number.POSITIVE_INFINITY;
    return numbers.filter((number) => !number.agrees).sort((a, b) => size(b) - size(a));
}
/** How many numbers a study's results contain that a comparison looks at. */
function agreement(comparison) {
    const of = comparison.numbers.length;
    return { agree: of - differences(comparison.numbers).length, of };
}
function newFolder(name) {
    const folder = (0, paths_1.labFolder)('verify');
    fs.mkdirSync(folder, { recursive: true });
    return fs.mkdtempSync(path.join(folder, `${name}-`));
}
function copyRun(from, to, ablation, id) {
    const record = from.read(ablation, id);
    if (!record)
        throw new errors_1.LabError(`Run ${(0, identity_1.shortId)(id)}, which this run starts from, is not in the store: run the study.`);
    const folder = path.join(to.folder, ablation);
    fs.mkdirSync(folder, { recursive: true });
    if (record.files.length > 0)
        fs.cpSync(from.artefact(record), path.join(folder, id), { recursive: true });
    fs.copyFileSync(path.join(from.folder, ablation, `${id}.json`), path.join(folder, `${id}.json`));
}
function asOutcome(record) {
    const { id, determinants, state, result, error } = record;
    return {
        run: id,
        determinants,
        state,
        metrics: result?.metrics ?? {},
        facts: result?.facts ?? {},
        curves: result?.curves ?? {},
        ...(result ? { ledger: result.ledger } : {}),
        ...(error ? { error: error.message } : {}),
    };
}
//# sourceMappingURL=verification.js.map