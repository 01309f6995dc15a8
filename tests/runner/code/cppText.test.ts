import { describe, expect, it } from 'vitest';
import { cppWithoutComments } from '../../../src/runner/code/cppText';

describe('C++ text', () => {
  it.each([
    ['return x;', 'return x; // as it is'],
    ['f(a, b);', '/* why */ f(a /* first */,\n  b); // f'],
    ['int a;\nint b;', 'int a; // \\\n still the comment\nint b;'],
    ['#define A 1\nint b;', '  #define A 1 // one\n\n\nint b;'],
    ['#define A 1 + 2\nint b;', '#define A 1 + \\\n  2\nint b;'],
    ["int a = 1'000;", "int   a=1'000 ;"],
    ['a\r\nb', 'a\nb'],
  ])('is the same for %j and %j', (a, b) => {
    expect(cppWithoutComments(a)).toBe(cppWithoutComments(b));
  });

  it.each([
    ['s = "// a";', 's = "// b";'],
    ['s = "a  b";', 's = "a b";'],
    ['s = "\\"// a";', 's = "\\"// b";'],
    ["c = '\"'; // a\nx", "c = '\"'; // a\ny"],
    ["int a = 1'000; // it's\nx;", "int a = 1'000; // it's\ny;"],
    ['s = R"(// a " )"; x', 's = R"(// b " )"; x'],
    ['s = R"x(a)" /* a )x";', 's = R"x(a)" /* b )x";'],
    ['#define A b\nc', '#define A b c'],
    ['#define F (x)', '#define F(x)'],
    ['a + +b', 'a ++b'],
    ['a > > b', 'a >> b'],
    ['a / / b', 'a // b'],
    ['int ab;', 'int a b;'],
    ['case\'"\': x; // "', 'case\'"\': y; // "'],
  ])('differs for %j and %j', (a, b) => {
    expect(cppWithoutComments(a)).not.toBe(cppWithoutComments(b));
  });
});
