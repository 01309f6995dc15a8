/**
 * The Brown corpus (Francis & Kucera 1964) as an npm package holds it, made into sentences in lower case whose proper names
 * are marked. Capitals give names away; without them, as in a transcript of speech, context must.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Proper nouns of the Brown tag set: np, nps, with $, joined to a verb (np+bez), in titles (-tl), foreign (fw-). */
const properNoun = /^(?:fw-)?nps?(?![a-z])/;

/** Names of files with a document each: category a to r, and a number. */
const document = /^c[a-r]\d\d$/;

/**
 * Files of sentences, a token and its tag (B-name, I-name, O) a line. Neighbouring proper nouns are one name. Whole
 * documents go to one split: of ten in a row, the fifth is dev and the eighth test.
 * @param folder where the package is installed
 */
export function brownNames(folder: string): Record<string, string> {
  const splits: Record<'train' | 'dev' | 'test', string[]> = { train: [], dev: [], test: [] };
  const documents = fs
    .readdirSync(folder)
    .filter((name) => document.test(name))
    .sort();
  for (const [index, name] of documents.entries()) {
    const place = index % 10;
    const split = splits[place === 4 ? 'dev' : place === 7 ? 'test' : 'train'];
    for (const line of fs.readFileSync(path.join(folder, name), 'latin1').split('\n')) {
      const words = line.split(/\s+/).filter((word) => word.includes('/'));
      if (words.length > 0) split.push(tagged(words));
    }
  }
  return Object.fromEntries(
    Object.entries(splits).map(([split, sentences]) => [`${split}.conll`, sentences.join('\n')]),
  );
}

/** Lines of one sentence, from words as 'Fulton/np-tl'. */
function tagged(words: readonly string[]): string {
  let inside = false;
  return words
    .map((word) => {
      const slash = word.lastIndexOf('/');
      const named = properNoun.test(word.slice(slash + 1));
      const tag = named ? (inside ? 'I-name' : 'B-name') : 'O';
      inside = named;
      return `${word.slice(0, slash).toLowerCase()}\t${tag}\n`;
    })
    .join('');
}
