/** Of each class, the share of its test examples that each arm found, or the overlap of its pixels. */
import type { Level } from '../form/axis';
import { atLevel } from '../form/axis';
import { armsOf, finishedTrials, type StudyResults } from '../runner/results';
import { mean } from '../statistics/mean';
import { recallOf } from '../tasks/classification';
import { iouOf } from '../tasks/segmentation';
import { type Heatmap, heatmapFigure } from './heatmapFigure';

/**
 * Recall, or intersection over union in segmentation, by arm and class, mean over seeds; undefined where the study does not record it.
 * @param level default the last
 */
export function recallFigure(
  results: StudyResults,
  level: Level = results.levels.at(-1)!,
): Heatmap | undefined {
  const arms = armsOf(results).filter((arm) => finishedTrials(results, arm, level).length > 0);
  const trials = arms.map((arm) => finishedTrials(results, arm, level));
  const first = trials[0]?.[0];
  const told = Object.keys(first?.facts ?? {});
  const prefix = [recallOf, iouOf].find((one) => told.some((fact) => fact.startsWith(one)));
  if (!prefix) return undefined;
  const classes = told.filter((fact) => fact.startsWith(prefix));
  const where = results.axis.title ? `, ${atLevel(results.axis, level)}` : '';
  return heatmapFigure({
    title: `${prefix === recallOf ? 'Recall' : 'IoU'} of each class${where}, mean over seeds`,
    ...{ x: 'class', y: 'arm' },
    columns: classes.map((fact) => fact.slice(prefix.length)),
    rows: arms.map((arm) => results.arms[arm]!.title),
    values: trials.map((of) => classes.map((fact) => mean(of.map(({ facts }) => Number(facts[fact]))))),
    runs: trials.map((of) => classes.map(() => of.map(({ run }) => run))),
  });
}
