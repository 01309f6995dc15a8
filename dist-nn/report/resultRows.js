"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.resultRows = resultRows;
exports.jsonLines = jsonLines;
exports.csv = csv;
/**
 * One row a trial, finished or not. First what the trial is, then what it cost, then its metrics and its other facts,
 * each in a column of its name ('fact.NAME' where that is taken). A column holds numbers or texts, never both.
 */
function resultRows(results) {
    const metrics = columnsOf(results.trials.map((trial) => trial.metrics));
    const facts = columnsOf(results.trials.map((trial) => trial.facts));
    return results.trials.map((trial) => {
        const row = { ...identityOf(results, trial), ...costOf(trial) };
        for (const { name } of metrics)
            row[name] = trial.metrics[name] ?? null;
        for (const { name, numeric } of facts) {
            const value = trial.facts[name] ?? null;
            row[name in row ? `fact.${name}` : name] = value === null || numeric ? value : String(value);
        }
        return row;
    });
}
function identityOf(results, trial) {
    return {
        ablation: results.id,
        tier: results.tier,
        engine: trial.determinants.engine,
        precision: trial.determinants.precision,
        arm: trial.arm,
        kind: results.arms[trial.arm]?.kind ?? null,
        labelsPerClass: trial.labelsPerClass,
        seed: trial.seed,
        state: trial.state,
        error: trial.error ?? null,
        run: trial.run,
        startedFrom: Object.values(trial.determinants.parents).join(' '),
        data: trial.determinants.data,
        environment: trial.environment ?? null,
        startedAt: trial.startedAt ?? null,
    };
}
function costOf({ ledger, seconds, peakMemoryBytes }) {
    return {
        seconds: seconds ?? null,
        peakMemoryBytes: peakMemoryBytes ?? null,
        trainableParameters: ledger?.trainableParameters ?? null,
        trainingFlops: ledger?.trainingFlops ?? null,
        steps: ledger?.steps ?? null,
    };
}
/** Names over all trials, in order of appearance, and whether every value there is a number. */
function columnsOf(values) {
    const numeric = new Map();
    for (const [name, value] of values.flatMap((one) => Object.entries(one))) {
        numeric.set(name, (numeric.get(name) ?? true) && typeof value === 'number');
    }
    return [...numeric].map(([name, all]) => ({ name, numeric: all }));
}
/** JSON Lines (jsonlines.org): one object a line. */
function jsonLines(rows) {
    return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
/** CSV as in RFC 4180, with a header line; null is an empty field. */
function csv(rows) {
    const field = (value) => {
        const text = value === null ? '' : String(value);
        return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const names = Object.keys(rows[0] ?? {});
    return [names, ...rows.map((row) => Object.values(row))]
        .map((fields) => `${fields.map(field).join(',')}\r\n`)
        .join('');
}
//# sourceMappingURL=resultRows.js.map