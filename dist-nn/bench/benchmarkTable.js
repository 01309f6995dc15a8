"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.benchmarkTable = benchmarkTable;
const textTable_1 = require("../report/textTable");
const engineNames = {
    compiled: 'compiled',
    eager: 'eager',
    'tensorflowjs-eager': 'TensorFlow.js',
    'pytorch-eager': 'PyTorch eager',
    'pytorch-compile': 'PyTorch compile',
};
const thousands = (value) => Math.round(value).toLocaleString('en-US');
/** The table that `lab bench` prints: a row a variant; ratios above 1 say that this project is the faster. */
function benchmarkTable(results, ratios) {
    const ratioOf = (row, against) => ratios
        .find((one) => one.case === row.case &&
        one.engine === row.engine &&
        one.precision === row.precision &&
        one.against === against)
        ?.ratio.toFixed(2) ?? '–';
    const head = [
        'case',
        'engine',
        'precision',
        'per second',
        'min – max',
        'ms/step',
        '/ eager',
        '/ TF.js',
        '/ PyTorch f32',
        '/ PyTorch best',
        'peak MB',
        'engine MB',
        'compile s',
        '% of peak',
    ];
    return (0, textTable_1.textTable)(head, results.map((row) => [
        row.case,
        engineNames[row.engine],
        row.precision,
        `${thousands(row.perSecond)} ${row.unit}`,
        row.perSecondRange.map(thousands).join(' – '),
        row.millisecondsPerStep.toFixed(1),
        ratioOf(row, 'eager'),
        ratioOf(row, 'tensorflowjs-eager'),
        ratioOf(row, 'pytorch-float32'),
        ratioOf(row, 'pytorch'),
        thousands(row.peakMemoryBytes / 1e6),
        thousands(row.engineMemoryBytes / 1e6),
        row.compileSeconds.toFixed(1),
        row.shareOfPeak === null ? '–' : (100 * row.shareOfPeak).toFixed(0),
    ]));
}
//# sourceMappingURL=benchmarkTable.js.map