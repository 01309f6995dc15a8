/** Figures of what pretraining stages measured, such as the loss on text that must not be forgotten. */
import type { RunOutcome, StudyResults } from '../runner/results';
import { mean } from '../statistics/mean';
import { tInterval } from '../statistics/studentT';
import { Figure } from './figure';
import type { FigureSeries } from './figureSpecification';

export interface StageChangeOptions {
  /** A metric of the stages: 'generalLoss'. */
  readonly metric: string;
  /** The stage that the others started from. */
  readonly before: string;
  /** The quantity with its unit: 'rise of the loss on general text (nats)'. */
  readonly quantity: string;
  readonly title: string;
}

/**
 * How much a metric changed from one stage to each that started from it: a row a stage, a faint mark a seed, the mean and
 * Student's 95 % interval of the paired differences. Undefined where no stage has both numbers.
 */
export function stageChanges(results: StudyResults, options: StageChangeOptions): Figure | undefined {
  const { metric, before, quantity, title } = options;
  const changes = Object.keys(results.stages)
    .filter((stage) => stage !== before)
    .map((stage) => ({ stage, pairs: pairsOf(results, stage, before, metric) }))
    .filter(({ pairs }) => pairs.length > 0);
  if (changes.length === 0) return undefined;
  const series = changes.flatMap(({ stage, pairs }, index): FigureSeries[] => {
    const y = changes.length - index;
    const differences = pairs.map(({ difference }) => difference);
    const interval = tInterval(differences);
    const look = { name: results.stages[stage]!.title, group: stage, colour: '#0072b2' } as const;
    return [
      {
        ...look,
        symbol: 'circle',
        style: 'dots',
        legend: false,
        points: pairs.map(({ difference, seed, runs }) => ({
          x: difference,
          y,
          runs,
          label: `${difference.toFixed(3)}, seed ${seed}`,
        })),
      },
      {
        ...look,
        symbol: 'diamond',
        style: 'interval',
        legend: false,
        points: [
          {
            x: mean(differences),
            y,
            ...(interval ? { low: interval.low, high: interval.high } : {}),
            runs: pairs.flatMap(({ runs }) => runs),
            label: `mean of ${pairs.length}: ${mean(differences).toFixed(3)}`,
          },
        ],
      },
    ];
  });
  return new Figure({
    title,
    caption: `Change of ${metric} from '${results.stages[before]!.title}': faint marks are seeds, bars Student's 95 % intervals.`,
    x: { title: quantity, scale: 'linear' },
    y: {
      title: '',
      scale: 'rows',
      ticks: changes.map((_, index) => changes.length - index),
      labels: changes.map(({ stage }) => results.stages[stage]!.title),
      range: [0.4, changes.length + 0.6],
    },
    series,
    lines: [{ axis: 'x', at: 0, label: '' }],
    height: Math.max(220, 110 + 30 * changes.length),
  });
}

interface StagePair {
  readonly seed: number;
  readonly difference: number;
  readonly runs: readonly string[];
}

function pairsOf(results: StudyResults, stage: string, before: string, metric: string): StagePair[] {
  const runsOf = (name: string) =>
    results.pretraining.filter(
      (run: RunOutcome) =>
        run.determinants.name === name && run.state === 'finished' && Number.isFinite(run.metrics[metric]),
    );
  const starts = new Map(runsOf(before).map((run) => [run.determinants.seed, run]));
  return runsOf(stage).flatMap((run) => {
    const { seed } = run.determinants;
    const start = starts.get(seed);
    return start
      ? [{ seed, difference: run.metrics[metric]! - start.metrics[metric]!, runs: [start.run, run.run] }]
      : [];
  });
}
