/** What is written for Python's transformers: names and shapes of the fixtures that it wrote, and the same outputs. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { ImageCollection } from '../../src/data/images';
import { tf } from '../../src/engine/native';
import { TransformerEncoder } from '../../src/models/transformerEncoder';
import { visionTransformer } from '../../src/models/visionTransformer';
import { exportModel } from '../../src/published/exportModel';
import { loadPublished, loadPublishedImages, loadPublishedText } from '../../src/published/loadPublished';
import { LowRankAdapters } from '../../src/published/lowRankAdapters';
import { PicturePreparation } from '../../src/published/picturePreparation';
import { openSafetensors } from '../../src/published/safetensorsFile';
import { freshFolder } from '../runner/toyStudy';

const fixtures = path.join(__dirname, 'fixtures');
let folder: string;
beforeEach(() => {
  folder = path.join(freshFolder(), 'exported');
});

const tensorsOf = (one: string) => openSafetensors(path.join(one, 'model.safetensors'));

it.each(fs.readdirSync(fixtures))('%s is written as it was read', (name) => {
  const model = loadPublished(path.join(fixtures, name));
  exportModel(folder, model);
  const [source, written] = [tensorsOf(path.join(fixtures, name)), tensorsOf(folder)];
  expect([...written.shapes].sort()).toEqual([...source.shapes].sort());
  for (const one of source.shapes.keys()) expect(written.read(one)).toEqual(source.read(one));
  // Letter by letter: transformers refuses 1 where it wants 1.0.
  const text = (one: string) => fs.readFileSync(path.join(one, 'config.json'), 'utf8').trimEnd();
  expect(text(folder)).toBe(text(path.join(fixtures, name)));
  model.dispose();
});

it.each(['learned', 'sine'] as const)(
  'a vision transformer with %s positions computes the same',
  (positions) => {
    const sizes = { shape: [16, 16, 3], patch: 4, layers: 2, width: 32, heads: 4 } as const;
    const encoder = visionTransformer({ ...sizes, positions, pooling: 'classToken', seed: 3 });
    Object.values(encoder.parameters).forEach((variable, k) => {
      tf.tidy(() => variable.assign(variable.add(tf.randomNormal(variable.shape, 0, 0.1, 'float32', k))));
    });
    exportModel(folder, encoder);
    const published = loadPublishedImages(folder);
    const bytes = Uint8Array.from({ length: 2 * 16 * 16 * 3 }, (_, k) => (k * 89) % 256);
    // Scaled and normalised as the folder says.
    const pixels = PicturePreparation.read(folder).images(new ImageCollection(bytes, [16, 16, 3]), [0, 1]);
    const own = encoder.encode(
      tf.tensor4d(
        Float32Array.from(bytes, (byte) => byte / 255),
        [2, 16, 16, 3],
      ),
    );
    const { states } = published.forward({ pixels });
    const most = (x: tf.Tensor) => x.abs().max().dataSync()[0]!;
    expect(most(own.sub(states)) / most(own)).toBeLessThan(2e-6);

    const refused = (settings: object) =>
      expect(() =>
        exportModel(`${folder}-2`, visionTransformer({ ...sizes, pooling: 'classToken', ...settings })),
      );
    refused({ pooling: 'mean' }).toThrow('has no class token');
    refused({ shape: [16, 8, 3] }).toThrow('The images are 16 x 8');
    expect(fs.existsSync(`${folder}-2`)).toBe(false);
  },
);

it.each(['causal', 'bidirectional'] as const)('a %s encoder of the lab computes the same', (attention) => {
  const sizes = { vocabularySize: 120, layers: 2, width: 32, heads: 4, maxLength: 40, feedForwardWidth: 64 };
  const encoder = new TransformerEncoder({ ...sizes, attention }, 3);
  // Biases and scales that a slip of names would not hide behind zeros and ones.
  Object.values(encoder.parameters).forEach((variable, k) => {
    tf.tidy(() => variable.assign(variable.add(tf.randomNormal(variable.shape, 0, 0.1, 'float32', k))));
  });
  exportModel(folder, encoder, {
    tokenizer: { json: '{}' },
    card: { Data: 'Glosses.', Licence: 'MIT' },
  });
  const published = loadPublishedText(folder);
  const ids = [
    [5, 17, 99, 3, 42, 8],
    [7, 1, 118, 0, 0, 0],
  ];
  const tokens = tf.tensor2d(ids, undefined, 'int32');
  const stands = tokens.notEqual(tf.scalar(0, 'int32')).cast('float32');
  const { states: own } = encoder.encode(tokens);
  const { states: theirs, logits } = published.forward({ tokens, mask: stands });
  const seen = (x: tf.Tensor) => x.mul(stands.expandDims(2)).abs().max().dataSync()[0]!;
  expect(seen(own.sub(theirs)) / seen(own)).toBeLessThan(2e-6);
  if (attention === 'causal') {
    const tied = tf.matMul(
      own.reshape([12, 32]),
      encoder.tokenEmbedding as unknown as tf.Tensor2D,
      false,
      true,
    );
    expect(seen(logits!.sub(tied.reshape([2, 6, 120]))) / seen(logits!)).toBeLessThan(2e-6);
  }
  const like = attention === 'causal' ? 'gpt2-lm' : 'megatron-bert-mlm';
  const fixture = tensorsOf(path.join(fixtures, like));
  const plain = (shapes: ReadonlyMap<string, readonly number[]>) =>
    [...shapes.keys()].map((one) => one.replace(/^bert\./, '')).filter((one) => !one.startsWith('cls.'));
  expect(plain(tensorsOf(folder).shapes).sort()).toEqual(plain(fixture.shapes).sort());
  expect(fs.readFileSync(path.join(folder, 'tokenizer.json'), 'utf8')).toBe('{}');
  const card = fs.readFileSync(path.join(folder, 'README.md'), 'utf8');
  expect(card).toMatch(
    /library_name: transformers[\s\S]*from_pretrained\('exported'\)[\s\S]*## Data\n\nGlosses\./,
  );
  expect(() => exportModel(folder, encoder)).toThrow('is not empty: name a new folder');
  encoder.dispose();
});

it('with adapters is written only when they are merged', () => {
  const model = loadPublishedText(path.join(fixtures, 'bert'));
  const adapters = new LowRankAdapters(model, { targets: ['query'] });
  const up = adapters.parameters['adapter.encoder.layer.0.attention.self.query.up']!;
  tf.tidy(() => up.assign(tf.ones(up.shape)));
  expect(() => exportModel(folder, model)).toThrow('The model has adapters: merge them');
  expect(fs.existsSync(folder)).toBe(false);
  adapters.merge();
  exportModel(folder, model);
  const changed = [...tensorsOf(folder).shapes.keys()].filter((one) => {
    const [a, b] = [tensorsOf(folder).read(one), tensorsOf(path.join(fixtures, 'bert')).read(one)];
    return a.some((value, k) => value !== b[k]);
  });
  expect(changed).toEqual(['encoder.layer.0.attention.self.query.weight']);
});

it('in half precision is written in single, and says so', () => {
  const half = path.join(folder, '..', 'half');
  fs.cpSync(path.join(fixtures, 'bert'), half, { recursive: true });
  const file = path.join(half, 'config.json');
  fs.writeFileSync(
    file,
    fs.readFileSync(file, 'utf8').replace('"dtype": "float32"', '"torch_dtype": "float16"'),
  );
  exportModel(folder, loadPublishedText(half));
  expect(fs.readFileSync(path.join(folder, 'config.json'), 'utf8')).toContain('"torch_dtype": "float32"');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('"architectures"', '"builders"'));
  expect(() => exportModel(path.join(half, 'again'), loadPublishedText(half))).toThrow(
    'does not say of which architecture it is: it cannot be exported.',
  );
});
