/** How BLEU cuts text into words: sacreBLEU's '13a' (that of NIST's mteval-v13a) and 'none'. */
import { splitWords } from './pythonText';

export type BleuTokenizer = '13a' | 'none';

/** The words of a text. '13a' parts punctuation from words, but for points and commas inside numbers. */
export function bleuWords(text: string, tokenizer: BleuTokenizer): string[] {
  if (tokenizer === 'none') return splitWords(text);
  const line = text
    .replaceAll('<skipped>', '')
    .replaceAll('-\n', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
  return splitWords(
    ` ${line} `
      // ASCII punctuation and symbols but for ' , - . and digits, letters.
      .replace(/[{-~[-` -&(-+:-@/]/gu, ' $& ')
      // A point or comma that no digit precedes, or that no digit follows; a hyphen after a digit.
      .replace(/([^0-9])([.,])/gu, '$1 $2 ')
      .replace(/([.,])([^0-9])/gu, ' $1 $2')
      .replace(/([0-9])-/gu, '$1 - '),
  );
}
