/** A matrix as a heat map: interactive by plotly and as a still picture, with every value written in its cell. */
import { type Displayable, type FigureLike, type MimeBundle } from './display';
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
export declare class Heatmap implements Displayable {
    readonly specification: HeatmapSpecification;
    constructor(specification: HeatmapSpecification);
    /** For plotly.js. */
    plotly(): FigureLike;
    /** A still picture. */
    svg(): string;
    toDisplay(): MimeBundle;
    private range;
    private colourOf;
}
/** Draws a matrix, such as a distance for every source and target. */
export declare function heatmapFigure(specification: HeatmapSpecification): Heatmap;
