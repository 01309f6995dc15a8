/** A matrix as a heat map: interactive by plotly and as a still picture, with every value written in its cell. */
import { type Displayable, figureBundle, type MimeBundle } from './display';
import { extent } from './drawnPoints';
import type { FigureLike } from './figureLike';
import { lines as below, html } from './html';
import { plotlyStill } from './still/plotlyStill';
import { xmlText } from './xmlText';

export interface HeatmapSpecification {
  readonly title: string;
  /** What the columns are, and the rows: 'Target', 'Source'. */
  readonly x: string;
  readonly y: string;
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  /** [rows][columns]; a value that is not finite is left blank. */
  readonly values: readonly (readonly number[])[];
  /** Decimal places written in the cells. Default 2. */
  readonly digits?: number;
  /** Ids of the runs behind each value, [rows][columns], where runs are. */
  readonly runs?: readonly (readonly (readonly string[])[])[];
  /**
   * 'diverging': zero is white, blue is above and orange below, for differences. 'sequential' (default): the larger the
   * darker.
   */
  readonly scale?: 'sequential' | 'diverging';
}

/** A picture has room for the values of so many. */
const mostColumns = 40;
const mostRows = 80;

type Colour = readonly [number, number, number];
const white: Colour = [255, 255, 255];
const blue: Colour = [0, 114, 178];
const orange: Colour = [213, 94, 0];

export class Heatmap implements Displayable {
  private readonly range: readonly [number, number];

  constructor(readonly specification: HeatmapSpecification) {
    this.range = this.rangeOfValues();
  }

  /** For plotly.js. */
  plotly(): FigureLike {
    const { title, x, y, columns, rows, values, runs, scale, digits = 2 } = this.specification;
    const [low, high] = this.range;
    const text = values.map((row) =>
      row.map((value) => (Number.isFinite(value) ? value.toFixed(digits) : '')),
    );
    const css = (colour: Colour) => `rgb(${colour.join()})`;
    return {
      data: [
        {
          type: 'heatmap',
          x: columns,
          y: rows,
          z: values,
          zmin: low,
          zmax: high,
          ...(this.isLarge() ? {} : { text, texttemplate: '%{text}' }),
          customdata: values.map((row, r) =>
            row.map((_, c) => (runs?.[r]?.[c] ?? []).map((run) => run.slice(0, 10)).join(', ')),
          ),
          hovertemplate: `${y} %{y}<br>${x} %{x}<br>%{z}${runs ? '<br>run %{customdata}' : ''}<extra></extra>`,
          colorscale:
            scale === 'diverging'
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
  svg(): string {
    if (this.isLarge()) return plotlyStill(this.plotly())!;
    const { title, x, y, columns, rows, values, digits = 2 } = this.specification;
    const left = 46 + 6.8 * (extent(rows.map((row) => row.length))?.[1] ?? 0);
    const [width, top, height] = [760, 34, 44];
    const cell = Math.min(150, (width - left - 24) / Math.max(1, columns.length));
    const bottom = top + rows.length * height;
    // Names that are wider than their column are slanted.
    const longest = 6.8 * (extent(columns.map((column) => column.length))?.[1] ?? 0);
    const slanted = longest > cell - 4;
    const names = slanted ? 20 + longest * Math.sin(slant) : 26;
    const cells = values.flatMap((row, r) =>
      row.map((value, c) => {
        const [cx, cy] = [left + c * cell, top + r * height];
        const colour = this.colourOf(value);
        const dark = colour[0] * 0.3 + colour[1] * 0.59 + colour[2] * 0.11 < 140;
        const label = Number.isFinite(value) ? value.toFixed(digits) : '';
        return html`<rect x="${cx}" y="${cy}" width="${cell - 2}" height="${height - 2}" fill="rgb(${colour.join()})" stroke="#8a8f98" stroke-opacity="0.4"/><text x="${cx + cell / 2}" y="${cy + height / 2 + 4}" text-anchor="middle" fill="${dark ? '#fff' : '#222'}">${label}</text>`;
      }),
    );
    const parts = [
      html`<text x="${left}" y="18" font-size="14">${title}</text>`,
      ...rows.map(
        (row, r) =>
          html`<text x="${left - 8}" y="${top + r * height + height / 2 + 4}" text-anchor="end">${row}</text>`,
      ),
      ...cells,
      ...columns.map((column, c) => {
        const middle = left + c * cell + cell / 2;
        return slanted
          ? html`<text transform="translate(${middle + 4} ${bottom + 12}) rotate(${(-slant * 180) / Math.PI})" text-anchor="end">${column}</text>`
          : html`<text x="${middle}" y="${bottom + 16}" text-anchor="middle">${column}</text>`;
      }),
      html`<text x="${left + (columns.length * cell) / 2}" y="${Math.round(bottom + names + 12)}" text-anchor="middle">${x}</text>`,
      html`<text transform="translate(14 ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">${y}</text>`,
    ];
    const whole = Math.round(bottom + names + 24);
    const picture = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${whole}" width="${width}" height="${whole}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="#5f6670"><title>${title}</title>\n${below(parts)}\n</svg>`;
    return xmlText(picture.toString());
  }

  toDisplay(): MimeBundle {
    return figureBundle(this.plotly(), this.svg());
  }

  /** More cells than have room for their values: drawn without them, and in blocks. */
  private isLarge(): boolean {
    const { columns, rows } = this.specification;
    return columns.length > mostColumns || rows.length > mostRows;
  }

  private rangeOfValues(): [number, number] {
    const finite = this.specification.values.flat().filter(Number.isFinite);
    const [low, high] = extent(finite) ?? [0, 1];
    if (this.specification.scale === 'diverging') {
      const reach = Math.max(-low, high) || 1;
      return [-reach, reach];
    }
    return low === high ? [low - 1, high] : [low, high];
  }

  private colourOf(value: number): Colour {
    if (!Number.isFinite(value)) return white;
    const [low, high] = this.range;
    const towards = this.specification.scale === 'diverging' && value < 0 ? orange : blue;
    const share =
      this.specification.scale === 'diverging' ? Math.abs(value) / high : (value - low) / (high - low);
    const mix = (k: 0 | 1 | 2) => Math.round(white[k] + share * (towards[k] - white[k]));
    return [mix(0), mix(1), mix(2)];
  }
}

/** Of names that are wider than their column, in radians. */
const slant = Math.PI / 4;

/** Draws a matrix, such as a distance for every source and target. */
export function heatmapFigure(specification: HeatmapSpecification): Heatmap {
  return new Heatmap(specification);
}
