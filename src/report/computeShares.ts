/** The score over the share of an arm's compute that its pretraining took, one line a level. */
import { LabError } from '../errors';
import { atLevel } from '../form/axis';
import { cells } from '../runner/analysis';
import { metricTitle } from '../runner/metricWords';
import { pretrainingCompute, trialCompute } from '../runner/taskCosts';
import { Figure } from './figure';
import type { FigurePoint, FigureSeries } from './figureSpecification';
import { withinRange } from './studyFigures';
import type { StudyOutcome } from './studyOutcome';

const colours = ['#0072b2', '#d55e00', '#009e73', '#7a7f87', '#cc79a7', '#e69f00'];

/**
 * Shares are measured, from operations. Arms without a finished trial are left out.
 * @param arms those that were given the same compute
 * @throws LabError for an arm that the study has not
 */
export function computeShares(outcome: StudyOutcome, arms: readonly string[]): Figure {
  const { data } = outcome;
  const metric = data.task.metrics[0]!;
  for (const arm of arms) {
    if (!data.arms[arm]) throw new LabError(`The study '${data.id}' has no arm '${arm}'.`);
  }
  const all = cells(data, metric).filter(({ arm }) => arms.includes(arm));
  const series = data.levels.map((level, index): FigureSeries => {
    const points = all.flatMap((cell): FigurePoint[] => {
      const trial = trialCompute(data, cell.arm, level);
      if (cell.level !== level || cell.mean === undefined || !trial) return [];
      const once = pretrainingCompute(data, cell.arm, level)?.flops ?? 0;
      const { interval } = cell;
      return [
        {
          ...{ x: (100 * once) / (once + trial.flops), y: cell.mean },
          ...(interval && { low: interval.low, high: interval.high }),
          runs: cell.trials.map(({ run }) => run),
          label: `${data.arms[cell.arm]!.title}: ${cell.mean.toFixed(3)}, mean of ${cell.trials.length}`,
        },
      ];
    });
    return {
      ...{ name: data.axis.title ? atLevel(data.axis, level) : 'score', group: String(level), legend: true },
      ...{ colour: colours[index % colours.length]!, symbol: 'circle', style: 'line' },
      points: points.sort((a, b) => a.x - b.x),
    };
  });
  const figure = new Figure({
    title: `${metricTitle(metric)} by the share of compute that pretraining gets`,
    caption: `${metricTitle(metric)} on the ${data.task.evaluateOn} split; means over up to ${data.seeds} seeds, bands Student's 95 % intervals. Shares are of the operations that were counted.`,
    x: { title: 'share of the operations for pretraining (%)', scale: 'linear', ticks: [0, 25, 50, 75, 100] },
    y: { title: metricTitle(metric), scale: 'linear', ...withinRange(metric, series, undefined) },
    ...{ series, height: 420 },
  });
  const origin = { ...outcome.origin, view: 'computeShares', given: arms };
  return Object.defineProperty(figure, 'origin', { value: origin });
}
