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
exports.writeTensorboard = writeTensorboard;
/** A study as a TensorBoard log folder: one run folder a pretraining stage and a trial, curves and metrics as scalars. */
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const durableFiles_1 = require("../durableFiles");
const errors_1 = require("../errors");
const eventFile_1 = require("./eventFile");
/**
 * Writes every run that was computed, failed ones with their curves if they have any.
 * @returns how many runs were written
 * @throws LabError if the folder holds anything: numbers of an earlier state would stand among the new ones
 */
function writeTensorboard(results, folder) {
    if (fs.existsSync(folder) && fs.readdirSync(folder).length > 0) {
        throw new errors_1.LabError(`The folder ${folder} is not empty: remove it, or name another.`);
    }
    const computed = [...results.pretraining, ...results.trials].filter((run) => run.state !== 'missing');
    for (const run of computed) {
        const place = path.join(folder, ...placeOf(run));
        fs.mkdirSync(place, { recursive: true });
        const file = `events.out.tfevents.${Math.floor(startOf(run))}.${run.run.slice(0, 10)}`;
        (0, durableFiles_1.writeDurably)(path.join(place, file), eventsOf(results, run));
    }
    return computed.length;
}
/** The run's folder, which is its name in TensorBoard; the id at the end is the receipt. */
function placeOf({ run, determinants }) {
    const { part, name, labelsPerClass, seed } = determinants;
    const last = `seed-${seed}-${run.slice(0, 10)}`;
    return part === 'trial' ? [name, `${labelsPerClass}-labels`, last] : ['pretraining', name, last];
}
function startOf(run) {
    return run.startedAt === undefined ? 0 : Date.parse(run.startedAt) / 1000;
}
function eventsOf(results, run) {
    const { part, name, kind, labelsPerClass, seed, engine, precision } = run.determinants;
    const startedAt = startOf(run);
    const endedAt = startedAt + (run.seconds ?? 0);
    const curves = Object.entries(run.curves).flatMap(([tag, points]) => points.map(({ step, value }) => ({ tag, step, value })));
    const steps = Math.max(0, run.ledger?.steps ?? 0, ...curves.map(({ step }) => step));
    const ends = Object.entries(run.metrics).map(([metric, value]) => ({
        tag: `${results.task.evaluateOn}/${metric}`,
        step: run.ledger?.steps ?? steps,
        value,
    }));
    // When a step ended is not recorded: steps are spread evenly over the run's seconds.
    const scalars = [...curves, ...ends].map((scalar) => ({
        ...scalar,
        wallTime: startedAt + (steps > 0 ? (endedAt - startedAt) * (scalar.step / steps) : 0),
    }));
    const settings = {
        part,
        [part === 'trial' ? 'arm' : 'stage']: name,
        ...{ seed, engine, precision },
    };
    if (kind !== undefined)
        settings.kind = kind;
    if (labelsPerClass !== undefined)
        settings.labelsPerClass = labelsPerClass;
    const group = [results.id, results.tier, part, name, labelsPerClass ?? ''].join(' ').trim();
    return (0, eventFile_1.encodeEvents)(scalars, {
        settings,
        group,
        startedAt,
        endedAt,
        succeeded: run.state === 'finished',
    });
}
//# sourceMappingURL=tensorboard.js.map