import type { BenchmarkRatio, BenchmarkResult } from './summary';
/** The table that `lab bench` prints: a row a variant; ratios above 1 say that this project is the faster. */
export declare function benchmarkTable(results: readonly BenchmarkResult[], ratios: readonly BenchmarkRatio[]): string;
