/** Opinions in one sentence from three sites, as the npm package `sentiment` carries them to measure itself by. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { normalisedText } from './nearDuplicates';

const sites = ['amazon', 'imdb', 'yelp'];

/**
 * One file of JSON lines with text, label and site; sentences that repeat one before them are left out.
 * @param folder where the package is installed
 */
export function sentimentSentences(folder: string): Record<string, string> {
  const seen = new Set<string>();
  const rows: string[] = [];
  for (const site of sites) {
    const file = path.join(folder, 'test', 'fixtures', `${site}.json`);
    const entries = JSON.parse(fs.readFileSync(file, 'utf8')) as { text: string; class: 0 | 1 | null }[];
    for (const { text, class: sign } of entries) {
      const key = normalisedText(text);
      if (sign === null || key === '' || seen.has(key)) continue;
      seen.add(key);
      rows.push(
        `${JSON.stringify({ text: text.trim(), label: sign === 1 ? 'positive' : 'negative', site })}\n`,
      );
    }
  }
  return { 'sentences.jsonl': rows.join('') };
}
