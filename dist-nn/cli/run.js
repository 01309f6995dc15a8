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
exports.runCommand = runCommand;
exports.printStudy = printStudy;
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const commander_1 = require("commander");
const study_1 = require("../ablations/study");
const durableFiles_1 = require("../durableFiles");
const errors_1 = require("../errors");
const htmlReport_1 = require("../report/htmlReport");
const resultRows_1 = require("../report/resultRows");
const ablations_1 = require("./ablations");
const options_1 = require("./options");
function runCommand() {
    return new commander_1.Command('run')
        .description('Compute what an ablation lacks, then print its results table and verdict')
        .argument('<ablations...>', "ids, 'all', or JavaScript modules that export an ablation")
        .addOption((0, options_1.tierOption)('laptop'))
        .addOption((0, options_1.seedsOption)())
        .addOption((0, options_1.firstSeedOption)())
        .addOption((0, options_1.armsOption)())
        .addOption((0, options_1.cardsOption)())
        .option('--out <folder>', 'also write the HTML report, results.json and results.jsonl there')
        .addOption((0, options_1.jsonOption)())
        .action(async (names, { cards, out, json, ...choice }) => {
        const studies = [];
        for (const ablation of await (0, ablations_1.findAblations)(names, cards)) {
            const done = await (0, study_1.study)(ablation, choice);
            studies.push(done);
            if (out)
                await writeResults(done, path.resolve(out));
            if (!json)
                printStudy(done);
        }
        if (json)
            (0, options_1.printJson)(studies.map((done) => done.toJSON()));
        const failed = studies.reduce((sum, done) => sum + done.failed.length, 0);
        if (failed > 0) {
            throw new errors_1.LabError(`${failed} ${failed === 1 ? 'run' : 'runs'} failed: 'lab show RUN' tells why, and the same command tries again.`);
        }
    });
}
/** The results table and the verdict as text. */
function printStudy(done) {
    for (const fault of done.damaged) {
        process.stderr.write(`Computed again: ${fault.file} was damaged (${fault.reason}).\n`);
    }
    process.stdout.write(`\n${done.toText()}\n`);
}
async function writeResults(done, folder) {
    fs.mkdirSync(folder, { recursive: true });
    const name = `${done.data.id}-${done.data.tier}`;
    await (0, htmlReport_1.writeReport)(done, path.join(folder, `${name}.html`));
    (0, durableFiles_1.writeDurably)(path.join(folder, `${name}.results.json`), `${JSON.stringify(done.toJSON(), null, 2)}\n`);
    (0, durableFiles_1.writeDurably)(path.join(folder, `${name}.results.jsonl`), (0, resultRows_1.jsonLines)((0, resultRows_1.resultRows)(done.data)));
    process.stderr.write(`Written to ${folder}: ${name}.html, ${name}.results.json, ${name}.results.jsonl\n`);
}
//# sourceMappingURL=run.js.map