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
exports.graphCommand = graphCommand;
const fs = __importStar(require("node:fs"));
const os = __importStar(require("node:os"));
const path = __importStar(require("node:path"));
const commander_1 = require("commander");
const compute_1 = require("../ablations/compute");
const plan_1 = require("../ablations/plan");
const store_1 = require("../ablations/store");
const errors_1 = require("../errors");
const textTable_1 = require("../report/textTable");
const ablations_1 = require("./ablations");
const options_1 = require("./options");
function graphCommand() {
    return new commander_1.Command('graph')
        .description("Write an ablation's compiled training steps as SavedModel files, to look at in Netron")
        .argument('<ablation>', 'an id, or a JavaScript module that exports an ablation')
        .addOption((0, options_1.tierOption)('quick'))
        .addOption((0, options_1.armsOption)())
        .option('--out <folder>', 'where the .pb files go', 'graphs')
        .action(async (name, { tier, arms, out }) => {
        const ablation = await (0, ablations_1.findAblation)(name);
        const folder = path.resolve(out);
        const home = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-graph-'));
        try {
            const options = { tier, seeds: 1, engine: 'compiled', ...(arms ? { arms } : {}) };
            const plan = await (0, plan_1.planStudy)(ablation, options, home);
            process.env.LAB_GRAPHS = folder;
            // One trial an arm is enough: the other budgets compile the same graphs.
            const first = plan.arms.flatMap((arm) => plan.trials.find((run) => run.determinants.name === arm) ?? []);
            await (0, compute_1.computeMissing)({ ...plan, trials: first }, new store_1.RunStore(home));
        }
        finally {
            delete process.env.LAB_GRAPHS;
            fs.rmSync(home, { recursive: true, force: true });
        }
        const files = fs.existsSync(folder)
            ? fs.readdirSync(folder).filter((file) => file.endsWith('.pb'))
            : [];
        if (files.length === 0)
            throw new errors_1.LabError(`No arm of '${ablation.id}' compiles a graph: name others with --arms.`);
        const rows = files
            .sort()
            .map((file) => [file, `${(fs.statSync(path.join(folder, file)).size / 1e6).toFixed(2)} MB`]);
        process.stdout.write(`${(0, textTable_1.textTable)(['graph', 'size'], rows)}\n\nIn ${folder}; Netron opens them, TensorFlow loads them.\n`);
    });
}
//# sourceMappingURL=graph.js.map