"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.VerdictCard = exports.ClaimCard = void 0;
exports.claimCard = claimCard;
exports.multiplierTable = multiplierTable;
/** What a study says in words: the claim, the verdict, and what pretraining is worth in labels. */
const analysis_1 = require("../ablations/analysis");
const labelMultiplier_1 = require("../ablations/labelMultiplier");
const task_1 = require("../ablations/task");
const verdict_1 = require("../ablations/verdict");
const escapeHtml_1 = require("./escapeHtml");
const table_1 = require("./table");
/** A named list of texts that shows itself. */
class ClaimCard {
    sentence;
    entries;
    constructor(sentence, entries) {
        this.sentence = sentence;
        this.entries = entries;
    }
    toText() {
        const width = Math.max(...this.entries.map(([name]) => name.length));
        return [
            `Claim: ${this.sentence}`,
            ...this.entries.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`),
        ].join('\n');
    }
    toHtml() {
        const list = this.entries
            .map(([name, text]) => `<dt>${(0, escapeHtml_1.escapeHtml)(name)}</dt><dd>${(0, escapeHtml_1.escapeHtml)(text)}</dd>`)
            .join('');
        return `<div class="claim"><p><b>Claim.</b> ${(0, escapeHtml_1.escapeHtml)(this.sentence)}</p><dl>${list}</dl></div>`;
    }
    toDisplay() {
        return { 'text/html': this.toHtml(), 'text/plain': this.toText() };
    }
}
exports.ClaimCard = ClaimCard;
function claimCard({ claim, task, labelsPerClass, seeds }) {
    const { paper, version, where, number, protocol } = claim.source;
    return new ClaimCard(claim.sentence, [
        ['Source', `${paper} (${version}), ${where}`],
        ['Reported there', number],
        ['Protocol there', protocol],
        ['Expected here', claim.expected],
        [
            'Measured here',
            `${task.metrics.map(task_1.metricTitle).join(', ')} on the ${task.evaluateOn} split of ${task.dataset}; ${labelsPerClass.join(', ')} ${task.budgetUnit}; ${seeds} paired seeds; hyperparameters chosen on ${task.selectOn}`,
        ],
    ]);
}
const words = {
    supports: 'Supports the claim',
    contradicts: 'Contradicts the claim',
    inconclusive: 'Inconclusive',
};
const colours = {
    supports: '#00795b',
    contradicts: '#b3441e',
    inconclusive: '#6b7280',
};
class VerdictCard {
    results;
    verdict;
    crossover;
    constructor(results, verdict, 
    /** Up to how many labels the treatment helps, measured against the rule's reference. */
    crossover) {
        this.results = results;
        this.verdict = verdict;
        this.crossover = crossover;
    }
    get finding() {
        return this.verdict.finding;
    }
    /** The runs that the verdict is computed from. */
    runs() {
        const arms = (0, verdict_1.judgedArms)(this.results.verdict);
        const budgets = new Set(this.verdict.budgets.map(({ labelsPerClass }) => labelsPerClass));
        return this.results.trials
            .filter((trial) => arms.includes(trial.arm) && budgets.has(trial.labelsPerClass))
            .map((trial) => trial.run);
    }
    toText() {
        return `VERDICT: ${words[this.finding]}.\n${this.verdict.sentence}\n${this.crossover.sentence}`;
    }
    toHtml() {
        const { finding, crossover } = this;
        const runs = this.runs().map((run) => run.slice(0, 10));
        return `<div class="verdict" style="border-left:6px solid ${colours[finding]};padding:0.2em 1em" title="${runs.length} runs, listed under Receipts" data-runs="${runs.join(' ')}"><p style="font-size:1.25em;margin:0.3em 0"><b style="color:${colours[finding]}">${words[finding]}</b></p>${this.budgets().toHtml()}<p style="margin:0.3em 0">${(0, escapeHtml_1.escapeHtml)(crossover.sentence)}</p></div>`;
    }
    /** One row a budget: what was seen there, with the runs behind it, and what it means for the claim. */
    budgets() {
        const arms = (0, verdict_1.judgedArms)(this.results.verdict);
        const rows = this.verdict.budgets.map(({ labelsPerClass, finding, difference, ...tested }) => {
            const { mean, signs, seeds, missing, effectSize } = difference;
            const { correctedInterval: interval, adjustedP: p } = tested;
            const runs = (0, analysis_1.runsOf)(this.results, arms, labelsPerClass, seeds);
            const level = interval ? `${Number((100 * interval.level).toFixed(2))} %` : '';
            const lacking = missing.length > 0 ? `, ${missing.length} missing or failed` : '';
            return [
                { text: String(labelsPerClass), value: labelsPerClass },
                { text: mean === undefined ? '' : (0, table_1.signed)(mean), runs },
                { text: interval ? `${(0, table_1.signed)(interval.low)} to ${(0, table_1.signed)(interval.high)}` : 'n < 2', runs },
                { text: level },
                { text: `${signs.positive} of ${seeds.length}${lacking}`, runs },
                { text: effectSize?.toFixed(1) ?? '', runs },
                { text: p === undefined ? '' : p < 0.001 ? '< 0.001' : p.toFixed(3), runs },
                { text: finding, runs, ...(finding === 'contradicts' ? { mark: 'warning' } : {}) },
            ];
        });
        const right = (name) => ({ name, align: 'right' });
        return new table_1.Table(this.verdict.question, [
            right('labels per class'),
            right('difference'),
            right('corrected interval'),
            right('level'),
            right('seeds above zero'),
            right('d_z'),
            right('p (Holm)'),
            { name: 'finding', align: 'left' },
        ], rows, `${this.runs().length} runs stand behind this; hovering over a number names its own, 'npx lab show RUN' opens one.`);
    }
    toDisplay() {
        return { 'text/html': this.toHtml(), 'text/plain': this.toText() };
    }
}
exports.VerdictCard = VerdictCard;
/** The label multiplier of the verdict's treatment over its reference, one row a budget. */
function multiplierTable(results, metric = results.task.metrics[0]) {
    const { treatment, reference } = results.verdict;
    const title = (arm) => results.arms[arm]?.title ?? arm;
    const rows = (0, labelMultiplier_1.labelMultipliers)((0, analysis_1.observations)(results, metric), {
        treatment,
        baseline: reference,
        higherIsBetter: (0, task_1.higherIsBetter)(metric),
    }).map((row) => {
        const runs = results.trials
            .filter((trial) => row.seeds.includes(trial.seed) &&
            (trial.arm === reference ||
                (trial.arm === treatment && trial.labelsPerClass === row.labelsPerClass)))
            .map((trial) => trial.run);
        const { interval } = row;
        return [
            { text: String(row.labelsPerClass), value: row.labelsPerClass },
            { text: row.score.toFixed(3), value: row.score, runs },
            { text: readable(row.baselineLabels), runs },
            { text: `${readable(row.multiplier)} ×`, runs },
            { text: interval ? range(interval.low, interval.high) : 'n < 2', runs },
            {
                text: `${row.seeds.length}${row.missing.length > 0 ? ` (${row.missing.length} missing)` : ''}`,
                runs,
            },
        ];
    });
    return new table_1.Table(`What ${title(treatment)} is worth in labels: how many times as many ${title(reference)} needs`, [
        { name: 'budget', align: 'right' },
        { name: (0, task_1.metricTitle)(metric), align: 'right' },
        { name: `labels ${title(reference)} needs`, align: 'right' },
        { name: 'label multiplier', align: 'right' },
        { name: '95 % interval', align: 'right' },
        { name: 'n', align: 'right' },
    ], rows, `Read off ${title(reference)}'s mean curve, joined by straight lines over the logarithm of the budget; nothing is extrapolated, so beyond the measured budgets the answer is a bound. Interval: bootstrap over seeds.`);
}
/** An interval whose ends are the same bound says no more than the bound. */
function range(low, high) {
    const [from, to] = [readable(low), readable(high)];
    return from === to ? from : `${from} to ${to}`;
}
function readable(number) {
    return (0, labelMultiplier_1.formatCensored)(number).replace('>=', '≥').replace('<=', '≤');
}
//# sourceMappingURL=studyCards.js.map