import { describe, expect, it } from 'vitest';
import { LabelledTexts, TextCorpus } from '../../src/data/texts';

const labels = ['a', 'b', 'c'];
const examples = Array.from({ length: 600 }, (_, index) => ({ text: `text ${index}`, label: index % 3 }));
const texts = new LabelledTexts(examples, labels);

describe('label budgets', () => {
  it('are stratified', () => {
    expect(texts.labelled({ perClass: 8, seed: 1 }).countPerLabel()).toEqual([8, 8, 8]);
  });

  it('are nested for one seed: 2 within 8 within 32 within 128', () => {
    const budgets = [2, 8, 32, 128].map((perClass) =>
      texts.labelled({ perClass, seed: 5 }).examples.map(({ text }) => text),
    );
    for (let place = 1; place < budgets.length; place++) {
      const larger = new Set(budgets[place]);
      expect(larger.size).toBe(budgets[place]!.length);
      expect(budgets[place - 1]!.every((text) => larger.has(text))).toBe(true);
    }
  });

  it('differ by seed and repeat for the same seed', () => {
    const chosen = (seed: number) => texts.labelled({ perClass: 8, seed }).examples;
    expect(chosen(1)).toEqual(chosen(1));
    expect(chosen(1)).not.toEqual(chosen(2));
  });

  it('do not depend on which other classes there are', () => {
    const two = new LabelledTexts(
      examples.filter(({ label }) => label < 2),
      labels.slice(0, 2),
    );
    const ofA = (from: LabelledTexts) =>
      from.labelled({ perClass: 4, seed: 1 }).examples.filter(({ label }) => label === 0);
    expect(ofA(two)).toEqual(ofA(texts));
  });

  it('are refused when a class is too small, the number is not whole, or there are no labels', () => {
    expect(() => texts.labelled({ perClass: 201, seed: 1 })).toThrow("The class 'a' has 200 examples");
    expect(() => texts.labelled({ perClass: 1.5, seed: 1 })).toThrow('whole number of labels per class');
    expect(() => new LabelledTexts([], []).labelled({ perClass: 2, seed: 1 })).toThrow('has no labels');
  });

  it('take all of a scarce class where that is asked for', () => {
    const few = [
      ...texts.examples.filter(({ label }) => label !== 1),
      ...texts.examples.filter(({ label }) => label === 1).slice(0, 3),
    ];
    const scarce = new LabelledTexts(few, texts.labels, 'given whole');
    expect(scarce.labelled({ perClass: 8, seed: 1 }).countPerLabel()).toEqual([8, 3, 8]);
    const two = scarce.labelled({ perClass: 2, seed: 1 }).examples;
    expect(two.every((example) => scarce.labelled({ perClass: 8, seed: 1 }).examples.includes(example))).toBe(
      true,
    );
    expect(() => new LabelledTexts(few, texts.labels).labelled({ perClass: 8, seed: 1 })).toThrow(
      'has 3 examples',
    );
  });
});

describe('tables', () => {
  it('show the first texts with the names of their labels', () => {
    const table = texts.table(2);
    expect(table.columns).toEqual(['text', 'label']);
    expect(table.values).toEqual([
      ['text 0', 'a'],
      ['text 1', 'b'],
    ]);
    expect(new TextCorpus(['x', 'y']).table(1).values).toEqual([['x']]);
  });
});
