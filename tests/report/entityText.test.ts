import { describe, expect, it } from 'vitest';
import { entityText } from '../../src/report/entityText';

const sentences = {
  words: [['mr', 'john', 'smith', 'saw', 'rome', 'and', '<b>', 'oslo']],
  tags: [['O', 'B-P', 'I-P', 'O', 'B-L', 'O', 'O', 'B-L']],
};

describe('sentences with their entities', () => {
  it('tell found, missed and wrong ones apart, also without colour', () => {
    const answers = [['O', 'B-P', 'I-P', 'O', 'O', 'O', 'B-L', 'B-P']];
    const shown = entityText({ ...sentences, answers }).toDisplay();
    expect(shown['text/plain']).toBe('mr [john smith]✓ saw [rome]? and [<b>]✗ [oslo]✗?');
    expect(shown['text/html']).toContain('&lt;b&gt;');
    expect(shown['text/html']).not.toContain('<b>');
    expect(shown['text/html']).toContain('title="wrong and missed: P"');
  });

  it('with other bounds are wrong where they are, and missed where they should be', () => {
    const answers = [['B-P', 'I-P', 'O', 'O', 'B-L', 'O', 'O', 'B-L']];
    expect(entityText({ ...sentences, answers }).toDisplay()['text/plain']).toBe(
      '[mr]✗ [john]✗? [smith]? saw [rome]✓ and <b> [oslo]✓',
    );
  });

  it('are refused with answers for other words', () => {
    expect(() => entityText({ ...sentences, answers: [['O']] })).toThrow(
      'Sentence 0 has 1 answers for 8 labelled tokens; give one for each token.',
    );
  });
});
