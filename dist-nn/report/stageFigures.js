"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.stageChanges = stageChanges;
const statistics_1 = require("../ablations/statistics");
const figure_1 = require("./figure");
/**
 * How much a metric changed from one stage to each that started from it: a row a stage, a faint mark a seed, the mean and
 * Student's 95 % interval of the paired differences. Undefined where no stage has both numbers.
 */
function stageChanges(results, options) {
    const { metric, before, quantity, title } = options;
    const changes = Object.keys(results.stages)
        .filter((stage) => stage !== before)
        .map((stage) => ({ stage, pairs: pairsOf(results, stage, before, metric) }))
        .filter(({ pairs }) => pairs.length > 0);
    if (changes.length === 0)
        return undefined;
    const series = changes.flatMap(({ stage, pairs }, index) => {
        const y = changes.length - index;
        const differences = pairs.map(({ difference }) => difference);
        const interval = (0, statistics_1.tInterval)(differences);
        const look = { name: results.stages[stage].title, group: stage, colour: '#0072b2' };
        return [
            {
                ...look,
                symbol: 'circle',
                style: 'dots',
                legend: false,
                points: pairs.map(({ difference, seed, runs }) => ({
                    x: difference,
                    y,
                    runs,
                    label: `${difference.toFixed(3)}, seed ${seed}`,
                })),
            },
            {
                ...look,
                symbol: 'diamond',
                style: 'interval',
                legend: false,
                points: [
                    {
                        x: (0, statistics_1.mean)(differences),
                        y,
                        ...(interval ? { low: interval.low, high: interval.high } : {}),
                        runs: pairs.flatMap(({ runs }) => runs),
                        label: `mean of ${pairs.length}: ${(0, statistics_1.mean)(differences).toFixed(3)}`,
                    },
                ],
            },
        ];
    });
    return new figure_1.Figure({
        title,
        caption: `Change of ${metric} from '${results.stages[before].title}': faint marks are seeds, bars Student's 95 % intervals.`,
        x: { title: quantity, scale: 'linear' },
        y: {
            title: '',
            scale: 'rows',
            ticks: changes.map((_, index) => changes.length - index),
            labels: changes.map(({ stage }) => results.stages[stage].title),
            range: [0.4, changes.length + 0.6],
        },
        series,
        lines: [{ axis: 'x', at: 0, label: '' }],
        height: Math.max(220, 110 + 30 * changes.length),
    });
}
function pairsOf(results, stage, before, metric) {
    const runsOf = (name) => results.pretraining.filter((run) => run.determinants.name === name && run.state === 'finished' && Number.isFinite(run.metrics[metric]));
    const starts = new Map(runsOf(before).map((run) => [run.determinants.seed, run]));
    return runsOf(stage).flatMap((run) => {
        const { seed } = run.determinants;
        const start = starts.get(seed);
        return start
            ? [{ seed, difference: run.metrics[metric] - start.metrics[metric], runs: [start.run, run.run] }]
            : [];
    });
}
//# sourceMappingURL=stageFigures.js.map