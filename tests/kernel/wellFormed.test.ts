import { describe, expect, it } from 'vitest';
import { endsInHalf, wellFormedJson } from '../../src/kernel/wellFormed';

const half = '😀'.slice(0, 1);
const other = '😀'.slice(1);

describe('JSON that can be written as UTF-8', () => {
  it.each([
    ['the first half', `a${half}`, 'a\ufffd'],
    ['the second half', `${other}b`, '\ufffdb'],
    ['halves in the wrong order', `${other}${half}`, '\ufffd\ufffd'],
    ['whole characters', 'é😀\n"\\', 'é😀\n"\\'],
    ['a backslash before what looks like an escape', '\\ud83d \\\\ud83d', '\\ud83d \\\\ud83d'],
    ['a backslash before a half', `\\${half}`, '\\\ufffd'],
  ])('%s', (_, text, expected) => {
    const json = wellFormedJson({ deep: [text], [text]: 1 });
    expect(JSON.parse(json)).toEqual({ deep: [expected], [expected]: 1 });
  });

  it('leaves everything else as JSON.stringify writes it', () => {
    const value = { a: [1, null, true], b: { c: 'd' }, e: undefined };
    expect(wellFormedJson(value)).toBe(JSON.stringify(value));
  });
});

it('knows a text whose last character is half', () => {
  expect([`a${half}`, `a${half}${other}`, other, '', 'a'].map(endsInHalf)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
