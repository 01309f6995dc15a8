import * as fs from 'node:fs';
import * as path from 'node:path';
import { Command } from 'commander';
import type { LossCurve, LossCurveSizes } from '../bench/lossCurves';
import { writeDurably } from '../durableFiles';
import { labFolder } from '../paths';
import { curveFigure } from '../report/curveFigure';
import { textTable } from '../report/textTable';
import { countOption, jsonOption, printJson } from './options';

interface Options extends LossCurveSizes {
  readonly out?: string;
  readonly json?: boolean;
}

/** `lab precision`: what mixed bfloat16 does to the loss. */
export function precisionCommand(): Command {
  return new Command('precision')
    .description('Train one model in float32 and in mixed bfloat16 and compare the loss curves')
    .addOption(countOption('--steps <n>', 'training steps', 300))
    .addOption(countOption('--width <n>', 'width of the model, a multiple of its 4 heads', 128))
    .addOption(countOption('--layers <n>', 'blocks of the model', 3))
    .addOption(countOption('--seed <n>', 'of weights, batches, masks and dropout', 1))
    .option('--out <folder>', 'where the figure goes; default .lab/reports')
    .addOption(jsonOption())
    .action(async ({ out = labFolder('reports'), json, ...sizes }: Options) => {
      // It loads the engine.
      const { lossCurves } = await import('../bench/lossCurves.js');
      const curves = await lossCurves(sizes);
      const file = path.resolve(out, 'precision.svg');
      fs.mkdirSync(path.dirname(file), { recursive: true });
      writeDurably(file, figureOf(curves).svg());
      if (json) printJson({ ...sizes, curves, largestDifference: largestDifference(curves) });
      else process.stdout.write(`${describe(curves, sizes)}\n${file}\n`);
    });
}

const figureOf = (curves: readonly LossCurve[]) =>
  curveFigure(
    'Masked language model in two precisions',
    'Loss (nats a piece)',
    Object.fromEntries(curves.map(({ precision, losses }) => [precision, losses])),
  );

/** Largest distance between the curves, in nats. */
function largestDifference([first, second]: readonly LossCurve[]): number {
  return Math.max(...first!.losses.map(({ value }, index) => Math.abs(value - second!.losses[index]!.value)));
}

function describe(curves: readonly LossCurve[], { steps, seed }: LossCurveSizes): string {
  const [first, second] = curves as [LossCurve, LossCurve];
  const rows = first.losses.map(({ step, value }, index) => {
    const other = second.losses[index]!.value;
    return [String(step), value.toFixed(4), other.toFixed(4), (other - value).toFixed(4)];
  });
  const seconds = curves.map((curve) => `${curve.seconds.toFixed(0)} s in ${curve.precision}`).join(', ');
  return [
    textTable(['step', first.precision, second.precision, 'difference'], rows),
    `Mean loss over each stretch of steps, nats a piece; ${steps} steps, seed ${seed}; ${seconds}.`,
    `Largest difference: ${largestDifference(curves).toFixed(4)} nats.`,
  ].join('\n');
}
