/** `lab bench`: how fast the training step is here, against our own eager path and PyTorch. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ProcessFailure } from '../bench/benchmarkProcess';
import { benchmarkTable } from '../bench/benchmarkTable';
import { measureCase, measurePeak } from '../bench/measure';
import {
  maskProbability,
  ofPublished,
  type PeakAnswer,
  type PeakReady,
  type StepSizes,
  type TextStepSizes,
  type Variant,
} from '../bench/protocol';
import { publishedCases } from '../bench/publishedCases';
import { findPytorch, installPytorch } from '../bench/pytorch';
import type { TimedProduct } from '../bench/stepProducts';
import {
  type BenchmarkRatio,
  type BenchmarkResult,
  caseName,
  type Missing,
  ratiosOf,
  resultsOf,
} from '../bench/summary';
import { LabError } from '../errors';
import { startProgress } from '../progress';
import { textTable } from '../report/textTable';
import { countOption, jsonOption, printJson, wholeNumbers } from './options';

const ownVariants: readonly Variant[] = [
  { engine: 'compiled', precision: 'float32' },
  { engine: 'compiled', precision: 'mixed-bfloat16' },
  { engine: 'eager', precision: 'float32' },
  { engine: 'tensorflowjs-eager', precision: 'float32' },
];
const pytorchVariants: readonly Variant[] = [
  { engine: 'pytorch-eager', precision: 'float32' },
  { engine: 'pytorch-compile', precision: 'float32' },
  { engine: 'pytorch-eager', precision: 'mixed-bfloat16' },
  { engine: 'pytorch-compile', precision: 'mixed-bfloat16' },
];

/** Steps before the first round: one compiles, the others fill caches and memory pools. Long steps need fewer. */
const warmUpOf = (sizes: StepSizes) =>
  sizes.objective === 'embedding' || sizes.objective === 'generation' ? 2 : 6;

interface BenchOptions {
  torch?: string;
  installTorch?: boolean;
  rounds: number;
  steps: number;
  objective: StepSizes['objective'][];
  width: number[];
  layers: number;
  heads: number;
  batch: number;
  tokens: number;
  vocabulary: number;
  precision: string[];
  peakSize: number;
  products?: boolean;
  json?: boolean;
}

interface Benchmark {
  readonly date: string;
  readonly machine: PeakReady;
  /** Mean number of waiting processes in the minute before: above about 0.5, other work disturbed the figures. */
  readonly loadBefore: number;
  readonly versions: readonly string[];
  readonly rounds: number;
  readonly steps: number;
  readonly peakGflopsPerSecond: PeakAnswer;
  readonly results: readonly BenchmarkResult[];
  readonly ratios: readonly BenchmarkRatio[];
  readonly missing: readonly ({ readonly case: string } & Missing)[];
}

/** The command, for the command line to add. */
export function benchCommand(): Command {
  return new Command('bench')
    .description('Time training steps here, against eager and PyTorch')
    .option('--torch <python>', 'compare with the PyTorch of this Python (default: .lab/bench, if installed)')
    .option('--install-torch', 'first install PyTorch into .lab/bench (gigabytes)')
    .addOption(countOption('--rounds <n>', 'rounds, in which the variants take turns', 5))
    .addOption(countOption('--steps <n>', 'training steps of a variant in a round', 20))
    .addOption(
      new Option('--objective <list>', `training steps, separated by commas: ${objectives.join(', ')}`)
        .argParser(knownObjectives)
        .default(['maskedLanguageModel'], 'maskedLanguageModel'),
    )
    .addOption(
      new Option('--width <list>', 'widths of the language model, separated by commas')
        .argParser(wholeNumbers)
        .default([128, 256], '128,256'),
    )
    .addOption(countOption('--layers <n>', 'blocks of the model', 4))
    .addOption(countOption('--heads <n>', 'attention heads', 4))
    .addOption(countOption('--batch <n>', 'sequences in a batch', 32))
    .addOption(countOption('--tokens <n>', 'tokens in a sequence', 64))
    .addOption(countOption('--vocabulary <n>', 'token ids', 8192))
    .addOption(
      new Option(
        '--precision <names...>',
        'only these: PyTorch needs minutes for a bfloat16 step without AVX-512',
      )
        .choices(['float32', 'mixed-bfloat16'])
        .default(['float32', 'mixed-bfloat16']),
    )
    .addOption(countOption('--peak-size <n>', 'rows of the matrices whose products give the peak', 2048))
    .option(
      '--products',
      "instead time the float32 matrix products of the language model's step one by one, by TensorFlow and by the lab's own kernel",
    )
    .addOption(jsonOption())
    .action(async (options: BenchOptions) => {
      if (options.products) {
        await printProducts(options);
        return;
      }
      const benchmark = await measure(options);
      if (options.json) printJson(benchmark);
      else process.stdout.write(`${describe(benchmark)}\n`);
    });
}

const objectives = [
  ...(['maskedLanguageModel', 'contrastive', 'maskedAutoencoder'] as const),
  ...(['finetuning', 'embedding', 'generation'] as const),
];

function knownObjectives(text: string): StepSizes['objective'][] {
  return text.split(',').map((name) => {
    const known = objectives.find((objective) => objective === name);
    if (!known) throw new InvalidArgumentError(`Choose from ${objectives.join(', ')}.`);
    return known;
  });
}

/** The image cases; `--batch` and the other sizes are the language model's. */
const imageCases: Readonly<Record<'contrastive' | 'maskedAutoencoder', StepSizes>> = {
  contrastive: {
    ...{ objective: 'contrastive', batch: 128, side: 28, temperature: 0.5 },
    ...{ channels: [32, 64, 128], strides: [2, 2, 2] },
  },
  maskedAutoencoder: {
    ...{ objective: 'maskedAutoencoder', batch: 128, side: 32, patch: 4, maskRatio: 0.75 },
    ...{ layers: 4, width: 128, heads: 4, decoder: { layers: 1, width: 64, heads: 4 } },
  },
};

/** Those of our variants that are a way in which the lab does it. */
const variantsOf =
  (sizes: StepSizes) =>
  ({ engine, precision }: Variant) => {
    if (!ofPublished(sizes) || engine.startsWith('pytorch')) return true;
    if (engine === 'tensorflowjs-eager') return false;
    // Vectors are computed op by op, and tokens are written by a compiled program, in float32.
    if (sizes.objective === 'embedding') return engine === 'eager';
    return sizes.objective === 'finetuning' || (engine === 'compiled' && precision === 'float32');
  };

function sizesOf(options: BenchOptions, width: number): TextStepSizes {
  const { layers, heads, batch, tokens: time, vocabulary: vocabularySize } = options;
  if (vocabularySize < 16) {
    throw new LabError(
      `A vocabulary of ${vocabularySize} has no room for special tokens; give --vocabulary 16 or more.`,
    );
  }
  return {
    objective: 'maskedLanguageModel',
    ...{ layers, width, heads, batch, time, vocabularySize, dropoutRate: 0.1 },
    predictions: Math.ceil(batch * time * maskProbability),
  };
}

/** Calls of each product whose median counts. */
const productCalls = 40;

async function printProducts(options: BenchOptions): Promise<void> {
  // It loads the engine.
  const { stepProducts, timeProducts } = await import('../bench/stepProducts.js');
  const cases = options.width.map((width) => ({
    case: caseName(sizesOf(options, width)),
    products: timeProducts(stepProducts(sizesOf(options, width)), productCalls),
  }));
  if (options.json) {
    printJson(cases);
    return;
  }
  const gflops = (value: number | undefined) => (value === undefined ? '' : value.toFixed(0));
  const row = (product: TimedProduct) => [
    product.name,
    `${product.rows} x ${product.depth} x ${product.columns}`,
    gflops(product.tensorFlowGflopsPerSecond),
    gflops(product.ownGflopsPerSecond),
  ];
  for (const { case: name, products } of cases) {
    const table = textTable(['product', 'rows x depth x columns', 'TensorFlow', 'own'], products.map(row));
    process.stdout.write(`${name}, GFLOP/s in float32, median of ${productCalls} calls\n\n${table}\n\n`);
  }
}

async function measure(options: BenchOptions): Promise<Benchmark> {
  const loadBefore = os.loadavg()[0]!;
  const python = findPytorch(options.torch ?? (options.installTorch ? installPytorch() : undefined));
  const variants = [...ownVariants, ...(python ? pytorchVariants : [])].filter(({ precision }) =>
    options.precision.includes(precision),
  );
  const { rounds, steps } = options;
  // Some are written anew for each benchmark.
  const models = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-bench-models-'));
  const cases: StepSizes[] = [];
  for (const objective of options.objective) {
    if (objective === 'maskedLanguageModel')
      cases.push(...options.width.map((width) => sizesOf(options, width)));
    else if (objective === 'contrastive' || objective === 'maskedAutoencoder')
      cases.push(imageCases[objective]);
    else cases.push(...(await publishedCases(objective, models)));
  }
  const waysOf = (sizes: StepSizes) => variants.filter(variantsOf(sizes));
  const total = 1 + cases.reduce((sum, sizes) => sum + waysOf(sizes).length * (1 + rounds), 0);
  const progress = startProgress({ label: 'Benchmark', total, unit: 'rounds' });
  let done = 0;
  const onProgress = (note: string) => progress.update(++done, note);
  // PyTorch would find what it compiled last time, and compile seconds would say nothing.
  const cache = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-bench-'));
  const settings = {
    ...{ rounds, steps, onProgress },
    ...(python ? { python } : {}),
    environment: { TORCHINDUCTOR_CACHE_DIR: cache },
  };
  try {
    const { machine, peak } = await measurePeak(options.peakSize, { ...settings, warmUp: 0 });
    onProgress('matrix products');
    const results: BenchmarkResult[] = [];
    const ratios: BenchmarkRatio[] = [];
    const missing: ({ case: string } & Missing)[] = [];
    const versions = new Set<string>();
    for (const sizes of cases) {
      const found = await measureCase(sizes, waysOf(sizes), { ...settings, warmUp: warmUpOf(sizes) });
      results.push(...resultsOf(found.measured, peak));
      ratios.push(...ratiosOf(found.measured));
      missing.push(...found.missing.map((one) => ({ case: caseName(sizes), ...one })));
      for (const { version } of found.measured) versions.add(version);
    }
    if (results.length === 0) {
      throw new LabError(`No variant could be measured; the first: ${missing[0]!.reason}`);
    }
    const date = new Date().toISOString();
    const facts = { date, machine, loadBefore, versions: [...versions], rounds, steps };
    return { ...facts, peakGflopsPerSecond: peak, results, ratios, missing };
  } catch (error) {
    if (error instanceof ProcessFailure) {
      throw new LabError(`The engine cannot be measured: ${error.message} 'lab doctor' looks for the cause.`);
    }
    throw error;
  } finally {
    progress.finish();
    fs.rmSync(cache, { recursive: true, force: true, maxRetries: 5 });
    fs.rmSync(models, { recursive: true, force: true });
  }
}

function describe(benchmark: Benchmark): string {
  const { machine, peakGflopsPerSecond: peak, results, ratios, missing, rounds, steps } = benchmark;
  const gflops = (value: number) => Math.round(value).toLocaleString('en-US');
  const lines = [
    benchmarkTable(results, ratios),
    '',
    `Median over ${rounds} x ${steps} steps (rounds x steps), the variants taking turns; ratios are taken round by round, above 1 is faster than the reference.`,
    `${machine.processor}, ${machine.threads} threads, ${(machine.memoryBytes / 2 ** 30).toFixed(0)} GiB, device ${machine.device}, own kernels ${machine.nativeKernels ? 'in use' : 'not in use'}; ${benchmark.versions.join(', ')}; ${benchmark.date}`,
    'eager runs the same kernels one by one; TensorFlow.js runs its own kernels one by one.',
    'Peak memory is the process with its libraries; engine is the part that was there before the model.',
    `Matrix-product peak: ${gflops(peak.float32)} GFLOP/s in float32, ${gflops(peak['mixed-bfloat16'])} in bfloat16.`,
  ];
  if (benchmark.loadBefore > 0.5) {
    lines.push(
      `Other work was running before this (load ${benchmark.loadBefore.toFixed(1)}): measure again on a quiet machine.`,
    );
  }
  if (!results.some(({ engine }) => engine.startsWith('pytorch'))) {
    lines.push(
      "Without PyTorch: 'lab bench --torch PYTHON' or 'lab bench --install-torch' compares with it.",
    );
  }
  for (const one of missing)
    lines.push(`Missing: ${one.case}, ${one.engine}, ${one.precision}. ${one.reason}`);
  return lines.join('\n');
}
