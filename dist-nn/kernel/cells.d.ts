import { type Compiler } from './compiler';
/** A place in a cell: line and column count from one. */
export interface CellPosition {
    readonly line: number;
    readonly column: number;
    /** The cell's lines, for an excerpt. */
    readonly lines: readonly string[];
}
export declare class Cells {
    readonly compiler: Compiler;
    private declarations;
    private readonly ran;
    private readonly exports;
    private readonly require;
    /** Compiled text of modules that belong to the notebook: files beside it and cells marked '@module NAME'. */
    private readonly localSources;
    private readonly localModules;
    constructor(compiler: Compiler, folder: string);
    /**
     * Runs one cell and gives the value of its last expression.
     * @param name what stack traces call the cell, unique in this kernel: 'cell 3'
     * @throws TypeScriptError if the cell does not compile; otherwise whatever the cell throws
     */
    run(name: string, source: string): Promise<unknown>;
    /** What could be written at a position (UTF-16) of a cell that is being edited. */
    complete(code: string, position: number): {
        start: number;
        end: number;
        candidates: string[];
    };
    /** Type and documentation of the name at a position (UTF-16), or undefined. */
    inspect(code: string, position: number): string | undefined;
    /** Where line and column (from one, as in a stack trace) of a cell's compiled code lie in the cell. */
    position(name: string, line: number, column: number): CellPosition | undefined;
    /** Cells that begin with a comment '@module NAME' are not run but can be imported as './NAME'. */
    private addedAsModule;
    private requireFrom;
    private loadLocal;
}
