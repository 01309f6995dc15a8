export interface NotebookCell {
    /** Counts code cells, from 1. */
    readonly number: number;
    readonly of: number;
    /** The last heading above the cell. */
    readonly title: string;
}
export interface RunNotebookOptions {
    /** Where the executed notebook is written, after every cell. */
    output: string;
    /** Replace the values of the cell tagged 'parameters'. JSON values; strings keep their literal type. */
    parameters?: Readonly<Record<string, unknown>>;
    /** Called when a cell starts. */
    onCell?: (cell: NotebookCell) => void;
    /** Called with what cells print. */
    onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
    /** The Python that has papermill and the kernel; by default the one that set-up made. */
    python?: string;
}
/**
 * Runs every cell of `input` in a fresh kernel whose folder is the notebook's. Shows a bar of cells and, below it,
 * the bars of the running cell.
 * @throws LabError naming cell and error if a cell fails; the notebook up to there, with the error, is at `output`
 * @throws StoppedError after {@link requestStop}; the running cell was interrupted
 */
export declare function runNotebook(input: string, options: RunNotebookOptions): Promise<void>;
