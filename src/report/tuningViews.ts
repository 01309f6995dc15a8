/** How settings were chosen: what was tried on dev, what it gave, and what less or more effort would have given. */
import { atLevel, type Level, levelText } from '../form/axis';
import { choicesAtEnds } from '../runner/grid';
import { metricTitle } from '../runner/metricWords';
import type { StudyResults } from '../runner/results';
import { type Candidate, candidateMeans, chosenCandidates, type TuningRecord } from '../runner/tuningRecord';
import { expectedBest } from '../statistics/expectedBest';
import { Figure } from './figure';
import type { FigureSeries } from './figureSpecification';
import { lookOf } from './studyFigures';
import { type Cell, Table } from './table';

/** One row a tuned arm and level: what was chosen, and the best dev score to expect of 1, 2, 4, … tried settings. */
export function tuningTable(results: StudyResults, tuning: TuningRecord): Table {
  const chosen = chosenCandidates(tuning);
  const places = [...chosen].flatMap(([arm, levels]) =>
    [...levels].map(([level, candidate]) => ({ arm, level, candidate, tried: triedAt(tuning, arm, level) })),
  );
  const most = Math.max(...places.map(({ tried }) => tried.length));
  const counts = Array.from({ length: Math.floor(Math.log2(most)) + 1 }, (_, k) => 2 ** k);
  const ends = choicesAtEnds(tuning, chosen);
  const rows = places.map(({ arm, level, candidate, tried }): Cell[] => {
    const effort = expectedBest(
      tried.map(({ mean }) => mean),
      tuning,
    );
    const runs = runsOf(tuning, arm, level);
    const atEnd = ends.filter((end) => end.arm === arm && end.level === level);
    return [
      { text: results.arms[arm]?.title ?? arm },
      { text: results.axis.title ? levelText(level) : '', value: level },
      { text: settingsText(candidate) },
      ...counts.map((count): Cell => {
        const found = effort[count - 1];
        return found
          ? { text: found.mean.toFixed(3), value: found.mean, runs }
          : { text: '–', value: null, note: `only ${tried.length} settings were tried` };
      }),
      { text: String(tried.length), value: tried.length, runs },
      { text: atEnd.map(({ setting, side }) => `${side} ${setting}`).join(', ') || 'no' },
    ];
  });
  const reasons = [...new Set(ends.map(({ setting, because }) => `${setting}: ${because}`))];
  return new Table(
    `How settings were chosen: ${metricTitle(tuning.metric)} on dev, mean over seeds ${tuning.seeds.join(' and ')}`,
    [
      { name: 'arm', align: 'left' },
      { name: results.axis.title || 'level', align: 'right' },
      { name: 'chosen', align: 'left' },
      ...counts.map((count) => ({ name: `best of ${count}`, align: 'right' as const })),
      { name: 'tried', align: 'right' },
      { name: 'at an end of the grid', align: 'left' },
    ],
    rows,
    `Best of n: the dev score to expect of the best of n settings drawn from those tried (Dodge et al. 2019). The grid grows while the best lies at its end.${reasons.length > 0 ? ` Where it might not grow further: ${reasons.join('; ')}.` : ''}`,
  );
}

/**
 * The best dev score to expect over the number of settings tried, one line a tuned arm.
 * @param level default: the last one at which the verdict's treatment was tuned
 */
export function tuningEffort(results: StudyResults, tuning: TuningRecord, level?: Level): Figure {
  const chosen = chosenCandidates(tuning);
  const { treatment } = results.verdict;
  const shown = level ?? [...(chosen.get(treatment) ?? [...chosen.values()][0]!).keys()].at(-1)!;
  const series = [...chosen].flatMap(([arm, levels]): FigureSeries[] => {
    if (!levels.has(shown)) return [];
    const effort = expectedBest(
      triedAt(tuning, arm, shown).map(({ mean }) => mean),
      tuning,
    );
    const runs = runsOf(tuning, arm, shown);
    return [
      {
        ...{ name: results.arms[arm]?.title ?? arm, group: arm, ...lookOf(results, arm) },
        ...{ style: 'line', legend: true },
        points: effort.map(({ tried, mean }) => ({
          ...{ x: tried, y: mean, runs },
          label: `best of ${tried}: ${mean.toFixed(3)}`,
        })),
      },
    ];
  });
  const where = results.axis.title ? ` ${atLevel(results.axis, shown)}` : '';
  return new Figure({
    title: `What tuning is worth${where}`,
    caption: `${metricTitle(tuning.metric)} on dev to expect of the best of so many settings${where}, drawn from those that were tried (Dodge et al. 2019).`,
    x: { title: 'settings tried', scale: 'linear' },
    y: { title: `${metricTitle(tuning.metric)} on dev`, scale: 'linear' },
    series,
    height: 340,
  });
}

const triedAt = ({ scores }: TuningRecord, arm: string, level: Level) => candidateMeans(scores, arm, level);

const runsOf = ({ scores }: TuningRecord, arm: string, level: Level) =>
  scores.filter((score) => score.arm === arm && score.level === level).map(({ run }) => run);

const settingsText = (candidate: Candidate) =>
  Object.entries(candidate)
    .map(([setting, value]) => `${setting} ${value}`)
    .join(', ');
