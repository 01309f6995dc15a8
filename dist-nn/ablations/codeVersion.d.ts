import type { Ablation, Determinants } from './ablation';
/** Module name ('models/transformer') -> SHA-256 of its text without comments. */
export type CodeVersion = {
    readonly [module: string]: string;
};
/** What one stage, arm or preparation of an ablation executes. */
export type Part = 'pretraining' | 'trial' | 'data';
/**
 * Reads modules once and hashes what they execute. Make a new one to see edits.
 * @param root the folder that module names are relative to
 */
export declare class CodeReader {
    private readonly root;
    private readonly modules;
    constructor(root?: string);
    /**
     * The code version of one part of an ablation: the modules it declares with all they import, the part's own function,
     * and the functions beside it in the ablation's file that it calls. The ablation's data (claim, titles) is left out.
     * @throws LabError for a declared module that does not exist
     */
    versionOf(ablation: Ablation, part: Part, declared: Determinants): CodeVersion;
    /**
     * Modules that the ablation's file imports although no stage, arm or preparation declares them, directly or through
     * another: a change in them would go unnoticed.
     */
    undeclared(ablation: Ablation): string[];
    private nameOf;
    private closure;
    private read;
}
/**
 * A kernel keeps the modules it loaded; the numbers it computes belong to those, not to what was compiled since.
 * @throws LabError if one of the modules was compiled anew after this process loaded it
 */
export declare function refuseEditedCode(modules: readonly string[]): void;
