import * as typescript from 'typescript';
import { expect, it } from 'vitest';
import { type Parser, writeOutShorthand } from '../../src/kernel/shorthand';

const parser = typescript as unknown as Parser;

it.each([
  ['f({ a })', 'f({ a: a })'],
  ['const x = { a, b: 1, c };', 'const x = { a: a, b: 1, c: c };'],
  ['({ a } = q);', '({ a: a } = q);'],
  ['({ a = 1 } = q);', '({ a: a = 1 } = q);'],
  ['const { a } = q; g({ h: () => ({ a }) });', 'const { a } = q; g({ h: () => ({ a: a }) });'],
  ['const text = "{ a }";\n// { a }', 'const text = "{ a }";\n// { a }'],
])('writes out %s', (code, expected) => {
  expect(writeOutShorthand(parser, code)).toBe(expected);
});
