/** The figures of a study. */

import { atLevel, type Level, levelText } from '../form/axis';
import type { ArmKind } from '../form/recipe';
import { metricsByName } from '../metrics/registry';
import { type Cell as ArmCell, cells, chanceLevel, treatmentDifferences } from '../runner/analysis';
import { metricTitle } from '../runner/metricWords';
import { armsOf, finishedTrials, type StudyResults } from '../runner/results';
import { mean } from '../statistics/mean';
import { extent } from './drawnPoints';
import { Figure } from './figure';
import type { FigurePoint, FigureSeries, FigureSymbol } from './figureSpecification';
import { levelAxis } from './levelAxis';

/** Hues by kind of arm, told apart by the colour-blind too; shades where a kind has several arms. */
const palette: Readonly<Record<ArmKind, readonly string[]>> = {
  pretrained: ['#0072b2', '#56b4e9', '#003f66', '#00a3a3', '#6a5acd'],
  frozen: ['#009e73', '#5fcbb0', '#00604a'],
  baseline: ['#7a7f87', '#4d5157', '#a9adb3'],
  classical: ['#d55e00', '#e69f00', '#8c3d00'],
  control: ['#cc79a7', '#8f4f74', '#e0acc8'],
};
const symbols: readonly FigureSymbol[] = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'x'];

/** An arm's look, the same in every figure of a study. */
export function lookOf(results: StudyResults, arm: string): { colour: string; symbol: FigureSymbol } {
  const names = Object.keys(results.arms);
  const kind = results.arms[arm]!.kind;
  const siblings = names.filter((name) => results.arms[name]!.kind === kind);
  const shades = palette[kind];
  return {
    colour: shades[siblings.indexOf(arm) % shades.length]!,
    symbol: symbols[names.indexOf(arm) % symbols.length]!,
  };
}

/**
 * The metric over the levels: each seed a dot, means joined, 95 % intervals as bands. Of a study without an axis, a row an arm.
 * @param what the caption's first sentence
 */
export function levelCurve(
  results: StudyResults,
  metric = results.task.metrics[0]!,
  what = `${metricTitle(metric)} on the ${results.task.evaluateOn} split.`,
): Figure {
  if (!results.axis.title) return armRows(results, metric);
  const all = cells(results, metric);
  const { axis, place } = levelAxis(results);
  const joined = results.axis.scale === 'category' ? 'interval' : 'line';
  const series = armsOf(results).flatMap((arm): FigureSeries[] => {
    const own = all.filter((cell) => cell.arm === arm);
    const look = { name: results.arms[arm]!.title, group: arm, ...lookOf(results, arm) };
    return [
      {
        ...look,
        style: 'dots',
        legend: false,
        points: own.flatMap((cell) =>
          cell.trials.map((trial) => ({
            x: place(cell.level),
            y: trial.metrics[metric]!,
            runs: [trial.run],
            label: `${trial.metrics[metric]!.toFixed(3)}, seed ${trial.seed}`,
          })),
        ),
      },
      {
        ...look,
        style: joined,
        legend: true,
        points: own.flatMap((cell) => (cell.mean === undefined ? [] : [meanPoint(cell, place(cell.level))])),
      },
    ];
  });
  const chance = chanceLevel(results, metric);
  const given = all.some(({ conditional, trials }) => conditional && trials.length > 1)
    ? ', given the pretraining run that arms share'
    : '';
  return new Figure({
    title: `${metricTitle(metric)} by ${results.axis.title}`,
    caption: `${what} Each dot is one seed; marks are means over up to ${results.seeds} seeds, bands or bars Student's 95 % intervals of the mean${given}.`,
    x: axis,
    y: { title: metricTitle(metric), scale: 'linear', ...withinRange(metric, series, chance) },
    series,
    lines: chance === undefined ? [] : [{ axis: 'y', at: chance, label: 'chance' }],
    height: 440,
  });
}

/** Intervals of few seeds leave the values that a metric can have; the axis does not. */
export function withinRange(
  metric: string,
  series: readonly FigureSeries[],
  chance: number | undefined,
): { range?: [number, number] } {
  const [least, most] = metricsByName[metric]?.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const shown = extent([
    ...series.flatMap(({ points }) => points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y])),
    ...(chance === undefined ? [] : [chance]),
  ]);
  if (!shown || shown[0] === shown[1]) return {};
  const room = (shown[1] - shown[0]) * 0.05;
  return { range: [Math.max(least, shown[0] - room), Math.min(most, shown[1] + room)] };
}

function meanPoint(cell: ArmCell, x: number): FigurePoint {
  return {
    x,
    y: cell.mean!,
    ...(cell.interval ? { low: cell.interval.low, high: cell.interval.high } : {}),
    runs: cell.trials.map((trial) => trial.run),
    label: `mean of ${cell.trials.length}: ${cell.mean!.toFixed(3)}`,
  };
}

/** One row an arm: each seed a mark, the mean with its interval. */
function armRows(results: StudyResults, metric: string): Figure {
  const arms = armsOf(results);
  const all = cells(results, metric);
  const rowOf = (arm: string) => arms.length - arms.indexOf(arm);
  const chance = chanceLevel(results, metric);
  const series = all.flatMap((cell): FigureSeries[] => {
    const look = { name: results.arms[cell.arm]!.title, group: cell.arm, ...lookOf(results, cell.arm) };
    const y = rowOf(cell.arm);
    return [
      {
        ...look,
        style: 'dots',
        legend: false,
        points: cell.trials.map((trial) => ({
          x: trial.metrics[metric]!,
          y,
          runs: [trial.run],
          label: `${trial.metrics[metric]!.toFixed(3)}, seed ${trial.seed}`,
        })),
      },
      {
        ...look,
        style: 'interval',
        legend: false,
        points: cell.mean === undefined ? [] : [{ ...meanPoint(cell, 0), x: cell.mean, y }],
      },
    ];
  });
  return new Figure({
    title: metricTitle(metric),
    caption: `${metricTitle(metric)} on the ${results.task.evaluateOn} split. Faint marks are seeds, bars Student's 95 % intervals of the mean over up to ${results.seeds} seeds.`,
    x: { title: metricTitle(metric), scale: 'linear' },
    y: {
      title: '',
      scale: 'rows',
      ticks: arms.map(rowOf),
      labels: arms.map((arm) => results.arms[arm]!.title),
      range: [0.4, arms.length + 0.6],
    },
    series,
    lines: chance === undefined ? [] : [{ axis: 'x', at: chance, label: 'chance' }],
    height: Math.max(220, 110 + 24 * arms.length),
  });
}

/** The treatment minus every other arm, one row a comparison and level, with 95 % intervals and each seed's difference. */
export function pairedDifferences(results: StudyResults, metric = results.task.metrics[0]!): Figure {
  const differences = treatmentDifferences(results, metric).filter((d) => d.mean !== undefined);
  const title = (arm: string) => results.arms[arm]?.title ?? arm;
  const rowOf = (index: number) => differences.length - index;
  const references = [...new Set(differences.map((d) => d.reference))];
  const series = references.flatMap((reference): FigureSeries[] => {
    const own = differences
      .map((d, index) => ({ d, row: rowOf(index) }))
      .filter(({ d }) => d.reference === reference);
    const look = { name: `minus ${title(reference)}`, group: reference, ...lookOf(results, reference) };
    return [
      {
        ...look,
        style: 'dots',
        legend: false,
        points: own.flatMap(({ d, row }) =>
          d.differences.map((value, i) => ({
            x: value,
            y: row,
            runs: results.trials
              .filter(
                (trial) =>
                  trial.seed === d.seeds[i] &&
                  trial.level === d.level &&
                  [d.treatment, d.reference].includes(trial.arm),
              )
              .map((trial) => trial.run),
            label: `${value.toFixed(3)}, seed ${d.seeds[i]}`,
          })),
        ),
      },
      {
        ...look,
        style: 'interval',
        // Its rows are named at the axis.
        legend: false,
        points: own.map(({ d, row }) => ({
          x: d.mean!,
          y: row,
          ...(d.tInterval ? { low: d.tInterval.low, high: d.tInterval.high } : {}),
          runs: d.runs,
          label: `${results.axis.title ? `at ${levelText(d.level)}: ` : ''}mean of ${d.seeds.length} differences ${d.mean!.toFixed(3)}`,
        })),
      },
    ];
  });
  return new Figure({
    title: `${title(results.verdict.treatment)} minus other arms`,
    caption: `Paired differences in ${metricTitle(metric)}: right of zero, ${title(results.verdict.treatment)} scores higher. Faint marks are seeds, bars Student's 95 % intervals, not corrected for several comparisons.`,
    x: { title: `difference in ${metricTitle(metric)}`, scale: 'linear' },
    y: {
      title: '',
      scale: 'rows',
      ticks: differences.map((_, index) => rowOf(index)),
      labels: differences.map((d) =>
        results.axis.title ? `${title(d.reference)}, ${levelText(d.level)}` : title(d.reference),
      ),
      range: [0.4, differences.length + 0.6],
    },
    series,
    lines: [{ axis: 'x', at: 0, label: '' }],
    height: Math.max(220, 110 + 24 * differences.length),
  });
}

/**
 * Validation loss over steps, each seed a thin line and their mean a thick one.
 * @param level default: the last one at which the treatment has a curve
 * @returns undefined where no trial recorded a 'validationLoss' curve
 */
export function convergence(results: StudyResults, level?: Level): Figure | undefined {
  const curveOf = 'validationLoss';
  const with_ = results.trials.filter((trial) => (trial.curves[curveOf]?.length ?? 0) > 1);
  const ofTreatment = with_.filter((trial) => trial.arm === results.verdict.treatment);
  const candidates = ofTreatment.length > 0 ? ofTreatment : with_;
  const chosen = level ?? results.levels.findLast((one) => candidates.some((trial) => trial.level === one));
  if (chosen === undefined) return undefined;
  const shown = with_.filter((trial) => trial.level === chosen);
  if (shown.length === 0) return undefined;
  const series = armsOf(results).flatMap((arm): FigureSeries[] => {
    const trials = finishedTrials(results, arm, chosen).filter((trial) => shown.includes(trial));
    if (trials.length === 0) return [];
    const look = { name: results.arms[arm]!.title, group: arm, ...lookOf(results, arm) };
    const steps = [
      ...new Set(trials.flatMap((trial) => trial.curves[curveOf]!.map(({ step }) => step))),
    ].sort((a, b) => a - b);
    const at = steps.map((step) => ({
      step,
      values: trials.flatMap((trial) => trial.curves[curveOf]!.filter((point) => point.step === step)),
    }));
    return [
      ...trials.map((trial) => ({
        ...look,
        style: 'thin' as const,
        legend: false,
        points: trial.curves[curveOf]!.map(({ step, value }) => ({
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
            y: mean(values.map(({ value }) => value)),
            runs: trials.map((trial) => trial.run),
            label: `mean of ${values.length} at step ${step}`,
          })),
      },
    ];
  });
  const where = results.axis.title ? ` ${atLevel(results.axis, chosen)}` : '';
  return new Figure({
    title: `Convergence${where}`,
    caption: `Validation loss over fine-tuning steps${where}; thin lines are seeds, thick lines their mean.`,
    x: { title: 'step', scale: 'linear' },
    y: { title: 'validation loss', scale: 'linear' },
    series,
    height: 380,
  });
}
