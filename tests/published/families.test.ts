/**
 * Models of every family, filled with random numbers and saved by Python's transformers, give the outputs that it gave.
 * Padded positions are compared nowhere, since nothing reads them.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { loadPublishedImages, loadPublishedText } from '../../src/published/loadPublished';
import type { PublishedOutput } from '../../src/published/publishedModel';
import { openSafetensors } from '../../src/published/safetensorsFile';
import { long } from '../faults/figures';

const fixtures = path.join(__dirname, 'fixtures');
const families = fs.readdirSync(fixtures).sort();
/** Of the largest absolute value of the output. */
const largestDifference = 2e-6;

/** The inputs and expected outputs of a fixture. */
function expectedOf(name: string) {
  const file = openSafetensors(path.join(fixtures, name, 'expected.safetensors'));
  const tensor = (one: string, dtype: 'float32' | 'int32' = 'float32') =>
    tf.tensor(file.read(one), [...file.shapes.get(one)!], dtype);
  return { tensor, has: (one: string) => file.shapes.has(one), names: [...file.shapes.keys()] };
}

function outputOf(
  name: string,
  expected: ReturnType<typeof expectedOf>,
): { output: PublishedOutput; dispose(): void } {
  const folder = path.join(fixtures, name);
  if (expected.has('in.pixel_values')) {
    const model = loadPublishedImages(folder);
    return {
      output: model.forward({ pixels: expected.tensor('in.pixel_values').transpose([0, 2, 3, 1]) }),
      dispose: model.dispose,
    };
  }
  const model = loadPublishedText(folder);
  const optional = (key: string, one: string) =>
    expected.has(one) ? { [key]: expected.tensor(one, 'int32') } : {};
  const output = model.forward({
    tokens: expected.tensor('in.input_ids', 'int32'),
    mask: expected.tensor('in.attention_mask'),
    ...optional('types', 'in.token_type_ids'),
    ...optional('decoderTokens', 'in.decoder_input_ids'),
  });
  return { output, dispose: model.dispose };
}

/** The largest difference where no padding stands, of the largest absolute value there. */
function difference(found: tf.Tensor, wanted: tf.Tensor, mask: tf.Tensor | undefined): number {
  expect(found.shape).toEqual(wanted.shape);
  const [batch, time] = wanted.shape;
  const masked = mask && mask.shape[0] === batch && mask.shape[1] === time;
  const stands = masked ? mask.reshape([batch!, time!, ...wanted.shape.slice(2).map(() => 1)]) : tf.scalar(1);
  const largest = (x: tf.Tensor) => x.mul(stands).abs().max().dataSync()[0]!;
  return largest(found.sub(wanted)) / largest(wanted);
}

const document = path.join(__dirname, '../../docs/published.md');
const block = /(<!-- families -->\n)(.*?)(<!-- \/families -->)/s;
const measured = new Map<string, number>();

/** `npm run test:long` writes what it measured. */
afterAll(() => {
  if (!long || measured.size < families.length) return;
  const rows = [...measured].map(([name, most]) => `| ${name} | ${most.toExponential(1)} |`);
  const table = ['| model | largest difference |', '|---|---|', ...rows, ''].join('\n');
  fs.writeFileSync(document, fs.readFileSync(document, 'utf8').replace(block, `$1${table}$3`));
});

it.each(families)('%s', (name) => {
  const expected = expectedOf(name);
  const { output, dispose } = outputOf(name, expected);
  const mask = expected.has('in.attention_mask') ? expected.tensor('in.attention_mask') : undefined;
  const parts: Record<string, tf.Tensor | undefined> = {
    'out.logits': output.logits,
    'out.pooler_output': output.pooled,
    'out.last_hidden_state': output.states,
    'out.encoder_last_hidden_state': output.states,
    ...Object.fromEntries(output.hidden.map((states, layer) => [`out.hidden.${layer}`, states])),
  };
  const compared = expected.names.filter((one) => one.startsWith('out.'));
  expect(compared.length).toBeGreaterThan(1);
  const differences = Object.fromEntries(
    compared.map((one) => [
      one,
      difference(parts[one]!, expected.tensor(one), one.includes('decoder') ? undefined : mask),
    ]),
  );
  for (const [one, found] of Object.entries(differences)) expect(found, one).toBeLessThan(largestDifference);
  const most = Math.max(...Object.values(differences));
  measured.set(name, most);
  if (!long) {
    const row = block
      .exec(fs.readFileSync(document, 'utf8'))![2]!
      .split('\n')
      .find((line) => line.startsWith(`| ${name} |`));
    // Rounding differs between processors.
    const written = Number(row?.split('|')[2]);
    expect(most).toBeLessThan(4 * written);
    expect(most).toBeGreaterThan(written / 10);
  }
  dispose();
});
