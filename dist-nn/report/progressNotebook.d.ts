/** Progress in a notebook: one output that updates itself and ends as one line. */
import type { Progress, ProgressOptions } from '../progress';
/** What the program that runs the notebook is told of a bar, to draw it its own way. */
export interface ProgressReport extends ProgressOptions {
    readonly done: number;
    readonly note: string;
    readonly finished: boolean;
}
export declare class NotebookProgress {
    private readonly groups;
    start(options: ProgressOptions): Progress;
    /** A cell begins or ends: bars that an earlier one left unfinished are not part of it. */
    newCell(): void;
}
