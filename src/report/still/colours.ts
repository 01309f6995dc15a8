/** Colours of plotly figures: its palette, and scales from numbers to colours. */
import { extent } from '../drawnPoints';
import { type Fields, itemsOf, numberOr, numeric } from './values';

export const palette = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#d62728',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#7f7f7f',
  '#bcbd22',
  '#17becf',
];

type Colour = readonly [number, number, number];
type Scale = readonly (readonly [number, Colour])[];

const evenly = (...colours: string[]): Scale =>
  colours.map((colour, i) => [i / (colours.length - 1), parsed(colour)!]);

const scales: Readonly<Record<string, Scale>> = {
  viridis: evenly('#440154', '#3b528b', '#21918c', '#5ec962', '#fde725'),
  plasma: evenly('#0d0887', '#7e03a8', '#cc4778', '#f89540', '#f0f921'),
  rdbu: evenly('#053061', '#4393c3', '#f7f7f7', '#d6604d', '#67001f'),
  blues: evenly('#08306b', '#4292c6', '#f7fbff'),
  greys: evenly('#000000', '#ffffff'),
  hot: evenly('#000000', '#e60000', '#ffd200', '#ffffff'),
  jet: evenly('#000083', '#003caa', '#05ffff', '#ffff00', '#fa0000', '#800000'),
};

/** From a number to a colour, as a trace or its markers ask for; grey for what is no number. */
export function colourScale(options: Fields, values: readonly unknown[]): (value: unknown) => string {
  const { colorscale, reversescale } = options;
  const written = itemsOf(colorscale).flatMap((stop): [number, Colour][] => {
    const [at, colour] = itemsOf(stop);
    const [place, known] = [numeric(at), parsed(String(colour))];
    return place !== undefined && known ? [[place, known]] : [];
  });
  const scale = written.length > 1 ? written : (scales[String(colorscale).toLowerCase()] ?? scales.viridis!);
  const numbers = values.map(numeric).filter((value) => value !== undefined && Number.isFinite(value));
  const [lowest, highest] = extent(numbers as number[]) ?? [0, 1];
  const low = numberOr(options.zmin ?? options.cmin, lowest);
  const high = numberOr(options.zmax ?? options.cmax, highest);
  return (value) => {
    const number = numeric(value);
    if (number === undefined || !Number.isFinite(number)) return '#cccccc';
    const share = high === low ? 0.5 : Math.min(1, Math.max(0, (number - low) / (high - low)));
    return mixed(scale, reversescale === true ? 1 - share : share);
  };
}

function mixed(scale: Scale, share: number): string {
  const above = Math.max(
    1,
    scale.findIndex(([at]) => at >= share),
  );
  const [[from, first], [to, second]] = [scale[above - 1]!, scale[above]!];
  const part = to === from ? 0 : (share - from) / (to - from);
  const mix = (k: 0 | 1 | 2) => Math.round(first[k] + part * (second[k] - first[k]));
  return `rgb(${mix(0)},${mix(1)},${mix(2)})`;
}

function parsed(text: string): Colour | undefined {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text);
  if (hex) return hex.slice(1).map((pair) => Number.parseInt(pair, 16)) as unknown as Colour;
  const rgb = /^rgba?\(\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)/i.exec(text);
  return rgb ? (rgb.slice(1).map(Number) as unknown as Colour) : undefined;
}
