/** A pie of a plotly figure: slices clockwise from the top, the largest first, as plotly draws them. */
import { type HtmlPart, html } from '../html';
import { palette } from './colours';
import { round } from './trace';
import { type Fields, fieldsOf, itemsOf, numberOr, numeric } from './values';

export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Slices with their shares, and a list of the labels to the right. */
export function pie(trace: Fields, area: Area): HtmlPart {
  const labels = itemsOf(trace.labels);
  const colours = itemsOf(fieldsOf(trace.marker).colors);
  const slices = itemsOf(trace.values)
    .map((value, index) => ({
      value: numeric(value) ?? 0,
      label: String(labels[index] ?? index),
      colour: String(colours[index] ?? palette[index % palette.length]),
    }))
    .filter(({ value }) => value > 0 && Number.isFinite(value));
  if (trace.sort !== false) slices.sort((a, b) => b.value - a.value);
  const total = slices.reduce((sum, { value }) => sum + value, 0);
  const radius = Math.min(area.bottom - area.top, (area.right - area.left) * 0.6) / 2;
  const [cx, cy] = [area.left + radius, (area.top + area.bottom) / 2];
  const hole = radius * Math.min(0.95, numberOr(trace.hole, 0));
  let done = 0;
  return slices.map(({ value, label, colour }, index) => {
    const [from, to] = [done / total, (done + value) / total];
    done += value;
    const at = (share: number, r: number) =>
      `${round(cx + r * Math.sin(2 * Math.PI * share))},${round(cy - r * Math.cos(2 * Math.PI * share))}`;
    // An arc that ends where it starts is none: a single slice is two halves.
    const stops = to - from > 0.999 ? [from, from + 0.5, to] : [from, to];
    const large = stops.length === 2 && to - from > 0.5 ? 1 : 0;
    const arc = (r: number, sweep: 0 | 1, places: readonly number[]) =>
      places.map((share) => `A${round(r)},${round(r)} 0 ${large} ${sweep} ${at(share, r)}`).join('');
    const outer = arc(radius, 1, stops.slice(1));
    const inner =
      hole > 0
        ? `L${at(to, hole)}${arc(hole, 0, stops.slice(0, -1).reverse())}`
        : `L${round(cx)},${round(cy)}`;
    const slice = html`<path d="M${at(from, radius)}${outer}${inner}Z" fill="${colour}" stroke="#fff"/>`;
    const middle = (from + to) / 2;
    const percent = `${((100 * value) / total).toFixed(1)}%`;
    const [x, y] = at(middle, (radius + hole) / 2 || radius / 2).split(',');
    const share =
      to - from > 0.03
        ? html`<text x="${x}" y="${y}" text-anchor="middle" fill="#fff">${percent}</text>`
        : '';
    const lineAt = area.top + 14 + index * 18;
    const key =
      lineAt < area.bottom
        ? html`<rect x="${round(cx + radius + 24)}" y="${round(lineAt - 9)}" width="10" height="10" fill="${colour}"/><text x="${round(cx + radius + 40)}" y="${round(lineAt)}">${label} (${percent})</text>`
        : '';
    return [slice, share, key];
  });
}
