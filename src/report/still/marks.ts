/** The kinds of traces that a still picture can show. */
import { barMarks, histogramMarks } from './bars';
import { boxMarks } from './boxes';
import { heatmapMarks } from './heatmap';
import { scatterMarks } from './scatter';
import type { Marks, TraceContext } from './trace';
import { stringOr } from './values';

/** The marks of a trace; undefined for kinds that are drawn by scripts alone. */
export function marksOf(context: TraceContext): Marks | undefined {
  switch (stringOr(context.trace.type, 'scatter')) {
    case 'scatter':
    case 'scattergl':
      return scatterMarks(context);
    case 'bar':
      return barMarks(context);
    case 'histogram':
      return histogramMarks(context);
    case 'box':
    case 'violin':
      return boxMarks(context);
    case 'heatmap':
    case 'heatmapgl':
    case 'contour':
      return heatmapMarks(context);
    default:
      return undefined;
  }
}
