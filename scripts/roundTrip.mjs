/**
 * In, one training step, out, in Python: writes models with `lab.exportModel` and adapters with `lab.saveAdapters`, has Python's
 * transformers and peft load them, and writes the largest differences of their outputs into docs/published.md. It also records
 * anew what tests/published compares with Python: gradients, scaled pictures, interpolated positions.
 * `npm run test:parity -- PYTHON`, where PYTHON has torch, transformers, peft, safetensors and pillow.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

const [python] = process.argv.slice(2);
if (!python) {
  process.stderr.write(
    'Name a Python that has torch, transformers, peft, safetensors and pillow: npm run test:parity -- PYTHON\n',
  );
  process.exit(1);
}
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const { default: lab } = await import('../dist/index.js');
const { default: safetensors } = await import('../dist/training/safetensors.js');
const { tf } = lab;
const fixture = (name) => path.join(root, 'tests/published/fixtures', name);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'round-trip-'));

const ids = tf.tensor2d(
  [
    [5, 17, 99, 3, 42, 8],
    [7, 1, 118, 0, 0, 0],
  ],
  undefined,
  'int32',
);
const mask = ids.notEqual(tf.scalar(0, 'int32')).cast('int32');

/** What Python is given, and what it should find. */
function expect(name, tensors) {
  const host = Object.entries(tensors).map(([key, tensor]) => [
    key,
    { dtype: tensor.dtype, shape: tensor.shape, values: tensor.dataSync().slice() },
  ]);
  const file = safetensors.encodeSafetensors({
    tensors: Object.fromEntries(host),
    metadata: { format: 'pt' },
  });
  fs.writeFileSync(path.join(work, name, 'round-trip.safetensors'), file);
}

for (const attention of ['causal', 'bidirectional']) {
  const sizes = { vocabularySize: 120, layers: 2, width: 32, heads: 4, maxLength: 40 };
  const encoder = lab.transformerEncoder({ ...sizes, attention, seed: 3 });
  Object.values(encoder.parameters).forEach((variable, k) => {
    variable.assign(variable.add(tf.randomNormal(variable.shape, 0, 0.1, 'float32', k)));
  });
  const name = `lab ${attention}`;
  lab.exportModel(path.join(work, name), encoder);
  expect(name, { ids, mask, states: encoder.encode(ids).states });
}

{
  const vit = lab.visionTransformer({
    ...{ shape: [16, 16, 3], patch: 4, layers: 2, width: 32, heads: 4 },
    ...{ positions: 'learned', pooling: 'classToken', seed: 3 },
  });
  Object.values(vit.parameters).forEach((variable, k) => {
    variable.assign(variable.add(tf.randomNormal(variable.shape, 0, 0.1, 'float32', k)));
  });
  lab.exportModel(path.join(work, 'lab vision'), vit);
  const pixels = tf.randomUniform([2, 16, 16, 3], 0, 1, 'float32', 5);
  expect('lab vision', { pixels: pixels.transpose([0, 3, 1, 2]), output: vit.encode(pixels) });
}

const texts = ['gpt2-lm', 'bert', 'distilbert-seqcls', 'roberta-mlm', 'albert-mlm', 'megatron-bert-mlm'];
for (const name of [...texts, 'llama-lm', 't5-lm', 'vit-cls', 'dinov2']) {
  const model = lab.loadPublished(fixture(name));
  const { image_size: side } = JSON.parse(fs.readFileSync(path.join(fixture(name), 'config.json'), 'utf8'));
  const pixels = side && tf.randomNormal([2, side, side, 3], 0, 1, 'float32', 5);
  const input = pixels ? { pixels } : { tokens: ids, mask, ...(name === 't5-lm' && { decoderTokens: ids }) };
  const output = () => {
    const { logits, states } = model.forward(input);
    return logits ?? states;
  };
  const variables = Object.values(model.parameters);
  const { grads } = tf.variableGrads(() => output().square().mean(), variables);
  for (const variable of variables)
    if (grads[variable.name]) variable.assign(variable.sub(grads[variable.name].mul(0.05)));
  lab.exportModel(path.join(work, name), model);
  const given = pixels ? { pixels: pixels.transpose([0, 3, 1, 2]) } : { ids, mask };
  expect(name, { ...given, output: output() });
}

const bert = lab.loadPublishedText(fixture('bert'));
const adapters = new lab.LowRankAdapters(bert, { rank: 3 });
Object.values(adapters.parameters).forEach((variable, k) => {
  variable.assign(tf.randomNormal(variable.shape, 0, 0.3, 'float32', k));
});
lab.saveAdapters(path.join(work, 'bert, LoRA'), adapters, { baseModel: fixture('bert') });
expect('bert, LoRA', { ids, mask, states: bert.forward({ tokens: ids, mask }).states });

for (const [script, out] of [
  ['record_gradients.py', 'gradients'],
  ['record_images.py', '.'],
]) {
  const tests = path.join(root, 'tests/published');
  const given = [path.join(root, 'scripts', script), path.join(tests, 'fixtures'), path.join(tests, out)];
  const recorded = spawnSync(python, given, { encoding: 'utf8' });
  if (recorded.status !== 0) {
    process.stderr.write(recorded.stderr);
    process.exit(1);
  }
}
spawnSync('npx', ['biome', 'format', '--write', 'tests/published'], { cwd: root });
const ran = spawnSync(python, [path.join(root, 'scripts/round_trip.py'), work], { encoding: 'utf8' });
fs.rmSync(work, { recursive: true });
if (ran.status !== 0) {
  process.stderr.write(ran.stderr);
  process.exit(1);
}
const { versions, rows } = JSON.parse(ran.stdout);
const lines = rows.map(
  ([name, kind, most, missing]) =>
    `| ${name} | ${kind} | ${most.toExponential(1)} | ${missing.length > 0 ? missing.join(', ') : 'none'} |`,
);
const table = [
  versions,
  '',
  '| model | in Python | largest difference | parts that Python had to make up |',
  '|---|---|---|---|',
  ...lines,
  '',
].join('\n');
const document = path.join(root, 'docs/published.md');
const text = fs.readFileSync(document, 'utf8');
fs.writeFileSync(
  document,
  text.replace(/(<!-- round trip -->\n).*?(<!-- \/round trip -->)/s, (_, begin, end) => begin + table + end),
);
process.stdout.write(table);
if (rows.some(([, , most]) => !(most < 2e-6))) {
  process.stderr.write('A difference is above 2e-6 of the largest value.\n');
  process.exit(1);
}
