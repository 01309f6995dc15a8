/** A plotly figure: traces, and optionally layout and configuration. */
export interface FigureLike {
  readonly data: readonly object[];
  readonly layout?: object;
  readonly config?: object;
}
