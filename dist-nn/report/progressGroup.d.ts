/** Bars that are active together: the first is the work itself, those that start meanwhile are parts of it. */
import type { Progress, ProgressOptions } from '../progress';
import { ProgressMeter } from './progressMeter';
export interface GroupedBar {
    readonly meter: ProgressMeter;
    /** Nothing else was active when it started: its last state stays on show. */
    readonly outermost: boolean;
    finished: boolean;
}
/** Draws a group; called on every change, so it must limit its own rate. */
export interface GroupDrawing {
    /** @param urgent a bar started or finished: draw now */
    draw(bars: readonly GroupedBar[], urgent: boolean): void;
    /** Every bar is finished; nothing follows. */
    end(bars: readonly GroupedBar[]): void;
}
export declare class ProgressGroups {
    private readonly newDrawing;
    private bars;
    private drawing;
    constructor(newDrawing: () => GroupDrawing);
    start(options: ProgressOptions): Progress;
    /** Forgets bars that were never finished (the work failed or was stopped); what is drawn stays. */
    abandon(): void;
    private afterFinish;
}
