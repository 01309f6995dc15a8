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
exports.precisionCommand = precisionCommand;
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const commander_1 = require("commander");
const lossCurves_1 = require("../bench/lossCurves");
const durableFiles_1 = require("../durableFiles");
const paths_1 = require("../paths");
const curveFigure_1 = require("../report/curveFigure");
const textTable_1 = require("../report/textTable");
const options_1 = require("./options");
/** `lab precision`: what mixed bfloat16 does to the loss. */
function precisionCommand() {
    return new commander_1.Command('precision')
        .description('Train one model in float32 and in mixed bfloat16 and compare the loss curves')
        .addOption((0, options_1.countOption)('--steps <n>', 'training steps', 300))
        .addOption((0, options_1.countOption)('--width <n>', 'width of the model, a multiple of its 4 heads', 128))
        .addOption((0, options_1.countOption)('--layers <n>', 'blocks of the model', 3))
        .addOption((0, options_1.countOption)('--seed <n>', 'of weights, batches, masks and dropout', 1))
        .option('--out <folder>', 'where the figure goes; default .lab/reports')
        .addOption((0, options_1.jsonOption)())
        .action(async ({ out = (0, paths_1.labFolder)('reports'), json, ...sizes }) => {
        const curves = await (0, lossCurves_1.lossCurves)(sizes);
        const file = path.resolve(out, 'precision.svg');
        fs.mkdirSync(path.dirname(file), { recursive: true });
        (0, durableFiles_1.writeDurably)(file, figureOf(curves).svg());
        if (json)
            (0, options_1.printJson)({ ...sizes, curves, largestDifference: largestDifference(curves) });
        else
            process.stdout.write(`${describe(curves, sizes)}\n${file}\n`);
    });
}
const figureOf = (curves) => (0, curveFigure_1.curveFigure)('Masked language model in two precisions', 'Loss (nats a piece)', Object.fromEntries(curves.map(({ precision, losses }) => [precision, losses])));
/** Largest distance between the curves, in nats. */
function largestDifference([first, second]) {
    return Math.max(...first.losses.map(({ value }, index) => Math.abs(value - second.losses[index].value)));
}
function describe(curves, { steps, seed }) {
    const [first, second] = curves;
    const rows = first.losses.map(({ step, value }, index) => {
        const other = second.losses[index].value;
        return [String(step), value.toFixed(4), other.toFixed(4), (other - value).toFixed(4)];
    });
    const seconds = curves.map((curve) => `${curve.seconds.toFixed(0)} s in ${curve.precision}`).join(', ');
    return [
        (0, textTable_1.textTable)(['step', first.precision, second.precision, 'difference'], rows),
        `Mean loss over each stretch of steps, nats a piece; ${steps} steps, seed ${seed}; ${seconds}.`,
        `Largest difference: ${largestDifference(curves).toFixed(4)} nats.`,
    ].join('\n');
}
//# sourceMappingURL=precision.js.map