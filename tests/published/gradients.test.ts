/** Gradients of one step against those that Python's transformers gave (scripts/record_gradients.py). */
import * as path from 'node:path';
import { expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { loadPublishedText } from '../../src/published/loadPublished';
import { openSafetensors } from '../../src/published/safetensorsFile';

it.each(['bert-mlm', 'gpt2-lm'])('%s: every gradient of one step', (name) => {
  const fixture = path.join(__dirname, 'fixtures', name);
  const given = openSafetensors(path.join(fixture, 'expected.safetensors'));
  const tensor = (one: string) =>
    tf.tensor2d(given.read(one), [...given.shapes.get(one)!] as [number, number], 'int32');
  const [ids, mask] = [tensor('in.input_ids'), tensor('in.attention_mask')];
  const model = loadPublishedText(fixture);
  const vocabulary = model.vocabularySize!;
  const variables = Object.values(model.parameters);
  const wanted = tf.tensor2d(
    ids.dataSync().map((id) => (7 * id + 3) % vocabulary),
    ids.shape,
    'int32',
  );
  const { value, grads } = tf.variableGrads(() => {
    const logits = model.forward({ tokens: ids, mask }).logits!;
    const targets = tf.oneHot(wanted, vocabulary);
    const losses = tf.logSumExp(logits, 2).sub(logits.mul(targets).sum(2));
    return losses.mul(mask).sum().div(mask.sum()) as tf.Scalar;
  }, variables);
  // In the place of the weights, so that they come out by the names and in the layout of the files.
  for (const variable of variables)
    variable.assign(grads[variable.name] ?? tf.zerosLike(variable as tf.Tensor));
  const { tensors } = model.exported();
  const recorded = openSafetensors(path.join(__dirname, 'gradients', `${name}.safetensors`));
  expect(value.dataSync()[0]).toBeCloseTo(recorded.read('loss')[0]!, 5);
  const names = [...recorded.shapes.keys()].filter((one) => one !== 'loss');
  expect(names.length).toBeGreaterThan(25);
  for (const one of names) {
    const [found, theirs] = [tensors[one]!.values, recorded.read(one)];
    expect(tensors[one]!.shape, one).toEqual(recorded.shapes.get(one));
    let [largest, off] = [0, 0];
    for (const [at, number] of theirs.entries()) {
      largest = Math.max(largest, Math.abs(number));
      off = Math.max(off, Math.abs(number - found[at]!));
    }
    // A bias of keys moves no score: its gradient is rounding alone, on either side.
    expect(off, one).toBeLessThan(5e-6 * largest + 2e-8);
  }
  model.dispose();
});
