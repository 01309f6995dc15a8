/** The tables of a study. */

import { levelText } from '../form/axis';
import { type Cell as ArmCell, cells, chanceLevel, treatmentDifferences } from '../runner/analysis';
import { energyAssumption, ledgerRows } from '../runner/ledger';
import { higherIsBetter, metricTitle } from '../runner/metricWords';
import { placeOf } from '../runner/places';
import type { StudyResults } from '../runner/results';
import { intervalText } from './intervalText';
import { duration } from './progressMeter';
import { type Cell, type Column, signed, Table } from './table';

const left = (name: string): Column => ({ name, align: 'left' });
const right = (name: string): Column => ({ name, align: 'right' });

/** Arms by budgets: mean ± half the 95 % interval, with n where it differs from the tier's seeds. */
export function resultsTable(results: StudyResults, metric = results.task.metrics[0]!): Table {
  const all = cells(results, metric);
  const best = new Map(
    results.levels.map((level) => {
      const means = all.filter((cell) => cell.level === level).map((cell) => cell.mean);
      const known = means.filter((value) => value !== undefined);
      return [level, higherIsBetter(metric) ? Math.max(...known) : Math.min(...known)];
    }),
  );
  const arms = [...new Set(all.map((cell) => cell.arm))];
  const rows = arms.map((arm) => [
    { text: results.arms[arm]!.title },
    { text: results.arms[arm]!.kind },
    ...results.levels.map((level) =>
      resultCell(
        all.find((cell) => cell.arm === arm && cell.level === level),
        results.seeds,
        best.get(level),
      ),
    ),
  ]);
  const chance = chanceLevel(results, metric);
  const byChance = chance === undefined ? '' : ` Chance level: ${chance.toFixed(3)}.`;
  const { title } = results.axis;
  const shared = all.some(({ conditional, trials }) => conditional && trials.length > 1)
    ? ' Arms that start from one pretraining run have intervals given that run.'
    : '';
  return new Table(
    `${metricTitle(metric)} on the ${results.task.evaluateOn} split${title ? `, by ${title}` : ''}`,
    [
      left('arm'),
      left('kind'),
      ...results.levels.map((level) => right(title ? levelText(level) : metricTitle(metric))),
    ],
    rows,
    `Mean ± half of Student's 95 % interval over ${results.seeds} paired seeds, unless n says otherwise.${shared}${byChance}${ties(results)}${incomplete(results)}`,
  );
}

function resultCell(cell: ArmCell | undefined, seeds: number, best: number | undefined): Cell {
  if (!cell) return { text: '–', value: null, note: 'not planned at this tier' };
  const { trials, mean, interval, failed, missing } = cell;
  const lacking = [failed > 0 ? `${failed} failed` : '', missing > 0 ? `${missing} missing` : '']
    .filter(Boolean)
    .join(', ');
  if (mean === undefined) return { text: lacking, value: null, mark: 'warning' };
  const half = interval ? ` ± ${((interval.high - interval.low) / 2).toFixed(3)}` : '';
  const n = trials.length !== seeds ? ` (n=${trials.length})` : '';
  return {
    text: `${mean.toFixed(3)}${half}${n}${lacking ? `, ${lacking}` : ''}`,
    value: mean,
    runs: trials.map((trial) => trial.run),
    ...(lacking ? { mark: 'warning' as const } : mean === best ? { mark: 'best' as const } : {}),
  };
}

/** How often the highest score was shared, so that the answer was a matter of order. */
function ties(results: StudyResults): string {
  const rates = results.trials.map((trial) => trial.facts.tieRate).filter((rate) => typeof rate === 'number');
  if (rates.length === 0) return '';
  const highest = Math.max(...rates);
  return highest === 0
    ? ' No prediction was a tie of classes.'
    : ` Predictions that were a tie of classes: at most ${Number((100 * highest).toPrecision(2))} % in a trial.`;
}

function incomplete(results: StudyResults): string {
  const failed = results.trials.filter((trial) => trial.state === 'failed').length;
  const missing = results.trials.filter((trial) => trial.state === 'missing').length;
  if (failed + missing === 0) return '';
  return ` Of ${results.trials.length} planned trials ${failed} failed and ${missing} are missing; they are left out, never counted as zero.`;
}

/** The treatment against every other arm: mean paired difference, two intervals, signs, effect size, p. */
export function differencesTable(results: StudyResults, metric = results.task.metrics[0]!): Table {
  const title = (arm: string) => results.arms[arm]?.title ?? arm;
  const { treatment } = results.verdict;
  const rows = treatmentDifferences(results, metric).map((d): Cell[] => [
    { text: title(d.reference) },
    { text: results.axis.title ? levelText(d.level) : '', value: d.level },
    { text: String(d.seeds.length), value: d.seeds.length },
    number(d.mean, signed, d.runs),
    { text: intervalText(d.tInterval, d.seeds.length), runs: d.runs },
    { text: intervalText(d.bootstrapInterval, d.seeds.length), runs: d.runs },
    {
      text: `${d.signs.positive} / ${d.signs.negative}${d.signs.ties > 0 ? ` / ${d.signs.ties} ties` : ''}`,
      runs: d.runs,
    },
    number(d.effectSize, (value) => value.toFixed(1), d.runs),
    number(d.p, (value) => (value < 0.001 ? '< 0.001' : value.toFixed(3)), d.runs),
  ]);
  return new Table(
    `${metricTitle(metric)}: ${title(treatment)} minus each other arm, paired by seed`,
    [
      left('minus'),
      right(results.axis.title || 'level'),
      right('n'),
      right('difference'),
      right('95 % t'),
      right('95 % bootstrap'),
      right('+ / −'),
      right('d_z'),
      right('p'),
    ],
    rows,
    'd_z: mean difference in units of its standard deviation. p: paired t test, not corrected; the verdict corrects for its hypotheses (Holm). The bootstrap interval is too narrow at few seeds.',
  );
}

/** Costs of each arm. */
export function ledgerTable(results: StudyResults): Table {
  const rows = ledgerRows(results).map((row): Cell[] => {
    const cell = (text: string, value: number): Cell => ({ text, value, runs: row.runs });
    return [
      { text: results.arms[row.arm]!.title },
      cell(grouped(row.trainableParameters), row.trainableParameters),
      cell(flops(row.pretrainingFlops), row.pretrainingFlops),
      cell(duration(row.pretrainingSeconds), row.pretrainingSeconds),
      cell(flops(row.trainingFlops), row.trainingFlops),
      cell(grouped(row.steps), row.steps),
      cell(row.seconds < 10 ? `${row.seconds.toFixed(1)} s` : duration(row.seconds), row.seconds),
      cell(`${Math.round(row.peakMemoryBytes / 2 ** 20)} MiB`, row.peakMemoryBytes),
      cell(`${row.wattHours.toPrecision(2)} Wh`, row.wattHours),
    ];
  });
  return new Table(
    'What each arm costs',
    [
      left('arm'),
      right('trainable parameters'),
      right('pretraining FLOPs'),
      right('pretraining time'),
      right('FLOPs a trial'),
      right('steps a trial'),
      right('time a trial'),
      right('peak memory'),
      right('energy, all trials'),
    ],
    rows,
    `Parameters include the head. Pretraining is paid once for all trials that start from it. Peak memory is the process's. ${energyAssumption(results)}`,
  );
}

/** Every run of the study with its id: the receipts. */
export function receiptsTable(results: StudyResults): Table {
  const metric = results.task.metrics[0]!;
  const rows = [...results.pretraining, ...results.trials].map((run): Cell[] => [
    { text: run.run.slice(0, 10), value: run.run, runs: [run.run] },
    { text: placeOf(run) },
    {
      text: run.error ? `${run.state}: ${run.error}` : run.state,
      ...(run.error ? { mark: 'warning' as const } : {}),
    },
    number(run.metrics[metric], (value) => value.toFixed(4), [run.run]),
    number(run.seconds, (value) => value.toFixed(1), [run.run]),
    { text: run.environment?.slice(0, 8) ?? '' },
  ]);
  return new Table(
    'Receipts: every run behind a number',
    [
      left('run'),
      left('place'),
      left('state'),
      right(metricTitle(metric)),
      right('seconds'),
      left('environment'),
    ],
    rows,
    "'npx lab show RUN' prints a run's configuration, environment and parents; 'npx lab rerun RUN' executes it again.",
  );
}

/** What the environments were. */
export function environmentTable(results: StudyResults): Table {
  const names = [...new Set(results.environments.flatMap(({ facts }) => Object.keys(facts)))];
  const rows = names.map((name) => [
    { text: name },
    ...results.environments.map(({ facts }) => ({ text: textOf(facts[name]) })),
  ]);
  return new Table(
    'Where it ran',
    [left('fact'), ...results.environments.map(({ hash }) => left(hash.slice(0, 8)))],
    rows,
    'Runs of one environment are expected to agree bit for bit.',
  );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function number(value: number | undefined, format: (value: number) => string, runs: readonly string[]): Cell {
  return value === undefined ? { text: '', value: null } : { text: format(value), value, runs };
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function flops(value: number): string {
  if (value === 0) return '0';
  const power = Math.floor(Math.log10(value) / 3) * 3;
  const prefix = ['', 'k', 'M', 'G', 'T', 'P', 'E'][Math.max(0, Math.min(6, power / 3))];
  return `${(value / 10 ** Math.max(0, Math.min(18, power))).toPrecision(3)} ${prefix}FLOP`;
}
