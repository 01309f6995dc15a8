/** Curves of one training run each, such as the loss over steps. */
import { Figure } from './figure';
/** Points of a curve, by the curve's name. */
export type NamedCurves = Readonly<Record<string, readonly {
    readonly step: number;
    readonly value: number;
}[]>>;
/** Draws values over training steps. `quantity` is the vertical axis with its unit: 'Loss (nats)'. */
export declare function curveFigure(title: string, quantity: string, curves: NamedCurves): Figure;
