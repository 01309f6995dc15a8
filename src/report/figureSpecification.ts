/** What a figure shows, said once for all ways of drawing it. */

export interface FigurePoint {
  readonly x: number;
  readonly y: number;
  /** The interval around y; around x in a figure with rows. */
  readonly low?: number;
  readonly high?: number;
  /** Ids of the runs behind the point. */
  readonly runs: readonly string[];
  /** What the point is, for the hover text: 'seed 3', 'mean of 5'. */
  readonly label: string;
}

export interface FigureSeries {
  readonly name: string;
  readonly colour: string;
  readonly symbol: FigureSymbol;
  /** line: mean line with markers, and a band where points have intervals · dots: small, faint · interval: whiskers. */
  readonly style: 'line' | 'thin' | 'dots' | 'interval';
  readonly points: readonly FigurePoint[];
  /** Series of one group are switched on and off together; the one with a legend names it. */
  readonly group: string;
  readonly legend: boolean;
}

export type FigureSymbol = 'circle' | 'square' | 'diamond' | 'triangle-up' | 'cross' | 'x';

export interface FigureAxis {
  readonly title: string;
  readonly scale: 'linear' | 'log2' | 'rows';
  /** Ticks at these values; with `labels` for axes of rows. */
  readonly ticks?: readonly number[];
  readonly labels?: readonly string[];
  readonly range?: readonly [number, number];
}

export interface FigureLine {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly label: string;
}

export interface FigureSpecification {
  readonly title: string;
  /** One sentence: what is seen, with n. */
  readonly caption: string;
  readonly x: FigureAxis;
  readonly y: FigureAxis;
  readonly series: readonly FigureSeries[];
  /** Reference lines: zero, chance. */
  readonly lines?: readonly FigureLine[];
  /** Pixels; the width adapts. */
  readonly height: number;
}
