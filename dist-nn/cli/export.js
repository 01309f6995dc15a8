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
exports.exportCommand = exportCommand;
/** `lab export`: results for other people's tools. */
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const commander_1 = require("commander");
const durableFiles_1 = require("../durableFiles");
const errors_1 = require("../errors");
const resultRows_1 = require("../report/resultRows");
const tensorboard_1 = require("../report/tensorboard");
const ablations_1 = require("./ablations");
const currentStudy_1 = require("./currentStudy");
const options_1 = require("./options");
/** The command, for the command line to add. */
function exportCommand() {
    return new commander_1.Command('export')
        .description('Give the results to other tools: a table with one row a trial, or TensorBoard scalars')
        .argument('<ablation>', 'its id, or a JavaScript module that exports it')
        .addOption((0, options_1.tierOption)('laptop'))
        .addOption((0, options_1.seedsOption)())
        .addOption((0, options_1.firstSeedOption)())
        .addOption((0, options_1.cardsOption)())
        .addOption((0, options_1.recordedOption)())
        .addOption(new commander_1.Option('--format <format>', 'jsonl (one object a line), csv, or tensorboard (a log folder)')
        .choices(['jsonl', 'csv', 'tensorboard'])
        .default('jsonl'))
        .option('--out <path>', 'where to write; a table goes to stdout by default')
        .action(async (name, { format, cards, out, ...choice }) => {
        if (format === 'tensorboard' && out === undefined) {
            throw new errors_1.LabError("Name the log folder for TensorBoard: '--out FOLDER'.");
        }
        const { data } = await (0, currentStudy_1.currentStudy)(await (0, ablations_1.findAblation)(name, cards), 'export', choice);
        if (format === 'tensorboard') {
            const folder = path.resolve(out);
            const runs = (0, tensorboard_1.writeTensorboard)(data, folder);
            process.stdout.write(`${runs} runs in ${folder}: 'tensorboard --logdir ${folder}' shows them.\n`);
            return;
        }
        const table = (format === 'csv' ? resultRows_1.csv : resultRows_1.jsonLines)((0, resultRows_1.resultRows)(data));
        if (out === undefined)
            process.stdout.write(table);
        else {
            const file = path.resolve(out);
            fs.mkdirSync(path.dirname(file), { recursive: true });
            (0, durableFiles_1.writeDurably)(file, table);
            process.stdout.write(`${file}\n`);
        }
    });
}
//# sourceMappingURL=export.js.map