/** Options that several commands share. */
import { Option } from 'commander';
export declare function tierOption(fallback?: string): Option;
export declare function seedsOption(): Option;
export declare function firstSeedOption(): Option;
export declare function armsOption(): Option;
export declare function recordedOption(): Option;
export declare function cardsOption(): Option;
export declare function jsonOption(): Option;
/** One or several counts, separated by commas. */
export declare function wholeNumbers(text: string): number[];
/** A count with a default: '--steps <n>'. */
export declare function countOption(flags: string, description: string, fallback: number): Option;
export declare function printJson(value: unknown): void;
