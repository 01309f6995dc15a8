/** A figure's specification as plotly traces and layout. Colours suit light and dark pages: the ground is transparent. */
import type { FigureLike } from './display';
import type { FigureSpecification } from './figure';
export declare function plotlyOf(figure: FigureSpecification): FigureLike;
