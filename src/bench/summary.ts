/** What the rounds say: rates with their spread, and ratios taken round by round. */
import type { Precision } from '../engine/program';
import { type BenchmarkEngine, ofPublished, type PeakAnswer, type StepSizes, type Variant } from './protocol';

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
  readonly unit: 'tokens' | 'images' | 'texts';
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
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const range = (values: readonly number[]) => [Math.min(...values), Math.max(...values)] as const;

/** Objective, and the width that tells cases of one objective apart. */
export function caseName(sizes: StepSizes): string {
  if (!ofPublished(sizes))
    return `${sizes.objective}-${sizes.objective === 'contrastive' ? sizes.channels.at(-1) : sizes.width}`;
  const name = `${sizes.objective}-${sizes.model}`;
  if (sizes.objective === 'finetuning' && sizes.rank > 0) return `${name}-LoRA`;
  return sizes.objective === 'generation' && sizes.tokens === 1 ? `${name}-firstToken` : name;
}

/** What a step is counted in, and how many of them it takes. An image counts once, however many views are made of it. */
function workOf(sizes: StepSizes): { unit: BenchmarkResult['unit']; count: number } {
  switch (sizes.objective) {
    case 'maskedLanguageModel':
    case 'finetuning':
      return { unit: 'tokens', count: sizes.batch * sizes.time };
    case 'embedding':
      return { unit: 'texts', count: sizes.texts };
    case 'generation':
      return { unit: 'tokens', count: sizes.tokens };
    default:
      return { unit: 'images', count: sizes.batch };
  }
}

/** Rates of one case's variants. */
export function resultsOf(measured: readonly Measured[], peak: PeakAnswer): BenchmarkResult[] {
  return measured.map((one) => {
    const { sizes, milliseconds, engine, precision } = one;
    const { unit, count } = workOf(sizes);
    const rates = milliseconds.map((value) => (count * 1000) / value);
    const millisecondsPerStep = median(milliseconds);
    return {
      case: caseName(sizes),
      engine,
      precision,
      unit,
      perSecond: median(rates),
      perSecondRange: range(rates),
      millisecondsPerStep,
      peakMemoryBytes: one.peakMemoryBytes,
      engineMemoryBytes: one.engineMemoryBytes,
      compileSeconds: one.compileSeconds,
      shareOfPeak:
        one.stepFlops === undefined ? null : one.stepFlops / millisecondsPerStep / 1e6 / peak[precision],
    };
  });
}

/** How many times faster this project's variants are than the references that were measured, in one case. */
export function ratiosOf(measured: readonly Measured[]): BenchmarkRatio[] {
  const fastest = (suits: (one: Measured) => boolean) =>
    measured.filter(suits).sort((a, b) => median(a.milliseconds) - median(b.milliseconds))[0];
  const isPytorch = ({ engine }: Variant) => engine.startsWith('pytorch');
  const references: [Reference, Measured | undefined][] = [
    ['eager', fastest(({ engine }) => engine === 'eager')],
    ['tensorflowjs-eager', fastest(({ engine }) => engine === 'tensorflowjs-eager')],
    ['pytorch-float32', fastest((one) => isPytorch(one) && one.precision === 'float32')],
    ['pytorch', fastest(isPytorch)],
  ];
  return measured
    .filter((one) => !isPytorch(one) && one.engine !== 'tensorflowjs-eager')
    .flatMap((one) =>
      references.flatMap(([against, reference]) => {
        if (!reference || reference === one) return [];
        const ratios = one.milliseconds.map((value, round) => reference.milliseconds[round]! / value);
        const { engine, precision, sizes } = one;
        const ratio = median(ratios);
        return [{ case: caseName(sizes), engine, precision, against, ratio, ratioRange: range(ratios) }];
      }),
    );
}
