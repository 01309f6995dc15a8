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
exports.recordedFile = recordedFile;
exports.readRecorded = readRecorded;
exports.recordedBlock = recordedBlock;
exports.isUnedited = isUnedited;
exports.uneditedResults = uneditedResults;
exports.record = record;
/** Recorded results: what lies beside a notebook as ID.results.json, one block a tier, each with its checksum. */
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const durableFiles_1 = require("../durableFiles");
const errors_1 = require("../errors");
const paths_1 = require("../paths");
const identity_1 = require("./identity");
/** notebooks/ID.results.json, or the same name in another folder. */
function recordedFile(ablation, folder = path.join(paths_1.projectRoot, 'notebooks')) {
    return path.join(folder, `${ablation}.results.json`);
}
/**
 * Reads recorded results.
 * @returns undefined where nothing is recorded
 * @throws LabError where the file is damaged
 */
function readRecorded(ablation, folder) {
    const file = recordedFile(ablation, folder);
    if (!fs.existsSync(file))
        return undefined;
    try {
        const content = JSON.parse(fs.readFileSync(file, 'utf8'));
        if (content.format === 1 && content.ablation === ablation && content.tiers)
            return content;
    }
    catch {
        // Said below.
    }
    throw new errors_1.LabError(`${file} is damaged: restore it from git, or write it anew with 'lab record ${ablation}'.`);
}
/**
 * The recorded block of a tier.
 * @throws LabError if there is none
 */
function recordedBlock(ablation, tier, folder) {
    const file = readRecorded(ablation, folder);
    const block = file?.tiers[tier];
    if (!block) {
        const others = Object.keys(file?.tiers ?? {});
        const hint = others.length > 0 ? `recorded tiers: ${others.join(', ')}` : `'lab record ${ablation}' writes them`;
        throw new errors_1.LabError(`No results of '${ablation}' are recorded at the tier '${tier}' (${hint}).`);
    }
    return block;
}
/** Whether a block still is as it was recorded. */
function isUnedited(block) {
    return (0, identity_1.identify)(block.results) === block.checksum;
}
/**
 * A tier's recorded results, for whatever shows them.
 * @throws LabError if there are none, or they were edited by hand
 */
function uneditedResults(ablation, tier, folder) {
    const block = recordedBlock(ablation, tier, folder);
    if (isUnedited(block))
        return block.results;
    throw new errors_1.LabError(`The results of '${ablation}' in ${recordedFile(ablation, folder)} were edited after they were recorded, since the checksum of the tier '${tier}' does not match: restore the file from git, or write it anew with 'lab record ${ablation} --tier ${tier}'.`);
}
/**
 * Writes a tier's results beside the notebooks; other tiers stay.
 * @throws LabError if a trial is missing: half a study is not a record
 */
function record(results, folder) {
    const missing = results.trials.filter((trial) => trial.state === 'missing').length;
    if (missing > 0) {
        throw new errors_1.LabError(`${missing} of ${results.trials.length} trials of '${results.id}' are missing: 'lab run ${results.id} --tier ${results.tier}' computes them.`);
    }
    const file = recordedFile(results.id, folder);
    const before = readRecorded(results.id, folder)?.tiers ?? {};
    const plain = JSON.parse(JSON.stringify(results));
    const block = {
        checksum: (0, identity_1.identify)(plain),
        recorded: new Date().toISOString().slice(0, 10),
        results: plain,
    };
    const content = {
        format: 1,
        ablation: results.id,
        tiers: { ...before, [results.tier]: block },
    };
    fs.mkdirSync(path.dirname(file), { recursive: true });
    (0, durableFiles_1.writeDurably)(file, `${JSON.stringify(content, null, 1)}\n`);
    return file;
}
//# sourceMappingURL=recorded.js.map