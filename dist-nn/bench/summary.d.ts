/** What the rounds say: rates with their spread, and ratios taken round by round. */
import type { Precision } from '../engine/program';
import type { BenchmarkEngine, PeakAnswer, StepSizes, Variant } from './protocol';
/** One variant of one case, measured. */
export interface Measured extends Variant {
    readonly sizes: StepSizes;
    readonly version: string;
    /** Median milliseconds a step of each round. */
    readonly milliseconds: readonly number[];
    readonly compileSeconds: number;
    readonly engineMemoryBytes: number;
    readonly peakMemoryBytes: number;
    readonly stepFlops?: number;
}
/** A variant that could not be measured, and why, in one sentence. */
export interface Missing extends Variant {
    readonly reason: string;
}
export interface BenchmarkResult {
    /** Objective and width, such as 'maskedLanguageModel-128'. */
    readonly case: string;
    readonly engine: BenchmarkEngine;
    readonly precision: Precision;
    readonly unit: 'tokens' | 'images';
    /** Median over rounds. */
    readonly perSecond: number;
    /** Slowest and fastest round. */
    readonly perSecondRange: readonly [number, number];
    readonly millisecondsPerStep: number;
    /** Largest resident memory of the process, libraries included. */
    readonly peakMemoryBytes: number;
    /** The part of it that was there before the model: the engine's libraries. */
    readonly engineMemoryBytes: number;
    /** 0 for eager engines. */
    readonly compileSeconds: number;
    /** Of the matrix-product peak in the same precision, in [0, 1]; null where the step's operations are not known. */
    readonly shareOfPeak: number | null;
}
/** What a ratio is taken against: eager steps in float32 with our kernels or TensorFlow.js's, or the fastest of PyTorch's figures. */
export type Reference = 'eager' | 'tensorflowjs-eager' | 'pytorch-float32' | 'pytorch';
export interface BenchmarkRatio {
    readonly case: string;
    /** The engine of this project that is compared. */
    readonly engine: BenchmarkEngine;
    readonly precision: Precision;
    readonly against: Reference;
    /** Above 1 is faster than the reference. Median of the ratios of single rounds. */
    readonly ratio: number;
    readonly ratioRange: readonly [number, number];
}
/** @param values at least one */
export declare function median(values: readonly number[]): number;
/** Objective, and the width that tells cases of one objective apart. */
export declare const caseName: (sizes: StepSizes) => string;
/** Rates of one case's variants. */
export declare function resultsOf(measured: readonly Measured[], peak: PeakAnswer): BenchmarkResult[];
/** How many times faster this project's variants are than the references that were measured, in one case. */
export declare function ratiosOf(measured: readonly Measured[]): BenchmarkRatio[];
