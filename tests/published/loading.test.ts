import * as fs from 'node:fs';
import * as path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { tf } from '../../src/engine/native';
import { setNoticeSink } from '../../src/notices';
import { loadPublished, loadPublishedImages, loadPublishedText } from '../../src/published/loadPublished';
import type { PublishedModel, TextInput } from '../../src/published/publishedModel';
import { decodeSafetensors, encodeSafetensors, type HostTensor } from '../../src/training/safetensors';
import { freshFolder } from '../runner/toyStudy';

const fixtures = path.join(__dirname, 'fixtures');
let folder: string;
beforeEach(() => {
  folder = freshFolder();
});

/** A fixture with its configuration and tensors changed. */
function altered(
  name: string,
  config: (json: Record<string, unknown>) => void,
  tensors: (all: Record<string, HostTensor>) => void = () => undefined,
): string {
  const json = JSON.parse(fs.readFileSync(path.join(fixtures, name, 'config.json'), 'utf8'));
  config(json);
  fs.writeFileSync(path.join(folder, 'config.json'), JSON.stringify(json));
  const file = decodeSafetensors(fs.readFileSync(path.join(fixtures, name, 'model.safetensors')), name);
  const all = { ...file.tensors };
  tensors(all);
  fs.writeFileSync(path.join(folder, 'model.safetensors'), encodeSafetensors({ tensors: all, metadata: {} }));
  return folder;
}

describe('a model that is not what its files say', () => {
  it.each<[string, Parameters<typeof altered>, RegExp]>([
    [
      'another family',
      ['bert', (json) => (json.model_type = 'brt')],
      /of the family 'brt'.*did you mean 'bert'\?$/,
    ],
    [
      'a family of images',
      ['vit-cls', () => undefined],
      /of the family 'vit', which is not one of those that read texts/,
    ],
    [
      'an activation that is not known',
      ['bert', (json) => (json.hidden_act = 'gelu_fast')],
      /activation 'gelu_fast' is not known/,
    ],
    [
      'relative positions',
      ['bert', (json) => (json.position_embedding_type = 'relative_key')],
      /position_embedding_type "relative_key", and only "absolute" is read/,
    ],
    [
      'a table for the scores of its own',
      ['bert-mlm', (json) => (json.tie_word_embeddings = false)],
      /has tie_word_embeddings false, and only true is read/,
    ],
    [
      'no size',
      ['bert', (json) => delete json.hidden_size],
      /has no hidden_size, which must be a whole number above 0/,
    ],
    [
      'a size that is none',
      ['bert', (json) => (json.hidden_size = -1)],
      /hidden_size -1, which must be a whole number above 0/,
    ],
    [
      'a layer more',
      ['bert', (json) => (json.num_hidden_layers = 3)],
      /has no tensor 'encoder\.layer\.2\.attention\.self\.query\.weight', which its config\.json asks for/,
    ],
    [
      'a layer less',
      ['bert', (json) => (json.num_hidden_layers = 1)],
      /has the tensor 'encoder\.layer\.1\..*which its config\.json does not ask for/,
    ],
    [
      'another width',
      ['bert', (json) => (json.intermediate_size = 65)],
      /has the shape \[64, 32\], and its config\.json asks for \[65, 32\]/,
    ],
    [
      'a stranger among its tensors',
      [
        'gpt2-lm',
        () => undefined,
        (all) => (all['transformer.h.0.odd'] = { dtype: 'float32', shape: [1], values: Float32Array.of(1) }),
      ],
      /has the tensor 'transformer\.h\.0\.odd'/,
    ],
    [
      'stretched positions',
      ['llama-lm', (json) => (json.rope_scaling = { rope_type: 'yarn', factor: 4 })],
      /stretches rotary positions \('yarn'\)/,
    ],
  ])('%s', (_, given, said) => {
    const before = tf.memory().numTensors;
    const place = altered(...given);
    expect(() => loadPublishedText(place)).toThrow(said);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('has no config.json, or one that is no JSON', () => {
    expect(() => loadPublished(folder)).toThrow('has no config.json: name the folder of a published model.');
    fs.writeFileSync(path.join(folder, 'config.json'), '[');
    expect(() => loadPublished(folder)).toThrow('is not JSON: fetch it again.');
  });
});

it('reads names as early checkpoints have them, and leaves buffers alone', () => {
  const place = altered(
    'bert',
    () => undefined,
    (all) => {
      for (const [name, tensor] of Object.entries(all)) {
        const early = name
          .replace('LayerNorm.weight', 'LayerNorm.gamma')
          .replace('LayerNorm.bias', 'LayerNorm.beta');
        delete all[name];
        all[`bert.${early}`] = tensor;
      }
      all['bert.embeddings.position_ids'] = { dtype: 'int32', shape: [1, 2], values: Int32Array.of(0, 1) };
    },
  );
  const tokens = tf.tensor2d([[5, 6, 7]], [1, 3], 'int32');
  const states = (from: string) => loadPublishedText(from).forward({ tokens }).states.dataSync();
  expect(states(place)).toEqual(states(path.join(fixtures, 'bert')));
});

it('refuses texts longer than its positions, and pictures of another size', () => {
  const gpt2 = loadPublishedText(path.join(fixtures, 'gpt2-lm'));
  expect(() => gpt2.forward({ tokens: tf.zeros([1, 41], 'int32') })).toThrow(
    "longer than the model's 40 positions",
  );
  const vit = loadPublishedImages(path.join(fixtures, 'vit-cls'));
  expect(() => vit.forward({ pixels: tf.zeros([1, 28, 28, 1]) })).toThrow(
    'are 28 x 28 x 1, and the model reads 32 x 32 x 3',
  );
});

/** Loss of naming given tokens, over all positions. */
const lossOf = (model: PublishedModel<TextInput>) => {
  const tokens = tf.tensor2d(
    [
      [5, 17, 33, 90],
      [8, 9, 10, 0],
    ],
    [2, 4],
    'int32',
  );
  const mask = tf.tensor2d(
    [
      [1, 1, 1, 1],
      [1, 1, 1, 0],
    ],
    [2, 4],
  );
  const targets = tf.oneHot(
    tf.tensor2d(
      [
        [17, 33, 90, 5],
        [9, 10, 8, 1],
      ],
      [2, 4],
      'int32',
    ),
    120,
  );
  return () =>
    tf.logSoftmax(model.forward({ tokens, mask }).logits!).mul(targets).sum().neg().div(8) as tf.Scalar;
};

it.each(['bert-mlm', 'gpt2-lm', 'llama-lm', 'albert-mlm'])(
  'the gradient of %s is that of finite differences',
  (name) => {
    const model = loadPublishedText(path.join(fixtures, name));
    const loss = lossOf(model);
    const { grads } = tf.variableGrads(loss, Object.values(model.parameters));
    const random = seededRandom(`direction/${name}`);
    const variables = Object.values(model.parameters);
    // All parameters but the pooler, which the loss does not read, have a gradient.
    const reached = variables.filter(({ name: one }) => grads[one]);
    expect(reached.length).toBeGreaterThan(0.9 * variables.length);
    for (let k = 0; k < 3; k++) {
      const direction = variables.map((variable) =>
        tf.tensor(
          Float32Array.from({ length: variable.size }, () => random.normal()),
          variable.shape,
        ),
      );
      const slope = variables.reduce(
        (sum, { name: one }, v) =>
          sum + (grads[one] ? grads[one]!.mul(direction[v]!).sum().dataSync()[0]! : 0),
        0,
      );
      const at = (distance: number) => {
        const kept = variables.map((variable) => variable.clone());
        for (const [v, variable] of variables.entries())
          variable.assign(variable.add(direction[v]!.mul(distance)));
        const value = loss().dataSync()[0]!;
        for (const [v, variable] of variables.entries()) variable.assign(kept[v]!);
        return value;
      };
      // Two distances, extrapolated: the error falls with the fourth power.
      const central = (h: number) => (at(h) - at(-h)) / (2 * h);
      const estimated = (4 * central(5e-4) - central(1e-3)) / 3;
      expect(Math.abs(estimated - slope)).toBeLessThan(0.01 * Math.max(1, Math.abs(slope)));
    }
    model.dispose();
  },
);

it('tells of settings that are not read, and of no others', () => {
  const said: string[] = [];
  setNoticeSink((sentence) => said.push(sentence));
  for (const name of fs.readdirSync(fixtures)) loadPublished(path.join(fixtures, name)).dispose();
  expect(said).toEqual([]);
  loadPublished(
    altered('bert', (json) => Object.assign(json, { logit_scale: 3, sliding_window: 8 })),
  ).dispose();
  expect(said).toEqual([expect.stringMatching(/something else with them: logit_scale, sliding_window\.$/)]);
});
