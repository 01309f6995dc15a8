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
exports.tuningFile = tuningFile;
exports.bestCandidates = bestCandidates;
exports.tune = tune;
/**
 * Hyperparameters by rule instead of by hand: one grid of candidates for every tuned arm, judged on dev alone, with
 * seeds that the study does not use. What was tried, and what each gave, is recorded beside the notebooks.
 */
const fs = __importStar(require("node:fs"));
const os = __importStar(require("node:os"));
const path = __importStar(require("node:path"));
const durableFiles_1 = require("../durableFiles");
const errors_1 = require("../errors");
const paths_1 = require("../paths");
const progress_1 = require("../progress");
const stop_1 = require("../stop");
const compute_1 = require("./compute");
const configuration_1 = require("./configuration");
const environment_1 = require("./environment");
const identity_1 = require("./identity");
const plan_1 = require("./plan");
const run_1 = require("./run");
const store_1 = require("./store");
const task_1 = require("./task");
/** notebooks/ID.tuning.json, or the same name in another folder. */
function tuningFile(ablation, folder = path.join(paths_1.projectRoot, 'notebooks')) {
    return path.join(folder, `${ablation}.tuning.json`);
}
/** The candidate with the best mean over seeds for each arm and budget; of equal ones, the first of the grid. */
function bestCandidates(scores, higher) {
    const chosen = {};
    const sums = new Map();
    for (const { arm, labelsPerClass: budget, candidate, value } of scores) {
        const key = JSON.stringify([arm, budget, candidate]);
        const entry = sums.get(key) ?? { arm, budget, candidate, sum: 0, count: 0 };
        entry.sum += value;
        entry.count += 1;
        sums.set(key, entry);
    }
    const best = new Map();
    for (const { arm, budget, candidate, sum, count } of sums.values()) {
        const mean = (higher ? sum : -sum) / count;
        const place = `${arm} ${budget}`;
        if (mean <= (best.get(place) ?? Number.NEGATIVE_INFINITY))
            continue;
        best.set(place, mean);
        chosen[arm] = { ...chosen[arm], [budget]: candidate };
    }
    return chosen;
}
/**
 * Tries every candidate for every tuned arm and budget on dev and records what came out. Stopped, it goes on from there.
 * @throws LabError if the ablation declares no tuning, tunes on seeds of the study, or a candidate's trial fails; StoppedError on request
 */
async function tune(ablation, options = {}) {
    const { tuning } = ablation;
    if (!tuning)
        throw new errors_1.LabError(`The ablation '${ablation.id}' declares no tuning: its settings are not chosen by 'lab tune'.`);
    const tier = options.tier ?? 'laptop';
    const store = new store_1.RunStore(options.store);
    const plan = await (0, plan_1.planStudy)(ablation, { tier, arms: tuning.arms }, store.folder);
    await (0, compute_1.computeMissing)({ ...plan, trials: [] }, store);
    const grid = tuning.arms.flatMap((arm) => plan.labelsPerClass.flatMap((labelsPerClass) => {
        const planned = plan.trials.find(({ determinants: d }) => d.name === arm && d.labelsPerClass === labelsPerClass);
        return planned
            ? Object.keys(tuning.candidates).flatMap((candidate) => tuning.seeds.map((seed) => ({ arm, labelsPerClass, candidate, seed, planned })))
            : [];
    }));
    const kept = new KeptScores(plan, store.folder);
    const metric = ablation.task.metrics[0];
    const progress = (0, progress_1.startProgress)({
        label: `Tuning on dev: ${ablation.title}`,
        total: grid.length,
        unit: 'trials',
    });
    const data = tuning.onDev(await plan.data.load());
    try {
        for (const [index, one] of grid.entries()) {
            await (0, stop_1.breathe)();
            if (!kept.find(one))
                kept.add(await scoreOf(plan, store, data, metric, one));
            progress.update(index + 1, `${one.arm}, ${one.labelsPerClass} labels, ${one.candidate}`);
        }
    }
    finally {
        progress.finish();
    }
    const scores = grid.map((one) => kept.find(one));
    const record = {
        format: 1,
        ablation: ablation.id,
        tier,
        metric,
        seeds: tuning.seeds,
        candidates: tuning.candidates,
        scores,
        chosen: bestCandidates(scores, (0, task_1.higherIsBetter)(metric)),
        environment: await (0, environment_1.currentEnvironment)(),
    };
    const file = tuningFile(ablation.id, options.recordedFolder);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    (0, durableFiles_1.writeDurably)(file, `${JSON.stringify(record, null, 1)}\n`);
    return record;
}
async function scoreOf(plan, store, data, metric, { planned, ...one }) {
    const { ablation, tier } = plan;
    const { arm, labelsPerClass, candidate, seed } = one;
    const { engine, precision } = planned.determinants;
    const tuning = ablation.tuning;
    const who = `Arm '${arm}' of '${ablation.id}' with the candidate '${candidate}'`;
    const changed = tuning.withCandidate(ablation.tiers[tier].config, arm, labelsPerClass, tuning.candidates[candidate]);
    const config = (0, configuration_1.declaredSections)(changed, ablation.arms[arm].uses, who);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-tune-'));
    const started = performance.now();
    const artefact = (stage) => artefactOf(store, planned, stage);
    try {
        const result = await ablation.trial({
            ...{ tier, config, engine, precision, seed, data, folder, arm, labelsPerClass },
            kind: ablation.arms[arm].kind,
            resumeFile: path.join(folder, 'resume'),
            artefact,
            ...(0, run_1.namedArtefacts)(ablation.arms[arm], artefact),
        });
        const value = result.metrics[metric];
        if (!Number.isFinite(value))
            throw new errors_1.LabError(`${who} gave ${value} as ${metric} on dev.`);
        return { ...one, value, seconds: (performance.now() - started) / 1000 };
    }
    finally {
        fs.rmSync(folder, { recursive: true, force: true });
    }
}
function artefactOf(store, { determinants }, stage) {
    const record = store.read(determinants.ablation, determinants.parents[stage] ?? '');
    if (!record?.result)
        throw new errors_1.LabError(`The pretraining stage '${stage}' that the tuning needs is not finished: run it again.`);
    const { ledger, metrics, facts = {} } = record.result;
    return { id: record.id, folder: store.artefact(record), ledger, metrics, facts };
}
/** Scores that survive a stop, under a name that follows from all that determines them. */
class KeptScores {
    file;
    scores;
    constructor(plan, storeFolder) {
        const { tuning, id } = plan.ablation;
        const determinants = plan.trials.map(({ determinants: { seed: _, ...rest } }) => rest);
        const key = (0, identity_1.identify)({ candidates: tuning.candidates, determinants });
        this.file = path.join(storeFolder, '..', 'tuning', `${id}-${plan.tier}-${key.slice(0, 16)}.jsonl`);
        const text = fs.existsSync(this.file) ? fs.readFileSync(this.file, 'utf8') : '';
        // A line that a kill cut off is tried again.
        this.scores = text.split('\n').flatMap((line) => {
            try {
                return [JSON.parse(line)];
            }
            catch {
                return [];
            }
        });
    }
    find({ arm, labelsPerClass, candidate, seed }) {
        return this.scores.find((score) => score.arm === arm &&
            score.labelsPerClass === labelsPerClass &&
            score.candidate === candidate &&
            score.seed === seed);
    }
    add(score) {
        this.scores.push(score);
        fs.mkdirSync(path.dirname(this.file), { recursive: true });
        fs.appendFileSync(this.file, `\n${JSON.stringify(score)}\n`);
    }
}
//# sourceMappingURL=tuning.js.map