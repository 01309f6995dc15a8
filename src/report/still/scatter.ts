/** Lines and points of a plotly figure. */
import { mostLinePoints, thin } from '../drawnPoints';
import { type HtmlPart, html } from '../html';
import type { Axis } from './axis';
import { colourScale } from './colours';
import { type Marks, round, type TraceContext } from './trace';
import { fieldsOf, itemsOf, numberOr, numeric, stringOr } from './values';

interface Pixel {
  readonly x: number;
  readonly y: number;
  readonly index: number;
}

/** Points of fewer than this many are marked beside the line, unless the trace says otherwise. */
const markedPoints = 20;
/** More dots than this share one path, one for each pixel. */
const mostDots = 2000;

export function scatterMarks({ trace, colour }: TraceContext): Marks {
  const given = itemsOf(trace.y);
  const count = given.length > 0 ? given.length : itemsOf(trace.x).length;
  const counted = Array.from({ length: count }, (_, i) => i);
  const xs = trace.x === undefined ? counted : itemsOf(trace.x);
  const ys = trace.y === undefined ? counted : given;
  const mode = stringOr(trace.mode, count < markedPoints ? 'lines+markers' : 'lines');
  const fill = stringOr(trace.fill, 'none');
  return {
    xs,
    ys: fill === 'tozeroy' ? [0, ...ys] : ys,
    look: mode.includes('lines') ? 'line' : 'dot',
    draw(x, y) {
      const stretches: Pixel[][] = [[]];
      for (let index = 0; index < count; index++) {
        const [px, py] = [x.place(xs[index]), y.place(ys[index])];
        if (px !== undefined && py !== undefined) stretches.at(-1)!.push({ x: px, y: py, index });
        else if (trace.connectgaps !== true && stretches.at(-1)!.length > 0) stretches.push([]);
      }
      const lines =
        mode.includes('lines') || fill !== 'none' ? stretches.map((one) => lineOf(one, fill, y)) : [];
      return [...lines, errorBars(stretches.flat(), x, y), dots(stretches.flat()), texts(stretches.flat())];
    },
  };

  function lineOf(stretch: readonly Pixel[], fill: string, y: Axis): HtmlPart {
    if (stretch.length === 0) return '';
    const perBucket = Math.ceil((4 * count) / mostLinePoints);
    const kept = perBucket > 4 ? thin(stretch, perBucket) : stretch;
    const path = stepped(kept, stringOr(fieldsOf(trace.line).shape, 'linear'));
    const { color, width, dash } = fieldsOf(trace.line);
    const stroke = stringOr(color, colour);
    const zero = y.number(0);
    const base = zero === undefined ? undefined : y.pixel(zero);
    const closed =
      fill === 'tozeroy' && base !== undefined
        ? `${path}L${round(kept.at(-1)!.x)},${round(base)}L${round(kept[0]!.x)},${round(base)}Z`
        : fill !== 'none'
          ? `${path}Z`
          : '';
    const area = closed
      ? html`<path d="${closed}" fill="${stringOr(trace.fillcolor, stroke)}" fill-opacity="0.3"/>`
      : '';
    if (!mode.includes('lines')) return area;
    const dashes = { dot: '2 3', dash: '8 5', dashdot: '8 4 2 4', longdash: '14 6' }[stringOr(dash, '')];
    return html`${area}<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${numberOr(width, 2)}"${dashes && html` stroke-dasharray="${dashes}"`}/>`;
  }

  function dots(pixels: readonly Pixel[]): HtmlPart {
    if (!mode.includes('markers')) return '';
    const marker = fieldsOf(trace.marker);
    const colours = itemsOf(marker.color);
    const scale = colourScale(marker, colours);
    const own = stringOr(marker.color, colour);
    const colourAt = (index: number) => {
      const value = colours[index];
      return typeof value === 'string' && numeric(value) === undefined
        ? value
        : colours.length > 0
          ? scale(value)
          : own;
    };
    const opacity = numberOr(marker.opacity ?? trace.opacity, 1);
    const sizes = itemsOf(marker.size);
    if (pixels.length > mostDots) {
      const path = crowd(pixels, pixels.length > 10 * mostDots ? 2 : 1);
      return html`<path d="${path}" stroke="${own}" stroke-opacity="${opacity}" stroke-width="4" stroke-linecap="round"/>`;
    }
    return pixels.map(({ x, y, index }) => {
      const size = numberOr(sizes[index] ?? marker.size, 6);
      return html`<circle cx="${round(x)}" cy="${round(y)}" r="${round(size / 2)}" fill="${colourAt(index)}" fill-opacity="${opacity}"/>`;
    });
  }

  function texts(pixels: readonly Pixel[]): HtmlPart {
    if (!mode.includes('text')) return '';
    const written = itemsOf(trace.text);
    return pixels.slice(0, mostDots).map(({ x, y, index }) => {
      const words = written.length > 0 ? written[index] : trace.text;
      return html`<text x="${round(x)}" y="${round(y) - 6}" text-anchor="middle">${String(words ?? '')}</text>`;
    });
  }

  function errorBars(pixels: readonly Pixel[], x: Axis, y: Axis): HtmlPart {
    return (['x', 'y'] as const).flatMap((direction) => {
      const { array, arrayminus, value, type, visible, color } = fieldsOf(trace[`error_${direction}`]);
      if (visible === false) return [];
      const [above, below] = [itemsOf(array), itemsOf(arrayminus ?? array)];
      const axis = direction === 'x' ? x : y;
      const middles = direction === 'x' ? xs : ys;
      return pixels.map((pixel) => {
        const middle = numeric(middles[pixel.index]);
        const constant = type === 'constant' ? numeric(value) : undefined;
        const [up, down] = [constant ?? numeric(above[pixel.index]), constant ?? numeric(below[pixel.index])];
        if (middle === undefined || up === undefined) return '';
        const [low, high] = [axis.place(middle - (down ?? up)), axis.place(middle + up)];
        if (low === undefined || high === undefined) return '';
        const stroke = stringOr(color, colour);
        return direction === 'x'
          ? html`<line x1="${round(low)}" x2="${round(high)}" y1="${round(pixel.y)}" y2="${round(pixel.y)}" stroke="${stroke}"/>`
          : html`<line x1="${round(pixel.x)}" x2="${round(pixel.x)}" y1="${round(low)}" y2="${round(high)}" stroke="${stroke}"/>`;
      });
    });
  }
}

/** One dot for all that fall on the same square of `side` pixels. */
function crowd(pixels: readonly Pixel[], side: number): string {
  const taken = new Set<number>();
  for (const { x, y } of pixels) taken.add(Math.round(y / side) * 4096 + Math.round(x / side));
  return [...taken].map((place) => `M${(place % 4096) * side},${Math.floor(place / 4096) * side}h0`).join('');
}

function stepped(points: readonly Pixel[], shape: string): string {
  return points
    .map(({ x, y }, i) => {
      const before = points[i - 1];
      if (!before) return `M${round(x)},${round(y)}`;
      const corner = shape === 'hv' ? `H${round(x)}` : shape === 'vh' ? `V${round(y)}` : '';
      return `${corner}L${round(x)},${round(y)}`;
    })
    .join('');
}
