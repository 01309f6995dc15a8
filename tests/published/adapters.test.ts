/** LoRA adapters: closed forms, gradients, and folders that Python's peft 0.21.2 wrote for models of random numbers. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { loadAdapters, saveAdapters } from '../../src/published/adapterFolder';
import { loadPublishedText } from '../../src/published/loadPublished';
import { LowRankAdapters } from '../../src/published/lowRankAdapters';
import type { PublishedModel, TextInput } from '../../src/published/publishedModel';
import { openSafetensors } from '../../src/published/safetensorsFile';

const fixture = (name: string) => path.join(__dirname, 'fixtures', name);
const adapter = (name: string) => path.join(__dirname, 'adapters', name);
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'adapters-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function inputOf(name: string): TextInput {
  const file = openSafetensors(path.join(fixture(name), 'expected.safetensors'));
  const read = (one: string) => tf.tensor(file.read(one), [...file.shapes.get(one)!], 'int32');
  return {
    tokens: read('in.input_ids'),
    mask: read('in.attention_mask'),
    ...(file.shapes.has('in.token_type_ids') && { types: read('in.token_type_ids') }),
  };
}

const logitsOf = (model: PublishedModel<TextInput>, input: TextInput) =>
  tf.tidy(() => model.forward(input).logits!.dataSync() as Float32Array);
const furthest = (a: Float32Array, b: Float32Array) =>
  Math.max(...a.map((value, k) => Math.abs(value - b[k]!)));

it('gives the logits that peft gives with its adapter', () => {
  const model = loadPublishedText(fixture('bert-seqcls'));
  const input = inputOf('bert-seqcls');
  const before = logitsOf(model, input);
  const adapters = loadAdapters(adapter('bert-seqcls'), model);
  const expected = openSafetensors(path.join(adapter('bert-seqcls'), 'expected.safetensors')).read(
    'out.logits',
  );
  expect(furthest(before, expected)).toBeGreaterThan(1e-3);
  expect(furthest(logitsOf(model, input), expected)).toBeLessThan(2e-6);
  adapters.remove();
});

it.each(['bert-seqcls', 'gpt2-lm', 'distilbert-seqcls'])('%s: merged, taken out and put back', (name) => {
  const model = loadPublishedText(fixture(name));
  const input = inputOf(name);
  // The layers beside the adapters stay: those of the fixture are the model's own.
  const before = logitsOf(model, input);
  const adapters = loadAdapters(adapter(name), model);
  const adapted = logitsOf(model, input);
  expect(furthest(adapted, before)).toBeGreaterThan(1e-3);
  adapters.merge();
  expect([...model.linears.values()].some((map) => map.adapter)).toBe(false);
  expect(furthest(logitsOf(model, input), adapted)).toBeLessThan(1e-5);
  adapters.unmerge();
  expect(furthest(logitsOf(model, input), adapted)).toBeLessThan(1e-5);
  saveAdapters(folder, adapters);
  adapters.remove();
  expect(furthest(logitsOf(model, input), before)).toBeLessThan(1e-5);
  const again = loadAdapters(folder, model);
  expect(furthest(logitsOf(model, input), adapted)).toBeLessThan(1e-5);
  again.remove();
  model.dispose();
});

it.each(['bert-seqcls', 'gpt2-lm'])('%s: saves the tensors that peft saves', (name) => {
  const model = loadPublishedText(fixture(name));
  const adapters = loadAdapters(adapter(name), model);
  saveAdapters(folder, adapters, { baseModel: 'mine' });
  const [ours, theirs] = [folder, adapter(name)].map((one) =>
    openSafetensors(path.join(one, 'adapter_model.safetensors')),
  );
  const thin = [...theirs!.shapes].filter(([one]) => one.includes('lora_'));
  expect([...ours!.shapes].sort()).toEqual(thin.sort());
  for (const [one] of thin) expect(ours!.read(one)).toEqual(theirs!.read(one));
  const config = (one: string) =>
    JSON.parse(fs.readFileSync(path.join(one, 'adapter_config.json'), 'utf8')) as Record<string, unknown>;
  expect({ ...config(adapter(name)), ...config(folder) }).toEqual({
    ...config(adapter(name)),
    ...{ base_model_name_or_path: 'mine', task_type: null, lora_dropout: 0 },
  });
  adapters.remove();
  model.dispose();
});

it('begins with what the model computes, and its gradients are those of finite differences', () => {
  const model = loadPublishedText(fixture('gpt2-lm'));
  const input = inputOf('gpt2-lm');
  const before = logitsOf(model, input);
  const adapters = new LowRankAdapters(model, { rank: 2, alpha: 6, targets: ['c_attn', 'c_fc'], seed: 3 });
  expect(furthest(logitsOf(model, input), before)).toBe(0);
  expect(adapters.names).toEqual(['h.0.attn.c_attn', 'h.0.mlp.c_fc', 'h.1.attn.c_attn', 'h.1.mlp.c_fc']);
  const loss = () => model.forward(input).logits!.mul(0.1).square().mean() as tf.Scalar;
  for (const up of Object.values(adapters.parameters))
    tf.tidy(() => up.assign(tf.randomNormal(up.shape, 0, 0.3, 'float32', 7)));
  const variables = Object.values(adapters.parameters);
  const { grads } = tf.variableGrads(loss, variables);
  for (const variable of variables) {
    const gradient = grads[variable.name]!;
    // Along the gradient, where the difference is largest beside the rounding.
    const length = gradient.norm().dataSync()[0]!;
    const step = 1e-2;
    const at = (sign: number) =>
      tf.tidy(() => {
        const kept = variable.clone();
        variable.assign(variable.add(gradient.mul((sign * step) / length)));
        const value = loss().dataSync()[0]!;
        variable.assign(kept);
        return value;
      });
    expect((at(1) - at(-1)) / (2 * step) / length).toBeCloseTo(1, 1);
  }
  adapters.remove();
  model.dispose();
});

it('refuses what it would compute otherwise, and names it', () => {
  const model = loadPublishedText(fixture('bert-seqcls'));
  expect(() => new LowRankAdapters(model, { targets: ['querry'] })).toThrow(
    "The model has no linear map 'querry'; did you mean 'query'?",
  );
  expect(() => new LowRankAdapters(model, { rank: 0 })).toThrow(
    'The rank is 0: choose a whole number above 0.',
  );
  expect(() => loadAdapters(folder, model)).toThrow(
    'has no adapter_config.json: name the folder of an adapter.',
  );
  const copy = (change: object) => {
    fs.cpSync(adapter('bert-seqcls'), folder, { recursive: true });
    const file = path.join(folder, 'adapter_config.json');
    const config = JSON.parse(fs.readFileSync(file, 'utf8')) as object;
    fs.writeFileSync(file, JSON.stringify({ ...config, ...change }));
    return () => loadAdapters(folder, model);
  };
  expect(copy({ use_dora: true })).toThrow('has use_dora true, and only false is read.');
  expect(copy({ peft_type: 'IA3' })).toThrow('has peft_type "IA3", and only "LORA" is read.');
  expect(copy({ peft_type: null })).toThrow('has peft_type undefined, and only "LORA" is read.');
  expect(copy({ rank_pattern: { query: 2 } })).toThrow('has a rank_pattern, which is not read');
  expect(copy({ r: 2 })).toThrow('has the shape [4, 32], and the model asks for [2, 32].');
  expect(copy({ target_modules: ['query'] })).toThrow('does not name its map.');
  expect(copy({ target_modules: ['query', 'value', 'key'] })).toThrow('of another model.');
  expect(copy({ target_modules: 'all-linear' })).toThrow('has no list of target_modules');
  expect(() => loadAdapters(adapter('gpt2-lm'), model)).toThrow("The model has no linear map 'c_attn'");
  // After every refusal the model is as it was.
  expect([...model.linears.values()].some((map) => map.adapter)).toBe(false);
  const first = new LowRankAdapters(model);
  expect(() => new LowRankAdapters(model)).toThrow('The model has adapters already');
  first.remove();
  model.dispose();
});
