import { Command } from 'commander';
import type { ComparedNumber } from '../ablations/comparison';
export declare function verifyCommand(): Command;
/** Recorded beside recomputed numbers, where they differ. */
export declare function differenceTable(numbers: readonly ComparedNumber[]): string;
