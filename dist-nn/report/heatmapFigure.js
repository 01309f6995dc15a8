"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Heatmap = void 0;
exports.heatmapFigure = heatmapFigure;
/** A matrix as a heat map: interactive by plotly and as a still picture, with every value written in its cell. */
const display_1 = require("./display");
const escapeHtml_1 = require("./escapeHtml");
const white = [255, 255, 255];
const blue = [0, 114, 178];
const orange = [213, 94, 0];
class Heatmap {
    specification;
    constructor(specification) {
        this.specification = specification;
    }
    /** For plotly.js. */
    plotly() {
        const { title, x, y, columns, rows, values, runs, scale, digits = 2 } = this.specification;
        const [low, high] = this.range();
        const text = values.map((row) => row.map((value) => (Number.isFinite(value) ? value.toFixed(digits) : '')));
        const css = (colour) => `rgb(${colour.join()})`;
        return {
            data: [
                {
                    type: 'heatmap',
                    x: columns,
                    y: rows,
                    z: values,
                    zmin: low,
                    zmax: high,
                    text,
                    texttemplate: '%{text}',
                    customdata: values.map((row, r) => row.map((_, c) => (runs?.[r]?.[c] ?? []).map((run) => run.slice(0, 10)).join(', '))),
                    hovertemplate: `${y} %{y}<br>${x} %{x}<br>%{z}${runs ? '<br>run %{customdata}' : ''}<extra></extra>`,
                    colorscale: scale === 'diverging'
                        ? [
                            [0, css(orange)],
                            [0.5, css(white)],
                            [1, css(blue)],
                        ]
                        : [
                            [0, css(white)],
                            [1, css(blue)],
                        ],
                },
            ],
            layout: {
                title: { text: title, x: 0, xref: 'paper', font: { size: 15 } },
                height: 140 + 56 * rows.length,
                margin: { t: 60, r: 20, b: 60 },
                paper_bgcolor: 'rgba(0,0,0,0)',
                plot_bgcolor: 'rgba(0,0,0,0)',
                font: { color: '#8a8f98' },
                xaxis: { title: { text: x }, automargin: true },
                yaxis: { title: { text: y }, autorange: 'reversed', automargin: true },
            },
        };
    }
    /** A still picture. */
    svg() {
        const { title, x, y, columns, rows, values, digits = 2 } = this.specification;
        const left = 46 + 6.8 * Math.max(...rows.map((row) => row.length));
        const [width, top, height] = [760, 34, 44];
        const cell = Math.min(150, (width - left - 24) / columns.length);
        const bottom = top + rows.length * height;
        const cells = values.flatMap((row, r) => row.map((value, c) => {
            const [cx, cy] = [left + c * cell, top + r * height];
            const colour = this.colourOf(value);
            const dark = colour[0] * 0.3 + colour[1] * 0.59 + colour[2] * 0.11 < 140;
            const label = Number.isFinite(value) ? value.toFixed(digits) : '';
            return `<rect x="${cx}" y="${cy}" width="${cell - 2}" height="${height - 2}" fill="rgb(${colour.join()})" stroke="#8a8f98" stroke-opacity="0.4"/><text x="${cx + cell / 2}" y="${cy + height / 2 + 4}" text-anchor="middle" fill="${dark ? '#fff' : '#222'}">${label}</text>`;
        }));
        const parts = [
            `<text x="${left}" y="18" font-size="14">${(0, escapeHtml_1.escapeHtml)(title)}</text>`,
            ...rows.map((row, r) => `<text x="${left - 8}" y="${top + r * height + height / 2 + 4}" text-anchor="end">${(0, escapeHtml_1.escapeHtml)(row)}</text>`),
            ...cells,
            ...columns.map((column, c) => `<text x="${left + c * cell + cell / 2}" y="${bottom + 16}" text-anchor="middle">${(0, escapeHtml_1.escapeHtml)(column)}</text>`),
            `<text x="${left + (columns.length * cell) / 2}" y="${bottom + 38}" text-anchor="middle">${(0, escapeHtml_1.escapeHtml)(x)}</text>`,
            `<text transform="translate(14 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">${(0, escapeHtml_1.escapeHtml)(y)}</text>`,
        ];
        return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${bottom + 50}" width="${width}" height="${bottom + 50}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="#5f6670"><title>${(0, escapeHtml_1.escapeHtml)(title)}</title>\n${parts.join('\n')}\n</svg>`;
    }
    toDisplay() {
        return (0, display_1.figureBundle)(this.plotly(), this.svg());
    }
    range() {
        const finite = this.specification.values.flat().filter(Number.isFinite);
        if (finite.length === 0)
            return [0, 1];
        if (this.specification.scale === 'diverging') {
            const reach = Math.max(...finite.map(Math.abs)) || 1;
            return [-reach, reach];
        }
        const [low, high] = [Math.min(...finite), Math.max(...finite)];
        return low === high ? [low - 1, high] : [low, high];
    }
    colourOf(value) {
        if (!Number.isFinite(value))
            return white;
        const [low, high] = this.range();
        const towards = this.specification.scale === 'diverging' && value < 0 ? orange : blue;
        const share = this.specification.scale === 'diverging' ? Math.abs(value) / high : (value - low) / (high - low);
        const mix = (k) => Math.round(white[k] + share * (towards[k] - white[k]));
        return [mix(0), mix(1), mix(2)];
    }
}
exports.Heatmap = Heatmap;
/** Draws a matrix, such as a distance for every source and target. */
function heatmapFigure(specification) {
    return new Heatmap(specification);
}
//# sourceMappingURL=heatmapFigure.js.map