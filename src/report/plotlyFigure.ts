/** A figure's specification as plotly traces and layout. Colours suit light and dark pages: the ground is transparent. */

import { type DrawnSeries, drawnPoints } from './drawnPoints';
import type { FigureLike } from './figureLike';
import type { FigureAxis, FigurePoint, FigureSpecification } from './figureSpecification';

/** Pixels above the legend. */
const titleHeight = 50;
const noteHeight = 26;
const axisColour = '#8a8f98';
const gridColour = 'rgba(138,143,152,0.25)';
const font = {
  family: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  size: 13,
  color: axisColour,
};

/** More marks than this are drawn by WebGL, without the receipts, which would weigh more than the points. */
const mostReceipts = 5000;

/** On a line of more points the marks would hide the line. */
const mostMarkers = 60;

export function plotlyOf(figure: FigureSpecification): FigureLike {
  const { series, note } = drawnPoints(figure);
  const above = titleHeight + (note ? noteHeight : 0);
  return {
    data: series.flatMap((one) => traces(figure, one)),
    layout: {
      title: {
        text: figure.title,
        x: 0,
        xref: 'paper',
        font: { size: 15 },
        ...(note
          ? {
              subtitle: { text: note, font: { size: 11 } },
              y: 1,
              yref: 'container',
              yanchor: 'top',
              pad: { t: 14 },
            }
          : {}),
      },
      height: figure.height + above,
      margin: { l: 70, r: 20, t: 20 + above, b: 60 },
      font,
      paper_bgcolor: 'rgba(0,0,0,0)',
      plot_bgcolor: 'rgba(0,0,0,0)',
      hovermode: 'closest',
      modebar: { bgcolor: 'rgba(0,0,0,0)', color: gridColour, activecolor: axisColour },
      legend: { orientation: 'h', y: 1.02, yanchor: 'bottom', x: 0 },
      xaxis: axis(figure.x),
      yaxis: axis(figure.y),
      shapes: (figure.lines ?? []).map(({ axis: on, at }) => ({
        type: 'line',
        line: { color: axisColour, width: 1, dash: 'dot' },
        ...(on === 'x'
          ? { x0: at, x1: at, y0: 0, y1: 1, yref: 'paper' }
          : { y0: at, y1: at, x0: 0, x1: 1, xref: 'paper' }),
      })),
      annotations: (figure.lines ?? [])
        .filter(({ label }) => label !== '')
        .map(({ axis: on, at, label }) => ({
          text: label,
          showarrow: false,
          font: { size: 11, color: axisColour },
          ...(on === 'x'
            ? { x: at, y: 1, yref: 'paper', yanchor: 'bottom' }
            : { y: at, x: 1, xref: 'paper', xanchor: 'right', yanchor: 'bottom' }),
        })),
    },
  };
}

function axis({ title, scale, ticks, labels, range }: FigureAxis): object {
  const log = scale === 'log2';
  return {
    title: { text: title, standoff: 12 },
    type: log ? 'log' : 'linear',
    gridcolor: gridColour,
    linecolor: axisColour,
    zeroline: false,
    automargin: true,
    ...(ticks ? { tickmode: 'array', tickvals: ticks, ticktext: labels ?? ticks.map(String) } : {}),
    ...(range ? { range: log ? range.map(Math.log10) : range } : {}),
  };
}

function traces(figure: FigureSpecification, series: DrawnSeries): object[] {
  const { colour, style } = series;
  // A gap of a line is a point without value, at the place where the stretch before it ends.
  const gapped = series.stretches.flatMap((stretch, index) => [
    ...(index > 0 ? [undefined] : []),
    ...stretch,
  ]);
  const points = style === 'line' || style === 'thin' ? gapped : series.points;
  const crowded = points.length > mostReceipts;
  const rows = figure.y.scale === 'rows';
  const common = {
    type: crowded ? 'scattergl' : 'scatter',
    name: series.name,
    legendgroup: series.group,
    showlegend: series.legend,
    x: points.map((point) => point?.x ?? null),
    y: points.map((point) => point?.y ?? null),
    // The receipt: which runs the point comes from.
    ...(crowded
      ? { hovertemplate: `<b>${series.name}</b><br>%{x}, %{y}<extra></extra>` }
      : {
          customdata: points.map((point) => (point ? receipt(point) : null)),
          hovertemplate: `<b>${series.name}</b><br>%{customdata[0]}<br>%{customdata[1]}<extra></extra>`,
        }),
  };
  if (style === 'dots') {
    return [
      {
        ...common,
        mode: 'markers',
        marker: { color: colour, size: 6, opacity: 0.45, symbol: series.symbol },
      },
    ];
  }
  if (style === 'thin') {
    return [{ ...common, mode: 'lines', line: { color: colour, width: 1 }, opacity: 0.4 }];
  }
  const marker = { color: colour, size: 9, symbol: series.symbol };
  if (style === 'interval') {
    const middle = (point: FigurePoint) => (rows ? point.x : point.y);
    const error = {
      type: 'data',
      symmetric: false,
      array: series.points.map((point) => (point.high ?? middle(point)) - middle(point)),
      arrayminus: series.points.map((point) => middle(point) - (point.low ?? middle(point))),
      color: colour,
      thickness: 2,
      width: 5,
    };
    return [{ ...common, mode: 'markers', marker, ...(rows ? { error_x: error } : { error_y: error }) }];
  }
  return [
    ...band(series),
    {
      ...common,
      mode: points.length > mostMarkers ? 'lines' : 'lines+markers',
      marker,
      line: { color: colour, width: 2.5 },
    },
  ];
}

function band({ name, points, colour, group }: DrawnSeries): object[] {
  const with_ = points.filter((point) => point.low !== undefined && point.high !== undefined);
  if (with_.length < 2) return [];
  return [
    {
      type: 'scatter',
      mode: 'lines',
      name: `${name}, 95 % interval`,
      x: [...with_.map((point) => point.x), ...with_.map((point) => point.x).reverse()],
      y: [...with_.map((point) => point.high), ...with_.map((point) => point.low).reverse()],
      fill: 'toself',
      fillcolor: colour,
      opacity: 0.13,
      line: { width: 0 },
      hoverinfo: 'skip',
      legendgroup: group,
      showlegend: false,
    },
  ];
}

function receipt({ label, runs, low, high }: FigurePoint): [string, string] {
  const interval = low !== undefined && high !== undefined ? ` [${low.toFixed(3)}, ${high.toFixed(3)}]` : '';
  const ids = runs.slice(0, 6).map((run) => run.slice(0, 10));
  const more = runs.length > ids.length ? ` and ${runs.length - ids.length} more` : '';
  return [`${label}${interval}`, `run ${ids.join(', ')}${more}`];
}
