/** The arithmetic of a progress bar: rate, time left, and how they are written. */
import type { ProgressOptions } from '../progress';
export interface ProgressState {
    readonly label: string;
    /** Units done and in all. */
    readonly done: number;
    readonly total: number;
    /** Between 0 and 1; undefined where the total is not known. */
    readonly fraction: number | undefined;
    /** '120/500 steps', '3.1/12 MB'. */
    readonly counts: string;
    /** '14.2 steps/s', or empty while unknown. */
    readonly rate: string;
    /** '1:05'. */
    readonly elapsed: string;
    /** '2:10', or empty while unknown. */
    readonly left: string;
    readonly note: string;
}
export declare class ProgressMeter {
    readonly options: ProgressOptions;
    private readonly now;
    done: number;
    note: string;
    private readonly started;
    /** Where the rate of the whole is counted from. */
    private base;
    private updated;
    private samples;
    /** @param now the present in seconds, on any clock that only goes forward */
    constructor(options: ProgressOptions, now?: () => number);
    update(done: number, note?: string): void;
    /** @param over for a finished bar: the rate is then that of the whole */
    state(over?: boolean): ProgressState;
}
/** One line for terminals without cursor, logs and text-only viewers. */
export declare function progressLine(state: ProgressState, over?: boolean): string;
/** Seconds as 'm:ss' or 'h:mm:ss'; below ten with one decimal. */
export declare function duration(seconds: number): string;
