import { expect, it } from 'vitest';
import { taskAndDomain } from '../../src/ablations/taskTexts';
import { sampleTexts } from '../../src/ablations/textClassificationArms';
import { LabelledTexts } from '../../src/data/texts';

const texts = new LabelledTexts(
  Array.from({ length: 20 }, (_, k) => ({ text: `text ${k}`, label: k % 2 })),
  ['even', 'odd'],
);

it('parts the training split into task and domain without overlap, the same each time', () => {
  const { task, domain } = taskAndDomain(texts, 6);
  expect([task.length, domain.length]).toEqual([6, 14]);
  expect(new Set([...task.examples.map(({ text }) => text), ...domain]).size).toBe(20);
  expect(task.labels).toEqual(['even', 'odd']);
  expect(taskAndDomain(texts, 6)).toEqual({ task, domain });
  expect(taskAndDomain(texts, 100).task.length).toBe(10);
  expect(() => taskAndDomain(new LabelledTexts([], []), 3)).toThrow(/has 0 labelled/);
});

it('samples rows whole', () => {
  const encoded = {
    texts: texts.examples.map(({ text }) => text),
    sequences: texts.examples.map((_, k) => Int32Array.of(k)),
    labels: Int32Array.from(texts.examples, ({ label }) => label),
  };
  const sample = sampleTexts(encoded, 7, 'sample');
  expect(sample.texts).toHaveLength(7);
  sample.texts.forEach((text, row) => {
    expect(text).toBe(`text ${sample.sequences[row]![0]}`);
    expect(sample.labels[row]).toBe(sample.sequences[row]![0]! % 2);
  });
  expect(sampleTexts(encoded, 20, 'sample')).toEqual(encoded);
});
