import type { FigureSpecification } from './figure';
export declare function svgOf(figure: FigureSpecification): string;
