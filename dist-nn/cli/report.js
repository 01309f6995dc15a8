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
exports.reportCommand = reportCommand;
exports.writeReportTo = writeReportTo;
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const commander_1 = require("commander");
const paths_1 = require("../paths");
const htmlReport_1 = require("../report/htmlReport");
const ablations_1 = require("./ablations");
const currentStudy_1 = require("./currentStudy");
const options_1 = require("./options");
function reportCommand() {
    return new commander_1.Command('report')
        .description('Write the HTML report of what is computed: one self-contained file an ablation')
        .argument('[ablations...]', "ids, 'all', or JavaScript modules that export an ablation", ['all'])
        .addOption((0, options_1.tierOption)('laptop'))
        .addOption((0, options_1.seedsOption)())
        .addOption((0, options_1.firstSeedOption)())
        .addOption((0, options_1.cardsOption)())
        .addOption((0, options_1.recordedOption)())
        .option('--out <folder>', 'where to write; default .lab/reports')
        .action(async (names, { cards, out, ...choice }) => {
        for (const ablation of await (0, ablations_1.findAblations)(names, cards)) {
            process.stdout.write(`${await writeReportTo(await (0, currentStudy_1.currentStudy)(ablation, 'report', choice), out)}\n`);
        }
    });
}
/** Writes a study's report under its usual name and returns the file. */
async function writeReportTo(study, folder = (0, paths_1.labFolder)('reports')) {
    const file = path.resolve(folder, `${study.data.id}-${study.data.tier}.html`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    await (0, htmlReport_1.writeReport)(study, file);
    return file;
}
//# sourceMappingURL=report.js.map