import { describe, expect, it } from 'vitest';
import { pairedDifference } from '../../src/statistics/pairedDifference';
import {
  atLevel,
  atLevels,
  basisWords,
  intervalWords,
  lackingWords,
  levelWords,
  list,
  plain,
  signed,
} from '../../src/statistics/wording';
import { differing, observed } from './observed';

describe('numbers', () => {
  it('have three decimals, small ones two figures, and never lose their sign or become 0', () => {
    expect([0, 0.2, 0.2036, 12.3456].map(plain)).toEqual(['0.000', '0.200', '0.204', '12.346']);
    expect([0.0094, 0.00031, -0.0000042].map(signed)).toEqual(['+0.0094', '+0.00031', '-0.0000042']);
    expect([0, -0.5].map(signed)).toEqual(['+0.000', '-0.500']);
    expect(intervalWords({ low: -0.01, high: 0.2, confidence: 0.9875 })).toBe(
      '98.75 % interval -0.010 to +0.200',
    );
  });
});

describe('levels', () => {
  it('are counts, settings or categories', () => {
    const labels = { title: 'labels per class', singular: 'label per class' };
    expect(levelWords(labels, [2, 8, 32])).toBe('2, 8 and 32 labels per class');
    expect(levelWords(labels, [1])).toBe('1 label per class');
    expect(levelWords(labels, [1, 2])).toBe('1 and 2 labels per class');
    expect(levelWords({ title: 'masked share', unit: '%' }, [15])).toBe('15 %');
    expect(levelWords({ title: 'temperature', form: 'setting' }, [0.5, 1])).toBe('temperature 0.5 and 1');
    expect(levelWords({ title: 'kind of noise' }, ['blur'])).toBe('kind of noise blur');
    expect([atLevel(labels, 8), atLevel(undefined, 8), atLevel(labels)]).toEqual([
      ' at 8 labels per class',
      '',
      '',
    ]);
    expect(atLevels(undefined, [1, 2], 'all')).toBe('');
    expect([list([]), list(['a']), list(['a', 'b'])]).toEqual(['', 'a', 'a and b']);
  });
});

describe('what numbers rest on', () => {
  it('names the side of most seeds, shared runs, and seeds without a pair', () => {
    const observations = observed(differing([[8, [-0.1, -0.2, 0.1, undefined]]]), (arm, seed) =>
      arm === 'scratch' ? ['the run', `run ${seed}`, 'vectors'] : undefined,
    );
    const found = pairedDifference(observations, { treatment: 'pretrained', reference: 'scratch', level: 8 });
    expect(basisWords(found)).toBe(
      '2 of 3 seeds below zero, given 2 shared pretraining runs, seed 4 of 4 lacks a finished pair',
    );
    expect(lackingWords(3, [7, 5])).toEqual(['seeds 5 and 7 of 5 lack a finished pair']);
  });
});
