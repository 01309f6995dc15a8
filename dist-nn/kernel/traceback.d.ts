import type { Cells } from './cells';
export interface JupyterError {
    readonly ename: string;
    readonly evalue: string;
    readonly traceback: readonly string[];
}
/** @param cells knows where the lines of compiled cells came from */
export declare function describeError(thrown: unknown, cells: Cells): JupyterError;
