/** A table whose cells carry the runs behind them: HTML for notebooks and reports, aligned text, a danfo frame. */
import type { DataFrame } from 'danfojs-node';
import type { MimeBundle } from './display';
export interface Cell {
    /** As it is read: '0.631 ± 0.012'. */
    readonly text: string;
    /** The number itself, for frames. */
    readonly value?: number | string | null;
    /** Receipts: ids of the runs that it was computed from. */
    readonly runs?: readonly string[];
    /** More than fits the cell, shown on hovering. */
    readonly note?: string;
    /** Stands out: the best of its column, a failure. */
    readonly mark?: 'best' | 'warning';
}
export interface Column {
    readonly name: string;
    readonly align: 'left' | 'right';
}
export declare class Table {
    readonly title: string;
    readonly columns: readonly Column[];
    readonly rows: readonly (readonly Cell[])[];
    /** What one must know to read it. */
    readonly note: string;
    constructor(title: string, columns: readonly Column[], rows: readonly (readonly Cell[])[], 
    /** What one must know to read it. */
    note?: string);
    /** Every run behind a cell. */
    runs(): string[];
    /** As a danfo frame, numbers as numbers. */
    frame(): Promise<DataFrame>;
    toText(): string;
    toHtml(): string;
    toDisplay(): MimeBundle;
}
/** A difference with its sign, three places. */
export declare function signed(value: number): string;
