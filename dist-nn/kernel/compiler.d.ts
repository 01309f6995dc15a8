import type { Converter, ConvertResult } from 'tslab/dist/converter';
/** Maps a position (zero-based) in compiled code to one in the cell (zero-based), or undefined. */
export type MapPosition = (line: number, column: number) => {
    line: number;
    column: number;
} | undefined;
export interface CompiledCell extends ConvertResult {
    readonly mapPosition?: MapPosition;
}
/** Whether `import 'pretraining-lab'` finds a package from `folder` by Node's rules. */
export declare function labResolvesFrom(folder: string): boolean;
export interface Compiler {
    readonly typescriptVersion: string;
    readonly converter: Converter;
    /** @param declarations what earlier cells declared, as the last result's declOutput says */
    compile(declarations: string, code: string): CompiledCell;
}
/** Reads the type declarations of Node and of the installed packages; takes one to two seconds. */
export declare function createCompiler(): Compiler;
