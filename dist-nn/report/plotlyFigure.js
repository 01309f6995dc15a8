"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.plotlyOf = plotlyOf;
/** Pixels above the legend. */
const titleHeight = 50;
const axisColour = '#8a8f98';
const gridColour = 'rgba(138,143,152,0.25)';
const font = {
    family: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
    size: 13,
    color: axisColour,
};
function plotlyOf(figure) {
    return {
        data: figure.series.flatMap((series) => traces(figure, series)),
        layout: {
            title: { text: figure.title, x: 0, xref: 'paper', font: { size: 15 } },
            height: figure.height + titleHeight,
            margin: { l: 70, r: 20, t: 20 + titleHeight, b: 60 },
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
function axis({ title, scale, ticks, labels, range }) {
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
function traces(figure, series) {
    const { points, colour, style } = series;
    const rows = figure.y.scale === 'rows';
    const common = {
        type: 'scatter',
        name: series.name,
        legendgroup: series.group,
        showlegend: series.legend,
        x: points.map((point) => point.x),
        y: points.map((point) => point.y),
        // The receipt: which runs the point comes from.
        customdata: points.map(receipt),
        hovertemplate: `<b>${series.name}</b><br>%{customdata[0]}<br>%{customdata[1]}<extra></extra>`,
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
        const error = {
            type: 'data',
            symmetric: false,
            array: points.map((point) => (point.high ?? point.x) - point.x),
            arrayminus: points.map((point) => point.x - (point.low ?? point.x)),
            color: colour,
            thickness: 2,
            width: 5,
        };
        return [{ ...common, mode: 'markers', marker, ...(rows ? { error_x: error } : { error_y: error }) }];
    }
    return [...band(series), { ...common, mode: 'lines+markers', marker, line: { color: colour, width: 2.5 } }];
}
function band({ name, points, colour, group }) {
    const with_ = points.filter((point) => point.low !== undefined && point.high !== undefined);
    if (with_.length < 2)
        return [];
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
function receipt({ label, runs, low, high }) {
    const interval = low !== undefined && high !== undefined ? ` [${low.toFixed(3)}, ${high.toFixed(3)}]` : '';
    const ids = runs.slice(0, 6).map((run) => run.slice(0, 10));
    const more = runs.length > ids.length ? ` and ${runs.length - ids.length} more` : '';
    return [`${label}${interval}`, `run ${ids.join(', ')}${more}`];
}
//# sourceMappingURL=plotlyFigure.js.map