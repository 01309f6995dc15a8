/**
 * JavaScript strings may hold half a character: one of the two units (a surrogate, Unicode 15, section 3.8) that make an
 * emoji, left over from a cut. No half can be written as UTF-8, so none may leave the kernel: U+FFFD stands for it.
 */

/** JSON.stringify writes a half as its escape, and nothing else as an escape that begins so. */
const mayHoldHalf = /\\ud[89a-f]/;
const backslashOrHalf = /\\(?:\\|u(d[89a-f][0-9a-f]{2}))/g;

/** JSON text whose strings, names of properties included, are whole characters. */
export function wellFormedJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!mayHoldHalf.test(json)) return json;
  // A backslash that is itself escaped may stand before a harmless 'ud83d'.
  return json.replace(backslashOrHalf, (written, half?: string) => (half ? '\ufffd' : written));
}

/** Whether the text ends in the first half of a character, whose second half may follow. */
export function endsInHalf(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff;
}
