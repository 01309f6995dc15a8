import { describe, expect, it } from 'vitest';
import { toDense } from '../../src/data/sparseMatrix';
import { WordContexts, wordContext } from '../../src/models/wordContext';

describe('words in context', () => {
  it('are named by themselves, their neighbours, their beginnings and ends, and their shape', () => {
    const features = wordContext(['In', 'New-York', '2'], 1);
    expect(features.slice(0, 7)).toEqual([
      ...['word -2 <start>', 'word -1 in', 'word 0 new-york', 'word 1 2', 'word 2 <end>'],
      ...['pair before in new-york', 'pair after new-york 2'],
    ]);
    expect(features).toEqual(expect.arrayContaining(['begins new', 'ends york', 'capital', 'hyphen']));
    expect(features).not.toContain('digit');
    expect(wordContext(['In'], 0)).toContain('capital at the start');
    expect(wordContext(['NATO'], 0)).toContain('capitals');
    expect(wordContext(['a1'], 0)).toContain('digit');
  });

  it('are columns of those seen in fitting; others are left out', () => {
    const contexts = WordContexts.fit([['a', 'b'], ['b']]);
    const seen = contexts.features([['b'], ['z']]);
    expect([seen.rows, seen.columns]).toEqual([2, contexts.columns]);
    const names = [
      ...new Set([...wordContext(['a', 'b'], 0), ...wordContext(['a', 'b'], 1), ...wordContext(['b'], 0)]),
    ];
    const dense = toDense(seen).values;
    const of = (row: number) => names.filter((_, column) => dense[row * contexts.columns + column] === 1);
    expect(of(0).sort()).toEqual([...new Set(wordContext(['b'], 0))].sort());
    expect(of(1).every((name) => wordContext(['z'], 0).includes(name))).toBe(true);
    expect(of(1)).not.toContain('word 0 z');
  });

  it('count a feature once, though two rules name it', () => {
    const { values } = WordContexts.fit([['x', 'x']]).features([['x', 'x']]);
    expect(new Set(values)).toEqual(new Set([1]));
  });
});
