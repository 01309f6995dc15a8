/** What a trace of a plotly figure becomes: what lies on its axes, and how it is drawn. */
import type { HtmlPart } from '../html';
import type { Axis } from './axis';
import type { Fields } from './values';

export interface Marks {
  /** What the axes must have room for. */
  readonly xs: readonly unknown[];
  readonly ys: readonly unknown[];
  readonly fromZero?: 'x' | 'y';
  /** What stands in the legend: a line, a dot or a box of this colour. */
  readonly look: 'line' | 'dot' | 'box';
  draw(x: Axis, y: Axis): HtmlPart;
}

export interface TraceContext {
  readonly trace: Fields;
  readonly layout: Fields;
  readonly name: string;
  readonly colour: string;
  /** The traces of the same kind on the same axes, this one among them. */
  readonly siblings: readonly Fields[];
}

/** A tenth of a pixel is all that can be seen. */
export function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
