/**
 * Texts joined into blocks of exactly `length` tokens, a separator after each text; what is left over at the end is dropped
 * (the packing of Liu et al. 2019, RoBERTa, section 4.2). Equal numbers of steps are then equal numbers of tokens, whatever
 * the texts' lengths.
 * @throws LabError when the texts do not fill one block
 */
export declare function packedBlocks(sequences: readonly Int32Array[], { length, separator }: {
    readonly length: number;
    readonly separator: number;
}): Int32Array[];
