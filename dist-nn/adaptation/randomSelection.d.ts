import type { SelectionMethod } from './selectCorpus';
/** Selects at random: the control that every other method must beat. */
export declare function randomSelection({ seed }: {
    readonly seed: number;
}): SelectionMethod;
