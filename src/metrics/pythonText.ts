/** Text as Python sees it, where JavaScript differs: the reference implementations of text scores are written in Python. */

/**
 * White space of Python's str.split: JavaScript's \s counts U+FEFF too, and not the separators U+001C to U+001F and U+0085.
 */
const whiteSpace = new RegExp(
  `[\\t-\\r${String.fromCharCode(0x1c)}-${String.fromCharCode(0x20)}\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+`,
  'u',
);
const trailingWhiteSpace = new RegExp(`${whiteSpace.source}$`, 'u');

/** The words between white space, as str.split() gives them. */
export function splitWords(text: string): string[] {
  return text.split(whiteSpace).filter((word) => word !== '');
}

/** Without white space at the end, as str.rstrip() gives it. */
export function withoutTrailingSpace(text: string): string {
  return text.replace(trailingWhiteSpace, '');
}

/** Code points, which Python counts and slices by; JavaScript counts UTF-16 units. */
export function codePoints(text: string): string[] {
  return Array.from(text);
}
