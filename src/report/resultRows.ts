/** Results as a flat table, one row a trial: what data frames, Parquet and trackers read. */
import type { StudyResults, TrialOutcome } from '../runner/results';

/** A row of plain values under the same column names as every other row; null where a trial has none. */
export type ResultRow = Readonly<Record<string, string | number | null>>;

/**
 * One row a trial, finished or not. First what the trial is, then what it cost, then its metrics and its other facts,
 * each in a column of its name ('axis.NAME', 'metric.NAME', 'fact.NAME' where that is taken). A column holds numbers or texts, never both.
 */
export function resultRows(results: StudyResults): ResultRow[] {
  const metrics = columnsOf(results.trials.map((trial) => trial.metrics));
  const facts = columnsOf(results.trials.map((trial) => trial.facts));
  return results.trials.map((trial) => {
    const [before, after] = identityOf(results, trial);
    const cost = costOf(trial);
    const { name: axis } = results.axis;
    const level = axis in before || axis in after || axis in cost ? `axis.${axis}` : axis;
    const row: Record<string, string | number | null> = {
      ...{ ...before, [level]: trial.level, ...after, ...cost },
    };
    const free = (name: string, prefix: string) => (name in row ? `${prefix}.${name}` : name);
    const placed = metrics.map(({ name }) => ({ name, column: free(name, 'metric') }));
    for (const { name, column } of placed) row[column] = trial.metrics[name] ?? null;
    for (const { name, numeric } of facts) {
      const value = trial.facts[name] ?? null;
      row[free(name, 'fact')] = value === null || numeric ? value : String(value);
    }
    return row;
  });
}

/** What stands before the level, and what after it. */
function identityOf(results: StudyResults, trial: TrialOutcome): [ResultRow, ResultRow] {
  const before = {
    study: results.id,
    tier: results.tier,
    engine: trial.determinants.engine,
    precision: trial.determinants.precision,
    arm: trial.arm,
    kind: results.arms[trial.arm]?.kind ?? null,
  };
  const after = {
    amount: trial.determinants.amount ?? null,
    seed: trial.seed,
    state: trial.state,
    error: trial.error ?? null,
    run: trial.run,
    startedFrom: Object.values(trial.determinants.parents).join(' '),
    data: trial.determinants.data,
    environment: trial.environment ?? null,
    commit: trial.commit ?? null,
    startedAt: trial.startedAt ?? null,
  };
  return [before, after];
}

function costOf({ ledger, seconds, peakMemoryBytes }: TrialOutcome): ResultRow {
  return {
    seconds: seconds ?? null,
    peakMemoryBytes: peakMemoryBytes ?? null,
    trainableParameters: ledger?.trainableParameters ?? null,
    trainingFlops: ledger?.trainingFlops ?? null,
    steps: ledger?.steps ?? null,
  };
}

/** Names over all trials, in order of appearance, and whether every value there is a number. */
function columnsOf(
  values: readonly Readonly<Record<string, number | string>>[],
): { name: string; numeric: boolean }[] {
  const numeric = new Map<string, boolean>();
  for (const [name, value] of values.flatMap((one) => Object.entries(one))) {
    numeric.set(name, (numeric.get(name) ?? true) && typeof value === 'number');
  }
  return [...numeric].map(([name, all]) => ({ name, numeric: all }));
}

/** JSON Lines (jsonlines.org): one object a line. */
export function jsonLines(rows: readonly ResultRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** CSV as in RFC 4180, with a header line; null is an empty field. */
export function csv(rows: readonly ResultRow[]): string {
  const field = (value: string | number | null) => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const names = Object.keys(rows[0] ?? {});
  return [names, ...rows.map((row) => Object.values(row))]
    .map((fields) => `${fields.map(field).join(',')}\r\n`)
    .join('');
}
