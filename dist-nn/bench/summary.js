"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.caseName = void 0;
exports.median = median;
exports.resultsOf = resultsOf;
exports.ratiosOf = ratiosOf;
/** @param values at least one */
function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
const range = (values) => [Math.min(...values), Math.max(...values)];
/** Objective, and the width that tells cases of one objective apart. */
const caseName = (sizes) => `${sizes.objective}-${sizes.objective === 'contrastive' ? sizes.channels.at(-1) : sizes.width}`;
exports.caseName = caseName;
/** What a step is counted in, and how many of them it takes. An image counts once, however many views are made of it. */
const workOf = (sizes) => sizes.objective === 'maskedLanguageModel'
    ? { unit: 'tokens', count: sizes.batch * sizes.time }
    : { unit: 'images', count: sizes.batch };
/** Rates of one case's variants. */
function resultsOf(measured, peak) {
    return measured.map((one) => {
        const { sizes, milliseconds, engine, precision } = one;
        const { unit, count } = workOf(sizes);
        const rates = milliseconds.map((value) => (count * 1000) / value);
        const millisecondsPerStep = median(milliseconds);
        return {
            case: (0, exports.caseName)(sizes),
            engine,
            precision,
            unit,
            perSecond: median(rates),
            perSecondRange: range(rates),
            millisecondsPerStep,
            peakMemoryBytes: one.peakMemoryBytes,
            engineMemoryBytes: one.engineMemoryBytes,
            compileSeconds: one.compileSeconds,
            shareOfPeak: one.stepFlops === undefined ? null : one.stepFlops / millisecondsPerStep / 1e6 / peak[precision],
        };
    });
}
/** How many times faster this project's variants are than the references that were measured, in one case. */
function ratiosOf(measured) {
    const fastest = (suits) => measured.filter(suits).sort((a, b) => median(a.milliseconds) - median(b.milliseconds))[0];
    const isPytorch = ({ engine }) => engine.startsWith('pytorch');
    const references = [
        ['eager', fastest(({ engine }) => engine === 'eager')],
        ['tensorflowjs-eager', fastest(({ engine }) => engine === 'tensorflowjs-eager')],
        ['pytorch-float32', fastest((one) => isPytorch(one) && one.precision === 'float32')],
        ['pytorch', fastest(isPytorch)],
    ];
    return measured
        .filter((one) => !isPytorch(one) && one.engine !== 'tensorflowjs-eager')
        .flatMap((one) => references.flatMap(([against, reference]) => {
        if (!reference || reference === one)
            return [];
        const ratios = one.milliseconds.map((value, round) => reference.milliseconds[round] / value);
        const { engine, precision, sizes } = one;
        const ratio = median(ratios);
        return [{ case: (0, exports.caseName)(sizes), engine, precision, against, ratio, ratioRange: range(ratios) }];
    }));
}
//# sourceMappingURL=summary.js.map