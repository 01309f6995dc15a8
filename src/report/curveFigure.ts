/** Curves of one training run each, such as the loss over steps. */
import { Figure } from './figure';

/** Points of a curve, by the curve's name. */
export type NamedCurves = Readonly<
  Record<string, readonly { readonly step: number; readonly value: number }[]>
>;

const colours = ['#0072b2', '#d55e00', '#009e73', '#7a7f87', '#cc79a7', '#e69f00'];

/**
 * Draws values over training steps, or over what `across` names in their place: 'Layer'. `quantity` is the vertical axis with
 * its unit: 'Loss (nats)'.
 */
export function curveFigure(
  title: string,
  quantity: string,
  curves: NamedCurves,
  across = 'Training step',
): Figure {
  return new Figure({
    title,
    caption: Object.entries(curves)
      .map(([name, points]) => {
        const numbers = points.filter(({ value }) => Number.isFinite(value)).length;
        const others = points.length - numbers;
        return `${name}: ${numbers} points${others > 0 ? `, and ${others} that are no numbers and are left out` : ''}`;
      })
      .join('; '),
    x: { title: across, scale: 'linear' },
    y: { title: quantity, scale: 'linear' },
    height: 360,
    series: Object.entries(curves).map(([name, points], index) => ({
      name,
      group: name,
      colour: colours[index % colours.length],
      symbol: 'circle',
      style: 'line',
      legend: true,
      points: points.map(({ step, value }) => ({
        x: step,
        y: value,
        runs: [],
        label: `${value.toFixed(3)} at ${across === 'Training step' ? 'step' : across} ${step}`,
      })),
    })),
  });
}
