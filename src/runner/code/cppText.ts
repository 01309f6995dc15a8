/** C++ text without its comments and formatting. */

/**
 * One piece of C++, the longest that fits, as its lexer takes it: comment, raw string, string, character, number (with
 * its ' between digits), name, operator of several characters, white space, or any other character. A backslash at a
 * line's end continues the line.
 */
const piece = new RegExp(
  [
    /\/\/(?:\\\n|[^\n])*/,
    /\/\*[\s\S]*?(?:\*\/|$)/,
    /(?:u8|[uUL])?R"(?<delimiter>[^()\\\s]{0,16})\([\s\S]*?\)\k<delimiter>"/,
    /(?:u8|[uUL])?"(?:\\[\s\S]|[^"\\\n])*"/,
    /(?:u8|[uUL])?'(?:\\[\s\S]|[^'\\\n])*'/,
    /\.?\d(?:[eEpP][+-]|'?[\w.])*/,
    /[A-Za-z_]\w*/,
    /<<=|>>=|<=>|\.\.\.|->\*?|\.\*|::|\+\+|--|&&|\|\||[-+*/%&|^=!<>]=|<<|>>|##/,
    /(?:\\\n|[^\S\n])+/,
    /[\s\S]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/**
 * Equal results mean equal programs. Pieces stand one blank apart. On a preprocessor line, where a blank can mean
 * something, white space and comments become one blank, and the line ends where it ended.
 */
export function cppWithoutComments(source: string): string {
  const lines: string[][] = [[]];
  let directive = false;
  let blank = false;
  let freshLine = true;
  for (const [text] of source.replace(/\r\n?/g, '\n').matchAll(piece)) {
    if (text === '\n') {
      if (directive) lines.push([]);
      directive = blank = false;
      freshLine = true;
      continue;
    }
    if (/^(?:\/\/|\/\*|\\\n|\s)/.test(text)) {
      blank = true;
      continue;
    }
    if (freshLine && text === '#') {
      directive = true;
      lines.push([]);
    }
    freshLine = false;
    const line = lines.at(-1)!;
    if (line.length > 0 && (blank || !directive)) line.push(' ');
    line.push(text);
    blank = false;
  }
  return lines
    .filter((line) => line.length > 0)
    .map((line) => line.join(''))
    .join('\n');
}
