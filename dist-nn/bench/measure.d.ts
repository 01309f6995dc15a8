import type { PeakAnswer, PeakReady, StepSizes, Variant } from './protocol';
import { type Measured, type Missing } from './summary';
export interface MeasureOptions {
    readonly rounds: number;
    /** Steps in a round. */
    readonly steps: number;
    /** Steps of each process before the rounds; at least 2. */
    readonly warmUp: number;
    /** A Python with torch, for the variants of PyTorch. */
    readonly python?: string;
    /** Variables of the environment that the processes get beside this process's own. */
    readonly environment?: NodeJS.ProcessEnv;
    /** Called after each start and each variant's round. */
    readonly onProgress?: (note: string) => void;
}
/** Name of a variant for people and notes. */
export declare const variantName: ({ engine, precision }: Variant) => string;
/**
 * Measures one case. All its processes are alive at once and only one of them works; the order turns every round.
 * A variant that fails is missing, with the reason, and the others go on.
 * @throws StoppedError on request; the processes are ended then
 */
export declare function measureCase(sizes: StepSizes, variants: readonly Variant[], options: MeasureOptions): Promise<{
    measured: Measured[];
    missing: Missing[];
}>;
/**
 * Measures the matrix-product peak, and tells what machine it is.
 * @throws ProcessFailure if the process fails: then nothing else can run either
 */
export declare function measurePeak(size: number, options: MeasureOptions): Promise<{
    machine: PeakReady;
    peak: PeakAnswer;
}>;
