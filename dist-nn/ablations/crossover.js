"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.crossover = crossover;
/**
 * Finds where a treatment stops helping. "Helps" means that the paired t interval lies wholly on the better side of zero;
 * budgets with fewer than two pairs show nothing and are passed over.
 */
function crossover(differences, options = {}) {
    const { higherIsBetter = true, title = differences[0]?.treatment ?? 'the treatment' } = options;
    const points = differences
        .flatMap(({ labelsPerClass, mean, tInterval }) => {
        if (mean === undefined || !tInterval)
            return [];
        const [low, high] = higherIsBetter
            ? [tInterval.low, tInterval.high]
            : [-tInterval.high, -tInterval.low];
        return [{ labels: labelsPerClass, mean: higherIsBetter ? mean : -mean, low, high }];
    })
        .sort((a, b) => a.labels - b.labels);
    const harms = points.filter(({ high }) => high < 0).map(({ labels }) => labels);
    const harm = harms.length > 0 ? ` It harms at ${harms.join(', ')}.` : '';
    const last = points.findLastIndex(({ low }) => low > 0);
    if (points.length === 0) {
        return {
            kind: 'unknown',
            harms,
            sentence: `No budget has two paired trials, so ${title} cannot be judged.`,
        };
    }
    if (last < 0) {
        const sentence = `At no budget measured is ${title} reliably better.${harm}`;
        return { kind: 'never', harms, sentence };
    }
    if (last === points.length - 1) {
        const sentence = `${title} still helps at ${points[last].labels} labels per class, the largest budget measured.${harm}`;
        return { kind: 'throughout', harms, sentence };
    }
    const next = points[last + 1];
    const estimate = zeroOf(points[last].labels, points[last].low, next.labels, next.low);
    const turn = points.findIndex(({ mean }, k) => k > last && mean < 0);
    const signChange = turn < 0
        ? undefined
        : zeroOf(points[turn - 1].labels, points[turn - 1].mean, points[turn].labels, points[turn].mean);
    const turned = signChange === undefined ? '' : `; the mean difference changes sign near ${Math.round(signChange)}`;
    const sentence = `${title} stops helping at ${next.labels} labels per class (the interval reaches zero near ` +
        `${Math.round(estimate)}${turned}).${harm}`;
    return { kind: 'stops', at: next.labels, estimate, signChange, harms, sentence };
}
/** Where a line over log2(labels) from (a, up) to (b, down) is zero; up >= 0 >= down. */
function zeroOf(a, up, b, down) {
    const share = up === down ? 0 : up / (up - down);
    return 2 ** (Math.log2(a) + share * (Math.log2(b) - Math.log2(a)));
}
//# sourceMappingURL=crossover.js.map