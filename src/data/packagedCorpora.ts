/** Corpora that npm packages hold as thousands of small files, made into the few files that their cards describe. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import { brownNames } from './brownCorpus';
import { mailBody } from './mail';
import { normalisedText } from './nearDuplicates';
import { sentimentSentences } from './sentimentSentences';

/** Makes a dataset's files from the folder of an installed package: file path to content. */
export type CorpusReader = (folder: string) => Record<string, string>;

const readers: Readonly<Record<string, CorpusReader>> = {
  'spam-assassin': spamAssassinMails,
  'state-of-the-union': stateOfTheUnionPassages,
  'brown-names': brownNames,
  'sentiment-sentences': sentimentSentences,
};

/**
 * The files of a packaged corpus.
 * @param name as the card's source names it in 'reader'
 * @param folder where the package is installed
 * @throws LabError when there is no reader of that name
 */
export function packagedCorpus(name: string, folder: string): Record<string, string> {
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (!reader) {
    const nearest = nearestName(name, Object.keys(readers));
    throw new LabError(
      `There is no reader '${name}' of packaged corpora: ${nearest ? `did you mean '${nearest}'?` : `there are ${Object.keys(readers).join(', ')}.`}`,
    );
  }
  return reader(folder);
}

const jsonLines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/**
 * The SpamAssassin public corpus: the beginnings of its mails' bodies, each once, in the order of groups and numbers.
 * Mails without three words of their own are left out.
 */
function spamAssassinMails(folder: string): Record<string, string> {
  const labels = {
    'easy-ham-1': 'ham',
    'easy-ham-2': 'ham',
    'hard-ham-1': 'ham',
    'spam-1': 'spam',
    'spam-2': 'spam',
  };
  const seen = new Set<string>();
  const rows: object[] = [];
  for (const [group, label] of Object.entries(labels)) {
    const files = filesOf(path.join(folder, 'data', group), '.json');
    for (const file of files) {
      const { text: raw } = JSON.parse(fs.readFileSync(file, 'utf8')) as { text: string };
      const text = mailBody(raw);
      const key = normalisedText(text);
      if (key.split(' ').length < 3 || seen.has(key)) continue;
      seen.add(key);
      rows.push({ text, label });
    }
  }
  return { 'mails.jsonl': jsonLines(rows) };
}

/** Passages grow by whole sentences until they have this many words. */
const wordsOfPassage = 40;

/**
 * State of the Union addresses, 1790 to 2021, cut into passages of whole sentences, labelled with their period. Whole
 * addresses go to one split: of ten in a row, the fifth is dev and the eighth test.
 */
function stateOfTheUnionPassages(folder: string): Record<string, string> {
  const splits: Record<'train' | 'dev' | 'test', object[]> = { train: [], dev: [], test: [] };
  filesOf(path.join(folder, 'data'), '.json').forEach((file, index) => {
    const { year, text } = JSON.parse(fs.readFileSync(file, 'utf8')) as { year: number; text: string };
    const place = index % 10;
    const split = place === 4 ? 'dev' : place === 7 ? 'test' : 'train';
    splits[split].push(...passages(text).map((passage) => ({ text: passage, label: periodOf(year) })));
  });
  return Object.fromEntries(
    Object.entries(splits).map(([split, rows]) => [`${split}.jsonl`, jsonLines(rows)]),
  );
}

/** Cut so that each has about a quarter of the words. */
function periodOf(year: number): string {
  if (year <= 1858) return '1790-1858';
  if (year <= 1900) return '1859-1900';
  return year <= 1945 ? '1901-1945' : '1946-2021';
}

function passages(text: string): string[] {
  const sentences = text.replace(/[\p{Cc}\s]+/gu, ' ').match(/[^.!?]+[.!?]*['")]*\s*/g) ?? [];
  const found: string[] = [];
  let current = '';
  for (const sentence of sentences) {
    current += sentence;
    if (current.split(' ').length >= wordsOfPassage) {
      found.push(current.trim());
      current = '';
    }
  }
  if (/\w{3}/.test(current)) found.push(current.trim());
  return found;
}

function filesOf(folder: string, ending: string): string[] {
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => path.join(folder, name));
}
