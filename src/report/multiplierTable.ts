/** The label multiplier of the verdict's treatment over its reference, one row a level. */
import { levelText } from '../form/axis';
import { studyMultipliers } from '../runner/analysis';
import { metricTitle } from '../runner/metricWords';
import type { StudyResults } from '../runner/results';
import { type Censored, formatCensored } from '../statistics/crossing';
import { type Cell, Table } from './table';

/** Undefined where the axis does not count labels. */
export function multiplierTable(results: StudyResults, metric = results.task.metrics[0]!): Table | undefined {
  const multipliers = studyMultipliers(results, metric);
  if (!multipliers) return undefined;
  const { treatment, reference } = results.verdict;
  const title = (arm: string) => results.arms[arm]?.title ?? arm;
  const rows = multipliers.map((found): Cell[] => {
    const runs = results.trials
      .filter(
        ({ arm, seed, level }) =>
          found.seeds.includes(seed) && (arm === reference || (arm === treatment && level === found.level)),
      )
      .map((trial) => trial.run);
    const { interval, missing, seeds, conditional } = found;
    return [
      { text: levelText(found.level), value: found.level },
      { text: found.score.toFixed(3), value: found.score, runs },
      { text: readable(found.baselineLabels), runs },
      { text: `${readable(found.multiplier)} ×`, runs },
      {
        text: interval
          ? `${range(interval.low, interval.high)}${conditional ? ', given one pretraining run' : ''}`
          : seeds.length < 2
            ? 'n < 2'
            : 'none',
        runs,
      },
      { text: `${seeds.length}${missing.length > 0 ? ` (${missing.length} missing)` : ''}`, runs },
    ];
  });
  return new Table(
    `What ${title(treatment)} is worth in labels: how many times as many ${title(reference)} needs`,
    [
      { name: results.axis.title, align: 'right' },
      { name: metricTitle(metric), align: 'right' },
      { name: `labels ${title(reference)} needs`, align: 'right' },
      { name: 'label multiplier', align: 'right' },
      { name: '95 % interval', align: 'right' },
      { name: 'n', align: 'right' },
    ],
    rows,
    `Read off ${title(reference)}'s mean curve, joined by straight lines over the logarithm of the labels; nothing is extrapolated, so beyond the measured levels the answer is a bound. Interval: the levels at which the paired t test cannot tell the curve from the score.`,
  );
}

/** An interval whose ends are the same bound says no more than the bound. */
function range(low: Censored, high: Censored): string {
  const [from, to] = [readable(low), readable(high)];
  return from === to ? from : `${from} to ${to}`;
}

function readable(number: Censored): string {
  return formatCensored(number).replace('>=', '≥').replace('<=', '≤');
}
