"use strict";
/** The figures of a study. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.labelCurve = labelCurve;
exports.pairedDifferences = pairedDifferences;
exports.convergence = convergence;
const analysis_1 = require("../ablations/analysis");
const results_1 = require("../ablations/results");
const statistics_1 = require("../ablations/statistics");
const task_1 = require("../ablations/task");
const figure_1 = require("./figure");
/** Hues by kind of arm, told apart by the colour-blind too; shades where a kind has several arms. */
const palette = {
    pretrained: ['#0072b2', '#56b4e9', '#003f66', '#00a3a3', '#6a5acd'],
    frozen: ['#009e73', '#5fcbb0', '#00604a'],
    baseline: ['#7a7f87', '#4d5157', '#a9adb3'],
    classical: ['#d55e00', '#e69f00', '#8c3d00'],
    control: ['#cc79a7', '#8f4f74', '#e0acc8'],
};
const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'x'];
/** An arm's look, the same in every figure of a study. */
function lookOf(results, arm) {
    const names = Object.keys(results.arms);
    const kind = results.arms[arm].kind;
    const siblings = names.filter((name) => results.arms[name].kind === kind);
    const shades = palette[kind];
    return {
        colour: shades[siblings.indexOf(arm) % shades.length],
        symbol: symbols[names.indexOf(arm) % symbols.length],
    };
}
/** The metric over the label budget: each seed a dot, means joined, 95 % intervals as bands. */
function labelCurve(results, metric = results.task.metrics[0]) {
    const all = (0, analysis_1.cells)(results, metric);
    const series = (0, results_1.armsOf)(results).flatMap((arm) => {
        const own = all.filter((cell) => cell.arm === arm);
        const look = { name: results.arms[arm].title, group: arm, ...lookOf(results, arm) };
        return [
            {
                ...look,
                style: 'dots',
                legend: false,
                points: own.flatMap((cell) => cell.trials.map((trial) => ({
                    x: cell.labelsPerClass,
                    y: trial.metrics[metric],
                    runs: [trial.run],
                    label: `${trial.metrics[metric].toFixed(3)}, seed ${trial.seed}`,
                }))),
            },
            {
                ...look,
                style: 'line',
                legend: true,
                points: own.flatMap((cell) => cell.mean === undefined
                    ? []
                    : [
                        {
                            x: cell.labelsPerClass,
                            y: cell.mean,
                            ...(cell.interval ? { low: cell.interval.low, high: cell.interval.high } : {}),
                            runs: cell.trials.map((trial) => trial.run),
                            label: `mean of ${cell.trials.length}: ${cell.mean.toFixed(3)}`,
                        },
                    ]),
            },
        ];
    });
    const chance = metric === results.task.metrics[0] ? (0, analysis_1.commonFact)(results, 'chanceLevel') : undefined;
    const budgets = results.labelsPerClass;
    return new figure_1.Figure({
        title: `${(0, task_1.metricTitle)(metric)} by ${results.task.budgetUnit}`,
        caption: `${(0, task_1.metricTitle)(metric)} on the ${results.task.evaluateOn} split. Each dot is one seed; lines join means over up to ${results.seeds} seeds, bands are Student's 95 % intervals of the mean.`,
        x: {
            title: `${results.task.budgetUnit} (log scale)`,
            scale: 'log2',
            ticks: budgets,
            range: [Math.min(...budgets) / 1.2, Math.max(...budgets) * 1.2],
        },
        y: { title: (0, task_1.metricTitle)(metric), scale: 'linear' },
        series,
        lines: chance === undefined ? [] : [{ axis: 'y', at: chance, label: 'chance' }],
        height: 440,
    });
}
/** The treatment minus every other arm, one row a comparison and budget, with 95 % intervals and each seed's difference. */
function pairedDifferences(results, metric = results.task.metrics[0]) {
    const differences = (0, analysis_1.treatmentDifferences)(results, metric).filter((d) => d.mean !== undefined);
    const title = (arm) => results.arms[arm]?.title ?? arm;
    const rowOf = (index) => differences.length - index;
    const references = [...new Set(differences.map((d) => d.reference))];
    const series = references.flatMap((reference) => {
        const own = differences
            .map((d, index) => ({ d, row: rowOf(index) }))
            .filter(({ d }) => d.reference === reference);
        const look = { name: `minus ${title(reference)}`, group: reference, ...lookOf(results, reference) };
        return [
            {
                ...look,
                style: 'dots',
                legend: false,
                points: own.flatMap(({ d, row }) => d.differences.map((value, i) => ({
                    x: value,
                    y: row,
                    runs: results.trials
                        .filter((trial) => trial.seed === d.seeds[i] &&
                        trial.labelsPerClass === d.labelsPerClass &&
                        [d.treatment, d.reference].includes(trial.arm))
                        .map((trial) => trial.run),
                    label: `${value.toFixed(3)}, seed ${d.seeds[i]}`,
                }))),
            },
            {
                ...look,
                style: 'interval',
                legend: references.length > 1,
                points: own.map(({ d, row }) => ({
                    x: d.mean,
                    y: row,
                    ...(d.tInterval ? { low: d.tInterval.low, high: d.tInterval.high } : {}),
                    runs: d.runs,
                    label: `at ${d.labelsPerClass}: mean of ${d.seeds.length} differences ${d.mean.toFixed(3)}`,
                })),
            },
        ];
    });
    return new figure_1.Figure({
        title: `${title(results.verdict.treatment)} minus other arms`,
        caption: `Paired differences in ${(0, task_1.metricTitle)(metric)}: right of zero, ${title(results.verdict.treatment)} scores higher. Faint marks are seeds, bars Student's 95 % intervals, not corrected for several comparisons.`,
        x: { title: `difference in ${(0, task_1.metricTitle)(metric)}`, scale: 'linear' },
        y: {
            title: '',
            scale: 'rows',
            ticks: differences.map((_, index) => rowOf(index)),
            labels: differences.map((d) => `${title(d.reference)}, ${d.labelsPerClass}`),
            range: [0.4, differences.length + 0.6],
        },
        series,
        lines: [{ axis: 'x', at: 0, label: '' }],
        height: Math.max(220, 110 + 24 * differences.length),
    });
}
/**
 * Validation loss over steps, each seed a thin line and their mean a thick one.
 * @param labelsPerClass default: the largest budget at which the treatment has a curve
 * @returns undefined where no trial recorded a 'validationLoss' curve
 */
function convergence(results, labelsPerClass) {
    const curveOf = 'validationLoss';
    const with_ = results.trials.filter((trial) => (trial.curves[curveOf]?.length ?? 0) > 1);
    const ofTreatment = with_.filter((trial) => trial.arm === results.verdict.treatment);
    const budget = labelsPerClass ??
        Math.max(...(ofTreatment.length > 0 ? ofTreatment : with_).map((t) => t.labelsPerClass));
    const shown = with_.filter((trial) => trial.labelsPerClass === budget);
    if (shown.length === 0)
        return undefined;
    const series = (0, results_1.armsOf)(results).flatMap((arm) => {
        const trials = (0, results_1.finishedTrials)(results, arm, budget).filter((trial) => shown.includes(trial));
        if (trials.length === 0)
            return [];
        const look = { name: results.arms[arm].title, group: arm, ...lookOf(results, arm) };
        const steps = [
            ...new Set(trials.flatMap((trial) => trial.curves[curveOf].map(({ step }) => step))),
        ].sort((a, b) => a - b);
        const at = steps.map((step) => ({
            step,
            values: trials.flatMap((trial) => trial.curves[curveOf].filter((point) => point.step === step)),
        }));
        return [
            ...trials.map((trial) => ({
                ...look,
                style: 'thin',
                legend: false,
                points: trial.curves[curveOf].map(({ step, value }) => ({
                    x: step,
                    y: value,
                    runs: [trial.run],
                    label: `${value.toFixed(3)} at step ${step}, seed ${trial.seed}`,
                })),
            })),
            {
                ...look,
                style: 'line',
                legend: true,
                // A mean over fewer seeds would jump where short runs end.
                points: at
                    .filter(({ values }) => values.length === trials.length)
                    .map(({ step, values }) => ({
                    x: step,
                    y: (0, statistics_1.mean)(values.map(({ value }) => value)),
                    runs: trials.map((trial) => trial.run),
                    label: `mean of ${values.length} at step ${step}`,
                })),
            },
        ];
    });
    return new figure_1.Figure({
        title: `Convergence at ${budget} ${results.task.budgetUnit}`,
        caption: `Validation loss over fine-tuning steps at ${budget} ${results.task.budgetUnit}; thin lines are seeds, thick lines their mean.`,
        x: { title: 'step', scale: 'linear' },
        y: { title: 'validation loss', scale: 'linear' },
        series,
        height: 380,
    });
}
//# sourceMappingURL=studyFigures.js.map