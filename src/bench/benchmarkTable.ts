import { textTable } from '../report/textTable';
import type { BenchmarkRatio, BenchmarkResult, Reference } from './summary';

const engineNames = {
  compiled: 'compiled',
  eager: 'eager',
  'tensorflowjs-eager': 'TensorFlow.js',
  'pytorch-eager': 'PyTorch eager',
  'pytorch-compile': 'PyTorch compile',
} as const;

const thousands = (value: number) => Math.round(value).toLocaleString('en-US');

/** The table that `lab bench` prints: a row a variant; ratios above 1 say that this project is the faster. */
export function benchmarkTable(
  results: readonly BenchmarkResult[],
  ratios: readonly BenchmarkRatio[],
): string {
  const ratioOf = (row: BenchmarkResult, against: Reference) =>
    ratios
      .find(
        (one) =>
          one.case === row.case &&
          one.engine === row.engine &&
          one.precision === row.precision &&
          one.against === against,
      )
      ?.ratio.toFixed(2) ?? '–';
  const head = [
    'case',
    'engine',
    'precision',
    'per second',
    'min – max',
    'ms/step',
    '/ eager',
    '/ TF.js',
    '/ PyTorch f32',
    '/ PyTorch best',
    'peak MB',
    'engine MB',
    'compile s',
    '% of peak',
  ];
  return textTable(
    head,
    results.map((row) => [
      row.case,
      engineNames[row.engine],
      row.precision,
      `${thousands(row.perSecond)} ${row.unit}`,
      row.perSecondRange.map(thousands).join(' – '),
      row.millisecondsPerStep.toFixed(1),
      ratioOf(row, 'eager'),
      ratioOf(row, 'tensorflowjs-eager'),
      ratioOf(row, 'pytorch-float32'),
      ratioOf(row, 'pytorch'),
      thousands(row.peakMemoryBytes / 1e6),
      thousands(row.engineMemoryBytes / 1e6),
      row.compileSeconds.toFixed(1),
      row.shareOfPeak === null ? '–' : (100 * row.shareOfPeak).toFixed(0),
    ]),
  );
}
