/** The axis of a study as the axis of a figure. */
import type { Level } from '../form/axis';
import type { StudyResults } from '../runner/results';
import type { FigureAxis } from './figureSpecification';

export interface LevelAxis {
  readonly axis: FigureAxis;
  /** Where a level stands. */
  place(level: Level): number;
}

/** Numbers on a logarithmic or linear scale; names side by side, in the study's order. */
export function levelAxis({ axis, levels }: Pick<StudyResults, 'axis' | 'levels'>): LevelAxis {
  const { title, scale } = axis;
  if (scale === 'category') {
    return {
      axis: {
        title,
        scale: 'linear',
        ticks: levels.map((_, index) => index),
        labels: levels.map(String),
        range: [-0.5, levels.length - 0.5],
      },
      place: (level) => levels.indexOf(level),
    };
  }
  const numbers = levels.map(Number);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (scale === 'log')
    return {
      axis: { title: `${title} (log scale)`, scale: 'log2', ticks: numbers, range: [low / 1.2, high * 1.2] },
      place: Number,
    };
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  return {
    axis: { title, scale: 'linear', ticks: numbers, range: [low - room, high + room] },
    place: Number,
  };
}
