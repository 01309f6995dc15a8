import * as fs from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StepProduct } from '../../src/bench/stepProducts';
import { type Measured, ratiosOf, resultsOf } from '../../src/bench/summary';
import { freshFolder } from '../runner/toyStudy';
import { ended, lab, startLab } from './labCommand';

const tiny = [
  ...['bench', '--rounds', '2', '--steps', '2', '--width', '32', '--layers', '1', '--heads', '2'],
  ...['--batch', '2', '--tokens', '8', '--vocabulary', '64', '--peak-size', '64'],
];

/** Stands for a Python with torch: it keeps the protocol, takes 1,000,000 ms a step, and cannot compile. */
const pythonStandIn = `#!${process.execPath}
if (process.argv[2] === '-c') process.exit(0);
const task = JSON.parse(process.argv[3]);
if (task.engine === 'pytorch-compile') {
  console.error('Traceback:\\nRuntimeError: no C++ compiler was found\\n\\nSet TORCHDYNAMO_VERBOSE=1');
  process.exit(1);
}
console.log('a library says hello');
console.log(JSON.stringify({ compileSeconds: 0, engineMemoryBytes: 3, version: 'PyTorch 0' }));
const each = task.precision === 'float32' ? 2e6 : 1e6;
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) =>
  console.log(JSON.stringify({ milliseconds: Array(JSON.parse(line).run).fill(each), peakMemoryBytes: 5 })));
`;

function standIn(folder: string, text: string): string {
  const file = path.join(folder, 'python');
  fs.writeFileSync(file, text, { mode: 0o755 });
  return file;
}

describe('lab bench', () => {
  it('measures every variant in turn, and reports what failed as missing', async () => {
    const home = freshFolder();
    const temporary = freshFolder();
    const { status, stdout, stderr } = await lab(
      home,
      [...tiny, '--json', '--torch', standIn(home, pythonStandIn)],
      { TMPDIR: temporary },
    );
    expect(stderr).not.toMatch(/Error|\n {4}at /);
    expect(status).toBe(0);
    const { results, ratios, missing, peakGflopsPerSecond } = JSON.parse(stdout);
    const own = results.filter(({ engine }: Measured) => !engine.startsWith('pytorch'));
    expect(own.map(({ engine, precision }: Measured) => `${engine} ${precision}`)).toEqual([
      'compiled float32',
      'compiled mixed-bfloat16',
      'eager float32',
      'tensorflowjs-eager float32',
    ]);
    for (const row of own) {
      expect(row).toMatchObject({ case: 'maskedLanguageModel-32', unit: 'tokens' });
      const [slowest, fastest] = row.perSecondRange;
      expect(slowest).toBeGreaterThan(0);
      expect(row.perSecond).toBeGreaterThanOrEqual(slowest);
      expect(row.perSecond).toBeLessThanOrEqual(fastest);
      expect(row.engineMemoryBytes).toBeGreaterThan(50e6);
      expect(row.peakMemoryBytes).toBeGreaterThan(row.engineMemoryBytes);
      expect(row.compileSeconds > 0).toBe(row.engine === 'compiled');
      // At two sequences of eight tokens a step is nearly all overhead.
      expect(row.shareOfPeak).toBeGreaterThan(0);
      expect(row.shareOfPeak).toBeLessThan(1);
    }
    expect(peakGflopsPerSecond.float32).toBeGreaterThan(0);
    expect(peakGflopsPerSecond['mixed-bfloat16']).toBeGreaterThan(0);
    expect(ratios.map((r: { against: string }) => r.against)).toEqual([
      ...['eager', 'tensorflowjs-eager', 'pytorch-float32', 'pytorch'],
      ...['eager', 'tensorflowjs-eager', 'pytorch-float32', 'pytorch'],
      ...['tensorflowjs-eager', 'pytorch-float32', 'pytorch'],
    ]);
    expect(missing).toEqual(
      ['float32', 'mixed-bfloat16'].map((precision) => ({
        ...{ case: 'maskedLanguageModel-32', engine: 'pytorch-compile', precision },
        reason: 'It ended with status 1: RuntimeError: no C++ compiler was found.',
      })),
    );
    expect(fs.readdirSync(temporary)).toEqual([]);
  });

  it('prints a table with machine and date, without PyTorch too', async () => {
    const { status, stdout } = await lab(freshFolder(), [...tiny, '--rounds', '1']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/maskedLanguageModel-32 +compiled +mixed-bfloat16 +[\d,]+ tokens /);
    expect(stdout).toMatch(/threads, \d+ GiB, device .*TensorFlow 2\..*\d{4}-\d\d-\d\dT/);
    expect(stdout).toContain("Without PyTorch: 'lab bench --torch PYTHON'");
  });

  it('times the steps on images as well', async () => {
    const args = ['--objective', 'contrastive,maskedAutoencoder', '--rounds', '1', '--steps', '1', '--json'];
    const { status, stdout } = await lab(freshFolder(), [...tiny, ...args]);
    expect(status).toBe(0);
    const rows = JSON.parse(stdout).results.map((row: Record<string, unknown>) => `${row.case} ${row.unit}`);
    expect(rows).toEqual([
      ...Array(4).fill('contrastive-128 images'),
      ...Array(4).fill('maskedAutoencoder-128 images'),
    ]);
  });

  it.each([
    [
      ['--torch', './no/python'],
      /^'\.\/no\/python' cannot be started: give --torch the path of a Python.*\n$/,
    ],
    [
      ['--width', '31'],
      /^No variant could be measured; the first: .*width 31 is not divisible by heads 2.*\n$/m,
    ],
    [
      ['--vocabulary', '4'],
      /^A vocabulary of 4 has no room for special tokens; give --vocabulary 16 or more\.\n$/,
    ],
    [['--objective', 'sleep'], /Choose from maskedLanguageModel, contrastive, maskedAutoencoder/],
    [['--rounds', '0'], /Give whole numbers from 1/],
    [['--steps', '2,3'], /Give one whole number from 1/],
  ])('refuses %j in one sentence', async (args, message) => {
    const { status, stdout, stderr } = await lab(freshFolder(), [...tiny, ...args]);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(status).toBe(1);
  });

  it('names what a Python without torch lacks', async () => {
    const home = freshFolder();
    const python = standIn(
      home,
      '#!/bin/sh\necho "ModuleNotFoundError: No module named \'torch\'" >&2; exit 1\n',
    );
    const { status, stderr } = await lab(home, [...tiny, '--torch', python]);
    expect(stderr).toMatch(
      /^'.*python' cannot import torch \(ModuleNotFoundError: No module named 'torch'\): /,
    );
    expect(status).toBe(1);
  });

  it('ends its processes when it is stopped', async () => {
    const home = freshFolder();
    const ids = path.join(home, 'ids');
    const endless = `#!${process.execPath}
if (process.argv[2] === '-c') process.exit(0);
require('node:fs').appendFileSync(${JSON.stringify(ids)}, process.pid + '\\n');
setInterval(() => {}, 1000);
`;
    const command = startLab(home, [...tiny, '--torch', standIn(home, endless)]);
    const end = ended(command);
    while (!fs.existsSync(ids)) await new Promise((resolve) => setTimeout(resolve, 50));
    command.kill('SIGINT');
    expect((await end).status).toBe(130);
    const [id] = fs.readFileSync(ids, 'utf8').trim().split('\n').map(Number);
    expect(() => process.kill(id!, 0)).toThrow(/ESRCH/);
  });

  it('times the products of a step one by one: those of the layers are the operations that the step counts', async () => {
    const { status, stdout } = await lab(freshFolder(), [...tiny, '--products', '--json']);
    expect(status).toBe(0);
    const [{ case: name, products }] = JSON.parse(stdout) as [
      { case: string; products: (StepProduct & { tensorFlowGflopsPerSecond: number })[] },
    ];
    expect(name).toBe('maskedLanguageModel-32');
    // Four matrices of a block, 12 width², and the table at the predicted positions: forward once, backward twice.
    const [width, tokens, predictions, vocabulary] = [32, 16, 3, 64];
    const flops = products.reduce((sum, { rows, depth, columns }) => sum + 2 * rows * depth * columns, 0);
    expect(flops).toBe(3 * 2 * (tokens * 12 * width ** 2 + predictions * width * vocabulary));
    for (const { tensorFlowGflopsPerSecond } of products)
      expect(tensorFlowGflopsPerSecond).toBeGreaterThan(0);
    const { stdout: table } = await lab(freshFolder(), [...tiny, '--products']);
    expect(table).toMatch(/feed-forward, first, gradient of weight +32 x 16 x 128 /);
  });
});

describe('rates and ratios', () => {
  const sizes = {
    objective: 'maskedLanguageModel' as const,
    ...{ layers: 1, width: 8, heads: 2, batch: 4, time: 25, vocabularySize: 10 },
    ...{ predictions: 15, dropoutRate: 0.1 },
  };
  const one = (engine: Measured['engine'], precision: Measured['precision'], milliseconds: number[]) => ({
    ...{ engine, precision, sizes, version: '', milliseconds },
    ...{ compileSeconds: 0, engineMemoryBytes: 1, peakMemoryBytes: 1, stepFlops: 3e9 },
  });
  const measured = [
    one('compiled', 'float32', [10, 20, 40]),
    one('eager', 'float32', [40, 60, 80]),
    one('tensorflowjs-eager', 'float32', [80, 80, 80]),
    one('pytorch-eager', 'float32', [30, 30, 30]),
    one('pytorch-compile', 'float32', [15, 25, 35]),
    one('pytorch-eager', 'mixed-bfloat16', [5, 10, 15]),
  ];

  it('counts 100 tokens in 20 ms as 5,000 a second, and 3 GFLOP in them as 150 of 600 GFLOP/s', () => {
    const [row] = resultsOf(measured, { float32: 600, 'mixed-bfloat16': 1200 });
    expect(row).toMatchObject({ perSecond: 5000, perSecondRange: [2500, 10000], shareOfPeak: 0.25 });
  });

  it('counts an image once, whatever is made of it', () => {
    const images = {
      ...{ objective: 'contrastive' as const, batch: 50, side: 8, temperature: 1 },
      ...{ channels: [4, 16], strides: [1, 1] },
    };
    const [row] = resultsOf([{ ...measured[0]!, sizes: images }], { float32: 600, 'mixed-bfloat16': 1200 });
    expect(row).toMatchObject({ case: 'contrastive-16', unit: 'images', perSecond: 2500 });
  });

  it("takes ratios within a round, against the fastest of PyTorch's figures", () => {
    const of = (against: string) =>
      ratiosOf(measured).find((ratio) => ratio.engine === 'compiled' && ratio.against === against);
    expect(of('eager')).toMatchObject({ ratio: 3, ratioRange: [2, 4] });
    expect(of('tensorflowjs-eager')).toMatchObject({ ratio: 4, ratioRange: [2, 8] });
    expect(of('pytorch-float32')).toMatchObject({ ratio: 1.25, ratioRange: [0.875, 1.5] });
    expect(of('pytorch')).toMatchObject({ ratio: 0.5, ratioRange: [0.375, 0.5] });
  });
});
