import * as fs from 'node:fs';
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { freshFolder } from '../runner/toyStudy';
import { lab } from './labCommand';

it("'lab precision' trains in both precisions from the same weights, and draws the two curves", async () => {
  const home = freshFolder();
  const small = ['--steps', '50', '--width', '16', '--layers', '1', '--out', home];
  const { status, stdout } = await lab(home, ['precision', ...small, '--json']);
  expect(status).toBe(0);
  const { curves, largestDifference } = JSON.parse(stdout) as {
    curves: { precision: string; losses: { step: number; value: number }[] }[];
    largestDifference: number;
  };
  expect(curves.map(({ precision }) => precision)).toEqual(['float32', 'mixed-bfloat16']);
  const [first, second] = curves.map(({ losses }) => losses);
  expect(first!.map(({ step }) => step)).toEqual([25, 50]);
  // Seven bits of mantissa: near, but not the same numbers.
  expect(largestDifference).toBeGreaterThan(0);
  expect(largestDifference).toBeLessThan(0.1);
  expect(second![1]!.value).toBeLessThan(second![0]!.value);
  const picture = fs.readFileSync(path.join(home, 'precision.svg'), 'utf8');
  expect(picture).toContain('float32');
  expect(picture).toContain('mixed-bfloat16');
});
