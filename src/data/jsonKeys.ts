/** Keys that stand twice in one object of JSON text, of which JSON.parse keeps only the last. */

/**
 * The first of the given keys that some object holds twice.
 * @param text valid JSON
 * @param objects how many objects may hold each key once: no more mentions than that, and nothing has to be walked
 */
export function repeatedKey(text: string, keys: readonly string[], objects: number): string | undefined {
  return keys.find(
    (key) => isMentionedMoreThan(text, JSON.stringify(key), objects) && standsTwice(text, key),
  );
}

function isMentionedMoreThan(text: string, word: string, times: number): boolean {
  let count = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length))
    if (++count > times) return true;
  return false;
}

function standsTwice(text: string, key: string): boolean {
  const seen: boolean[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{') seen.push(false);
    else if (character === '}') seen.pop();
    else if (character === '"') {
      const start = at;
      for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++;
      // A key may be spelt with escapes, which make it longer.
      if (at - start < key.length || !isKey(text, at + 1) || JSON.parse(text.slice(start, at + 1)) !== key)
        continue;
      if (seen[seen.length - 1]) return true;
      seen[seen.length - 1] = true;
    }
  }
  return false;
}

const colon = /\s*:/y;

function isKey(text: string, end: number): boolean {
  colon.lastIndex = end;
  return colon.test(text);
}
