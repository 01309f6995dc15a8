"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.resultsTable = resultsTable;
exports.differencesTable = differencesTable;
exports.ledgerTable = ledgerTable;
exports.receiptsTable = receiptsTable;
exports.environmentTable = environmentTable;
/** The tables of a study. */
const analysis_1 = require("../ablations/analysis");
const ledger_1 = require("../ablations/ledger");
const staleness_1 = require("../ablations/staleness");
const task_1 = require("../ablations/task");
const progressMeter_1 = require("./progressMeter");
const table_1 = require("./table");
const left = (name) => ({ name, align: 'left' });
const right = (name) => ({ name, align: 'right' });
/** Arms by budgets: mean ± half the 95 % interval, with n where it differs from the tier's seeds. */
function resultsTable(results, metric = results.task.metrics[0]) {
    const all = (0, analysis_1.cells)(results, metric);
    const best = new Map(results.labelsPerClass.map((budget) => {
        const means = all.filter((cell) => cell.labelsPerClass === budget).map((cell) => cell.mean);
        const known = means.filter((value) => value !== undefined);
        return [budget, (0, task_1.higherIsBetter)(metric) ? Math.max(...known) : Math.min(...known)];
    }));
    const arms = [...new Set(all.map((cell) => cell.arm))];
    const rows = arms.map((arm) => [
        { text: results.arms[arm].title },
        { text: results.arms[arm].kind },
        ...results.labelsPerClass.map((budget) => resultCell(all.find((cell) => cell.arm === arm && cell.labelsPerClass === budget), results.seeds, best.get(budget))),
    ]);
    const chance = (0, analysis_1.commonFact)(results, 'chanceLevel');
    const level = metric === results.task.metrics[0] && chance !== undefined ? ` Chance level: ${chance.toFixed(3)}.` : '';
    const unit = results.task.budgetUnit;
    return new table_1.Table(`${(0, task_1.metricTitle)(metric)} on the ${results.task.evaluateOn} split, by ${unit}`, [left('arm'), left('kind'), ...results.labelsPerClass.map((budget) => right(String(budget)))], rows, `Mean ± half of Student's 95 % interval over ${results.seeds} paired seeds, unless n says otherwise.${level}${ties(results)}${incomplete(results)}`);
}
function resultCell(cell, seeds, best) {
    if (!cell)
        return { text: '–', value: null, note: 'not planned at this tier' };
    const { trials, mean, interval, failed, missing } = cell;
    const lacking = [failed > 0 ? `${failed} failed` : '', missing > 0 ? `${missing} missing` : '']
        .filter(Boolean)
        .join(', ');
    if (mean === undefined)
        return { text: lacking, value: null, mark: 'warning' };
    const half = interval ? ` ± ${((interval.high - interval.low) / 2).toFixed(3)}` : '';
    const n = trials.length !== seeds ? ` (n=${trials.length})` : '';
    return {
        text: `${mean.toFixed(3)}${half}${n}${lacking ? `, ${lacking}` : ''}`,
        value: mean,
        runs: trials.map((trial) => trial.run),
        ...(lacking ? { mark: 'warning' } : mean === best ? { mark: 'best' } : {}),
    };
}
/** How often the highest score was shared, so that the answer was a matter of order. */
function ties(results) {
    const rates = results.trials.map((trial) => trial.facts.tieRate).filter((rate) => typeof rate === 'number');
    if (rates.length === 0)
        return '';
    const highest = Math.max(...rates);
    return highest === 0
        ? ' No prediction was a tie of classes.'
        : ` Predictions that were a tie of classes: at most ${(100 * highest).toPrecision(2)} % in a trial.`;
}
function incomplete(results) {
    const failed = results.trials.filter((trial) => trial.state === 'failed').length;
    const missing = results.trials.filter((trial) => trial.state === 'missing').length;
    if (failed + missing === 0)
        return '';
    return ` Of ${results.trials.length} planned trials ${failed} failed and ${missing} are missing; they are left out, never counted as zero.`;
}
/** The treatment against every other arm: mean paired difference, two intervals, signs, effect size, p. */
function differencesTable(results, metric = results.task.metrics[0]) {
    const title = (arm) => results.arms[arm]?.title ?? arm;
    const { treatment } = results.verdict;
    const rows = (0, analysis_1.treatmentDifferences)(results, metric).map((d) => [
        { text: title(d.reference) },
        { text: String(d.labelsPerClass), value: d.labelsPerClass },
        { text: String(d.seeds.length), value: d.seeds.length },
        number(d.mean, table_1.signed, d.runs),
        {
            text: d.tInterval ? `${(0, table_1.signed)(d.tInterval.low)} to ${(0, table_1.signed)(d.tInterval.high)}` : 'n < 2',
            runs: d.runs,
        },
        {
            text: d.bootstrapInterval
                ? `${(0, table_1.signed)(d.bootstrapInterval.low)} to ${(0, table_1.signed)(d.bootstrapInterval.high)}`
                : 'n < 2',
            runs: d.runs,
        },
        {
            text: `${d.signs.positive} / ${d.signs.negative}${d.signs.ties > 0 ? ` / ${d.signs.ties} ties` : ''}`,
            runs: d.runs,
        },
        number(d.effectSize, (value) => value.toFixed(1), d.runs),
        number(d.p, (value) => (value < 0.001 ? '< 0.001' : value.toFixed(3)), d.runs),
    ]);
    return new table_1.Table(`${(0, task_1.metricTitle)(metric)}: ${title(treatment)} minus each other arm, paired by seed`, [
        left('minus'),
        right('budget'),
        right('n'),
        right('difference'),
        right('95 % t'),
        right('95 % bootstrap'),
        right('+ / −'),
        right('d_z'),
        right('p'),
    ], rows, 'd_z: mean difference in units of its standard deviation. p: paired t test, not corrected; the verdict corrects for its budgets (Holm). The bootstrap interval is too narrow at few seeds.');
}
/** Costs of each arm. */
function ledgerTable(results) {
    const rows = (0, ledger_1.ledgerRows)(results).map((row) => {
        const cell = (text, value) => ({ text, value, runs: row.runs });
        return [
            { text: results.arms[row.arm].title },
            cell(grouped(row.trainableParameters), row.trainableParameters),
            cell(flops(row.pretrainingFlops), row.pretrainingFlops),
            cell((0, progressMeter_1.duration)(row.pretrainingSeconds), row.pretrainingSeconds),
            cell(flops(row.trainingFlops), row.trainingFlops),
            cell(grouped(row.steps), row.steps),
            cell(row.seconds < 10 ? `${row.seconds.toFixed(1)} s` : (0, progressMeter_1.duration)(row.seconds), row.seconds),
            cell(`${Math.round(row.peakMemoryBytes / 2 ** 20)} MiB`, row.peakMemoryBytes),
            cell(`${row.wattHours.toPrecision(2)} Wh`, row.wattHours),
        ];
    });
    return new table_1.Table('What each arm costs', [
        left('arm'),
        right('trainable parameters'),
        right('pretraining FLOPs'),
        right('pretraining time'),
        right('FLOPs a trial'),
        right('steps a trial'),
        right('time a trial'),
        right('peak memory'),
        right('energy, all trials'),
    ], rows, `Parameters include the head. Pretraining is paid once for all trials that start from it. Peak memory is the process's. ${(0, ledger_1.energyAssumption)(results)}`);
}
/** Every run of the study with its id: the receipts. */
function receiptsTable(results) {
    const metric = results.task.metrics[0];
    const rows = [...results.pretraining, ...results.trials].map((run) => [
        { text: run.run.slice(0, 10), value: run.run, runs: [run.run] },
        { text: (0, staleness_1.placeOf)(run.determinants) },
        {
            text: run.error ? `${run.state}: ${run.error}` : run.state,
            ...(run.error ? { mark: 'warning' } : {}),
        },
        number(run.metrics[metric], (value) => value.toFixed(4), [run.run]),
        number(run.seconds, (value) => value.toFixed(1), [run.run]),
        { text: run.environment?.slice(0, 8) ?? '' },
    ]);
    return new table_1.Table('Receipts: every run behind a number', [
        left('run'),
        left('place'),
        left('state'),
        right((0, task_1.metricTitle)(metric)),
        right('seconds'),
        left('environment'),
    ], rows, "'npx lab show RUN' prints a run's configuration, environment and parents; 'npx lab rerun RUN' executes it again.");
}
/** What the environments were. */
function environmentTable(results) {
    const names = [...new Set(results.environments.flatMap(({ facts }) => Object.keys(facts)))];
    const rows = names.map((name) => [
        { text: name },
        ...results.environments.map(({ facts }) => ({ text: textOf(facts[name]) })),
    ]);
    return new table_1.Table('Where it ran', [left('fact'), ...results.environments.map(({ hash }) => left(hash.slice(0, 8)))], rows, 'Runs of one environment are expected to agree bit for bit.');
}
function textOf(value) {
    if (value === null || value === undefined)
        return '';
    if (Array.isArray(value))
        return value.join(' ');
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
function number(value, format, runs) {
    return value === undefined ? { text: '', value: null } : { text: format(value), value, runs };
}
function grouped(value) {
    return Math.round(value).toLocaleString('en-US');
}
function flops(value) {
    if (value === 0)
        return '0';
    const power = Math.floor(Math.log10(value) / 3) * 3;
    const prefix = ['', 'k', 'M', 'G', 'T', 'P', 'E'][Math.max(0, Math.min(6, power / 3))];
    return `${(value / 10 ** Math.max(0, Math.min(18, power))).toPrecision(3)} ${prefix}FLOP`;
}
//# sourceMappingURL=studyTables.js.map