import { expect, it } from 'vitest';
import { LabelledTexts } from '../../src/data/texts';
import { encodeTexts, pickTexts, sampleTexts } from '../../src/recipes/encodedTexts';

const texts = new LabelledTexts(
  Array.from({ length: 20 }, (_, k) => ({ text: `text ${k}`, label: k % 2 })),
  ['even', 'odd'],
);
const encoded = encodeTexts(texts, { encode: (text) => Int32Array.of(Number(text.slice(5))) });

it('texts, token ids and labels stand side by side', () => {
  expect(encoded.texts).toEqual(texts.examples.map(({ text }) => text));
  expect(encoded.examples.map(([id]) => id)).toEqual([...Array(20).keys()]);
  expect([...encoded.labels]).toEqual(texts.examples.map(({ label }) => label));
});

it('are picked in the given order, and sampled whole', () => {
  expect(pickTexts(encoded, [3, 0, 3])).toEqual({
    texts: ['text 3', 'text 0', 'text 3'],
    examples: [Int32Array.of(3), Int32Array.of(0), Int32Array.of(3)],
    labels: Int32Array.of(1, 0, 1),
  });
  const sample = sampleTexts(encoded, 7, 'sample');
  expect(new Set(sample.texts).size).toBe(7);
  sample.texts.forEach((text, row) => {
    expect(text).toBe(`text ${sample.examples[row]![0]}`);
    expect(sample.labels[row]).toBe(sample.examples[row]![0]! % 2);
  });
  expect(sampleTexts(encoded, 7, 'sample')).toEqual(sample);
  expect(sampleTexts(encoded, 7, 'another').texts).not.toEqual(sample.texts);
  expect(sampleTexts(encoded, 20, 'sample')).toBe(encoded);
});
