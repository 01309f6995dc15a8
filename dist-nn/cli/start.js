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
exports.startCommand = startCommand;
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const commander_1 = require("commander");
const study_1 = require("../ablations/study");
const errors_1 = require("../errors");
const runNotebook_1 = require("../kernel/runNotebook");
const paths_1 = require("../paths");
const ablations_1 = require("./ablations");
const options_1 = require("./options");
const report_1 = require("./report");
const run_1 = require("./run");
const flagship = 'pretraining-versus-scratch';
const tiers = ['quick', 'laptop', 'full'];
function startCommand() {
    return new commander_1.Command('start')
        .description(`Run the flagship ablation (${flagship}), its notebook and its report: what 'npm start' does`)
        .addOption((0, options_1.tierOption)())
        .action(async ({ tier = tierOfEnvironment() }) => {
        const done = await (0, study_1.study)(await (0, ablations_1.findAblation)(flagship), { tier });
        const report = await (0, report_1.writeReportTo)(done);
        const notebook = await executeNotebook(done.data.id, tier);
        (0, run_1.printStudy)(done);
        if (notebook)
            process.stdout.write(`\nNotebook: ${notebook}`);
        process.stdout.write(`\nReport:   ${report}\n`);
        process.stdout.write("Next:     'npx lab notebook' opens JupyterLab, 'npx lab verify' executes it all again.\n");
        if (done.failed.length > 0)
            process.exitCode = 1;
    });
}
function tierOfEnvironment() {
    const name = process.env.LAB_TIER ?? 'laptop';
    const tier = tiers.find((known) => known === name);
    if (!tier)
        throw new errors_1.LabError(`LAB_TIER is '${name}': set it to quick, laptop or full.`);
    return tier;
}
/** Executes the ablation's notebook, whose name ends in its id; the runs are in the store already. */
async function executeNotebook(id, tier) {
    const folder = path.join(paths_1.projectRoot, 'notebooks');
    const name = fs.readdirSync(folder).find((file) => file.endsWith(`${id}.ipynb`));
    if (!name)
        return undefined;
    const output = (0, paths_1.labFolder)('notebooks', name);
    fs.mkdirSync(path.dirname(output), { recursive: true });
    await (0, runNotebook_1.runNotebook)(path.join(folder, name), { output, parameters: { tier } });
    return output;
}
//# sourceMappingURL=start.js.map