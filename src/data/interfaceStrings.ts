/** Short sentences of a program's interface with their translations, as Home Assistant's wheel holds them. */

/** The translations into English and one other language. */
export function interfaceFiles(language: string): RegExp {
  return new RegExp(`^homeassistant/components/[^/]+/translations/(?:en|${language})[.]json$`);
}

/** English to German. */
export function germanInterfaceStrings(entries: ReadonlyMap<string, string>): Record<string, string> {
  return { 'pairs.jsonl': interfaceStrings(entries, 'de') };
}

/** Longer ones are rarely one sentence; a single word is a name more often than not. */
const [fewestWords, mostWords] = [2, 12];

/**
 * JSON lines of pairs, in the order of their files and keys. Every English string stands once, with the translation that is
 * met first; what holds markup, place holders, links or code is left out, and what is the same in both languages.
 */
function interfaceStrings(entries: ReadonlyMap<string, string>, language: string): string {
  const seen = new Set<string>();
  const rows: string[] = [];
  for (const [name, text] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!name.endsWith('/en.json')) continue;
    const other = entries.get(name.replace(/en[.]json$/, `${language}.json`));
    if (other === undefined) continue;
    const [english, translated] = [text, other].map((one) => new Map(strings(JSON.parse(one), ''))) as [
      Map<string, string>,
      Map<string, string>,
    ];
    for (const [key, source] of english) {
      const target = translated.get(key);
      if (target === undefined || source === target || seen.has(source.toLowerCase())) continue;
      if (![source, target].every(isSentence)) continue;
      seen.add(source.toLowerCase());
      rows.push(`${JSON.stringify({ en: source, [language]: target })}\n`);
    }
  }
  return rows.join('');
}

/** All texts of an object with the path of their keys. */
function strings(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value.trim().replace(/\s+/g, ' ')]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => strings(inner, `${path}/${key}`));
}

function isSentence(text: string): boolean {
  const words = text.split(' ').length;
  return (
    words >= fewestWords &&
    words <= mostWords &&
    !/[{}<>[\]`|*_\\#@=]|https?:|\n/.test(text) &&
    /\p{L}{2}/u.test(text)
  );
}
