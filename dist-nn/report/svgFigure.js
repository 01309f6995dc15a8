"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.svgOf = svgOf;
/** A figure's specification as a small still picture: for paper, for e-mail, for viewers without scripts. */
const escapeHtml_1 = require("./escapeHtml");
const width = 760;
const margin = { left: 64, right: 24, top: 40, bottom: 52 };
const ink = '#5f6670';
const grid = '#8a8f98';
function svgOf(figure) {
    const rows = figure.y.scale === 'rows';
    const longest = Math.max(0, ...(figure.y.labels ?? []).map((label) => label.length));
    const left = rows ? Math.min(380, 20 + longest * 6.6) : margin.left;
    const legend = legendOf(figure.series, left);
    const top = 14 + legend.height;
    const height = Math.max(figure.height, top + 120);
    const plot = { left, right: width - margin.right, top, bottom: height - margin.bottom };
    const points = figure.series.flatMap((series) => series.points);
    const lines = figure.lines ?? [];
    const x = scaleOf(figure.x, spread(points, rows, 'x', lines), plot.left, plot.right);
    const y = scaleOf(figure.y, spread(points, rows, 'y', lines), plot.bottom, plot.top);
    const parts = [
        ...y.ticks.map((tick, i) => {
            const at = round(y.place(tick));
            return `<line x1="${plot.left}" x2="${plot.right}" y1="${at}" y2="${at}" stroke="${grid}" stroke-opacity="0.3"/><text x="${plot.left - 8}" y="${at + 4}" text-anchor="end">${(0, escapeHtml_1.escapeHtml)(y.labels[i])}</text>`;
        }),
        ...x.ticks.map((tick, i) => {
            const at = round(x.place(tick));
            return `<line x1="${at}" x2="${at}" y1="${plot.bottom}" y2="${plot.bottom + 5}" stroke="${ink}"/><text x="${at}" y="${plot.bottom + 19}" text-anchor="middle">${(0, escapeHtml_1.escapeHtml)(x.labels[i])}</text>`;
        }),
        `<line x1="${plot.left}" x2="${plot.right}" y1="${plot.bottom}" y2="${plot.bottom}" stroke="${ink}"/>`,
        ...lines.map(({ axis, at, label }) => {
            const [from, to] = axis === 'x' ? [x.place(at), x.place(at)] : [plot.left, plot.right];
            const [above, below] = axis === 'x' ? [plot.top, plot.bottom] : [y.place(at), y.place(at)];
            const text = axis === 'x'
                ? `<text x="${round(from)}" y="${plot.top - 4}" text-anchor="middle">${(0, escapeHtml_1.escapeHtml)(label)}</text>`
                : `<text x="${plot.right}" y="${round(above) - 4}" text-anchor="end">${(0, escapeHtml_1.escapeHtml)(label)}</text>`;
            return `<line x1="${round(from)}" x2="${round(to)}" y1="${round(above)}" y2="${round(below)}" stroke="${ink}" stroke-dasharray="2 3"/>${text}`;
        }),
        ...figure.series.map((series) => draw(series, rows, x.place, y.place)),
        `<text x="${(plot.left + plot.right) / 2}" y="${height - 12}" text-anchor="middle">${(0, escapeHtml_1.escapeHtml)(figure.x.title)}</text>`,
        rows
            ? ''
            : `<text transform="translate(16 ${(plot.top + plot.bottom) / 2}) rotate(-90)" text-anchor="middle">${(0, escapeHtml_1.escapeHtml)(figure.y.title)}</text>`,
        legend.text,
    ];
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="${ink}"><title>${(0, escapeHtml_1.escapeHtml)(figure.title)}</title>\n${parts.join('\n')}\n</svg>`;
}
function spread(points, rows, axis, lines) {
    const intervals = rows ? axis === 'x' : axis === 'y';
    const values = points.flatMap((point) => intervals ? [point[axis], point.low ?? point[axis], point.high ?? point[axis]] : [point[axis]]);
    values.push(...lines.filter((line) => line.axis === axis).map((line) => line.at));
    return values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
}
function scaleOf(axis, [low, high], from, to) {
    const log = axis.scale === 'log2';
    const transform = log ? Math.log2 : (value) => value;
    let [start, end] = axis.range ?? [low, high];
    if (!axis.range && !log) {
        const room = (end - start || Math.abs(end) || 1) * 0.06;
        [start, end] = [start - room, end + room];
    }
    const ticks = axis.ticks ?? niceTicks(start, end);
    const [a, b] = [transform(start), transform(end)];
    return {
        ticks,
        labels: axis.labels ?? ticks.map((tick) => String(Number(tick.toPrecision(6)))),
        place: (value) => {
            const share = b === a ? 0.5 : (transform(value) - a) / (b - a);
            return from + share * (to - from);
        },
    };
}
/** Five or so round numbers inside the range. */
function niceTicks(start, end) {
    const raw = (end - start) / 5;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10);
    const first = Math.ceil(start / step);
    const count = Math.floor(end / step + 1e-9) - first + 1;
    return Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * step);
}
function draw(series, rows, px, py) {
    const { points, colour, symbol, style } = series;
    const path = points.map((point) => `${round(px(point.x))},${round(py(point.y))}`).join(' ');
    // The receipt: hovering tells the runs.
    const mark = (point, size, opacity = 1) => `<g opacity="${opacity}"><title>${(0, escapeHtml_1.escapeHtml)(`${series.name}, ${point.label}: run ${point.runs.map((run) => run.slice(0, 10)).join(', ')}`)}</title>${shape(symbol, px(point.x), py(point.y), size, colour)}</g>`;
    if (style === 'thin') {
        return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-opacity="0.35"/>`;
    }
    if (style === 'dots')
        return points.map((point) => mark(point, 2.6, 0.45)).join('');
    const bounded = points.filter((point) => point.low !== undefined && point.high !== undefined);
    if (style === 'interval') {
        const whiskers = bounded.map((point) => {
            const [low, high] = [point.low, point.high];
            return rows
                ? `<line x1="${round(px(low))}" x2="${round(px(high))}" y1="${round(py(point.y))}" y2="${round(py(point.y))}" stroke="${colour}" stroke-width="2"/>`
                : `<line x1="${round(px(point.x))}" x2="${round(px(point.x))}" y1="${round(py(low))}" y2="${round(py(high))}" stroke="${colour}" stroke-width="2"/>`;
        });
        return whiskers.join('') + points.map((point) => mark(point, 4.5)).join('');
    }
    const edge = [
        ...bounded.map((point) => `${round(px(point.x))},${round(py(point.high))}`),
        ...[...bounded].reverse().map((point) => `${round(px(point.x))},${round(py(point.low))}`),
    ].join(' ');
    const band = bounded.length > 1 ? `<polygon points="${edge}" fill="${colour}" fill-opacity="0.13"/>` : '';
    const line = `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`;
    const markers = points.length <= 12 ? points.map((point) => mark(point, 4.5)).join('') : '';
    return band + line + markers;
}
function shape(symbol, x, y, r, colour) {
    const at = (dx, dy) => `${round(x + dx * r)},${round(y + dy * r)}`;
    const polygon = (...corners) => `<polygon points="${corners.join(' ')}" fill="${colour}"/>`;
    switch (symbol) {
        case 'square':
            return polygon(at(-0.9, -0.9), at(0.9, -0.9), at(0.9, 0.9), at(-0.9, 0.9));
        case 'diamond':
            return polygon(at(0, -1.3), at(1.1, 0), at(0, 1.3), at(-1.1, 0));
        case 'triangle-up':
            return polygon(at(0, -1.2), at(1.1, 0.9), at(-1.1, 0.9));
        case 'cross':
            return `<path d="M${at(-1.1, 0)}L${at(1.1, 0)}M${at(0, -1.1)}L${at(0, 1.1)}" stroke="${colour}" stroke-width="2.4"/>`;
        case 'x':
            return `<path d="M${at(-0.9, -0.9)}L${at(0.9, 0.9)}M${at(-0.9, 0.9)}L${at(0.9, -0.9)}" stroke="${colour}" stroke-width="2.4"/>`;
        default:
            return `<circle cx="${round(x)}" cy="${round(y)}" r="${r}" fill="${colour}"/>`;
    }
}
function legendOf(series, left) {
    let x = left;
    let y = 16;
    const entries = [];
    for (const { name, symbol, colour } of series.filter((entry) => entry.legend)) {
        const room = 30 + name.length * 6.6;
        if (x + room > width - margin.right && x > left) {
            x = left;
            y += 18;
        }
        entries.push(`${shape(symbol, x + 6, y - 4, 4.5, colour)}<text x="${x + 16}" y="${y}">${(0, escapeHtml_1.escapeHtml)(name)}</text>`);
        x += room;
    }
    return { text: entries.join(''), height: entries.length > 0 ? y + 6 : 0 };
}
function round(value) {
    return Math.round(value * 10) / 10;
}
//# sourceMappingURL=svgFigure.js.map