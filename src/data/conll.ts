/** Sentences with one token and its tag a line, a blank line after each: the format of the CoNLL shared tasks. */
import { LabError } from '../errors';
import { requireMemory } from '../memory';
import type { DatasetCard, TextFormat } from './card';
import { linesOf } from './encodings';
import type { RawExample } from './examples';
import { LabelReader } from './labelReading';

export type ConllFormat = Extract<TextFormat, { kind: 'conll' }>;

/**
 * A tab parts columns where a line has one, since tokens of some corpora hold spaces; else spaces do. Blanks and tabs at a
 * line's end mean nothing, nor does white space about a token or tag. Tokens that are other white space alone (a no-break
 * space) are kept.
 * @throws LabError with the line, where a token or tag is missing or blank
 */
export function readConll(card: DatasetCard, text: string, file: string, format: ConllFormat): RawExample[] {
  const labels = new LabelReader(card);
  const sentences: RawExample[] = [];
  let tokens: string[] = [];
  let tags: string[] = [];
  const finish = () => {
    if (tokens.length > 0) sentences.push({ text: tokens.join(' '), tokens, tags });
    tokens = [];
    tags = [];
  };
  const lines = linesOf(text).map((line) => line.replace(/[ \t]+$/, ''));
  const byTabs = lines.some((line) => line.includes('\t'));
  lines.forEach((line, index) => {
    if (index % 4096 === 0) requireMemory();
    if (line.replace(/^[ \uFEFF]+/, '') === '' || line.startsWith('-DOCSTART-')) {
      finish();
      return;
    }
    // Comments of CoNLL-U: '# text = ...' between lines of tabs.
    if (byTabs && /^#[^\t]*$/.test(line)) return;
    const columns = columnsOf(line);
    const [token = '', tag = ''] = [columns[format.token], columns[format.tag]];
    const where = `Line ${index + 1} of ${file}`;
    if (columns.length <= Math.max(format.token, format.tag))
      throw new LabError(
        `${where} has ${columns.length} columns, too few for token ${format.token} and tag ${format.tag}: correct the file or the card.`,
      );
    if (token === '' || tag === '')
      throw new LabError(
        `${where} has an empty ${token === '' ? 'token' : 'tag'}: fill it in or remove the line.`,
      );
    tokens.push(token.toWellFormed());
    tags.push(labels.listed(tag.toWellFormed(), where));
  });
  finish();
  return sentences;
}

function columnsOf(line: string): string[] {
  const columns = line.includes('\t') ? line.split('\t') : line.replace(/^ +/, '').split(/ +/);
  return columns.map((column) => column.trim() || column.replace(/^ +| +$/g, ''));
}
