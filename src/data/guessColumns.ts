/** Which columns of a table hold texts, labels and numbers: guessed from their names and values, to be checked by a person. */
import type { Column, ColumnPlan, DatasetTask } from './card';
import { isMissingMark } from './labelReading';

/** A column as far as it was looked at. */
export interface SampledColumn {
  /** Its name, or its number where the table has no header. */
  readonly column: Column;
  readonly values: readonly unknown[];
}

/** What a table seems to be for, and why. */
export interface ColumnGuess {
  readonly task: DatasetTask;
  readonly plan: ColumnPlan;
  /** Reasons, each to be read after 'guessed: '. */
  readonly reasons: readonly string[];
}

const pairs: readonly (readonly [string, string])[] = [
  ['sentence1', 'sentence2'],
  ['premise', 'hypothesis'],
  ['question1', 'question2'],
  ['question', 'passage'],
  ['question', 'sentence'],
  ['question', 'answer'],
  ['question', 'context'],
  ['query', 'document'],
  ['query', 'passage'],
  ['text1', 'text2'],
  ['texta', 'textb'],
  ['sentencea', 'sentenceb'],
];
/** Names of a sentence and its translation, where they are not those of two languages. */
const translations: readonly (readonly [string, string])[] = [
  ['source', 'target'],
  ['source', 'translation'],
  ['src', 'tgt'],
  ['sentence', 'translation'],
];
/** ISO 639-1 codes and English names of the languages that corpora of translations name their columns by. */
const languages = new Set(
  'en de fr es it nl pt sv da no fi pl cs ru uk tr ar he hi zh ja ko vi ro hu el english german french spanish italian dutch portuguese swedish danish norwegian finnish polish czech russian ukrainian turkish arabic hebrew hindi chinese japanese korean vietnamese romanian hungarian greek'.split(
    ' ',
  ),
);
const textNames =
  'text sentence review content body comment tweet document message abstract article utterance passage headline sms question input title'.split(
    ' ',
  );
const labelNames =
  'label labels class category categories target sentiment intent topic topics tag tags emotion emotions polarity stance genre goldlabel y'.split(
    ' ',
  );
const targetNames =
  'score rating similarity similarityscore relatednessscore valence arousal target value stars y label'.split(
    ' ',
  );
const numberingNames = /^(id|idx|index|guid|uuid|rowid|pairid|captionid|promptid|unnamed\d*|)$/;

/** Names without case and signs: 'Sentence_1' is 'sentence1'. */
const plain = (column: Column): string =>
  String(column)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/**
 * Guesses the plan of a table's columns.
 * @param columns with at least a few values each
 * @returns undefined where no column holds text
 */
export function guessColumns(columns: readonly SampledColumn[]): ColumnGuess | undefined {
  const looked = columns.map(look);
  const translated = translationOf(looked);
  if (translated) {
    const [first, second] = translated;
    return {
      task: 'translation',
      plan: { text: first.column, secondText: second.column },
      reasons: [`'${second.column}' is the translation of '${first.column}' (their names)`],
    };
  }
  const pair = pairOf(looked);
  const text = pair?.[0] ?? textOf(looked);
  if (!text) return undefined;
  const taken = new Set([text, pair?.[1]]);
  const rest = looked.filter((one) => !taken.has(one) && !numberingNames.test(one.name));
  const plan = { text: text.column, ...(pair && { secondText: pair[1].column }) };
  const reasons = [
    pair
      ? `the texts are pairs of the columns '${pair[0].column}' and '${pair[1].column}' (their names)`
      : `the text is the column '${text.column}' (${textNames.includes(text.name) ? 'its name' : 'its texts are the longest'})`,
  ];
  const annotation = marksOf(rest) ?? severalOf(rest) ?? targetOf(rest) ?? labelOf(rest);
  if (annotation)
    return {
      task: annotation.task,
      plan: { ...plan, ...annotation.plan },
      reasons: [...reasons, annotation.reason],
    };
  if (pair)
    return {
      task: 'language-modelling',
      plan: { text: [pair[0].column, pair[1].column] },
      reasons: [...reasons, 'no column holds labels'],
    };
  return { task: 'language-modelling', plan, reasons: [...reasons, 'no column holds labels'] };
}

interface Looked {
  readonly column: Column;
  readonly name: string;
  readonly words: readonly string[];
  readonly distinct: number;
  readonly lists: boolean;
  readonly numeric: boolean;
  readonly whole: boolean;
  readonly marks: boolean;
  readonly meanLength: number;
}

function look({ column, values }: SampledColumn): Looked {
  const present = values.filter((value) => value !== null && value !== undefined && !isBlank(value));
  const lists = present.length > 0 && present.every((value) => Array.isArray(value) || isJsonList(value));
  const words = present.map((value) => (Array.isArray(value) ? value.join(', ') : String(value).trim()));
  const all = (pattern: RegExp) => words.length > 0 && words.every((word) => pattern.test(word));
  return {
    column,
    name: plain(column),
    words,
    distinct: new Set(words).size,
    lists,
    numeric: all(/^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i),
    whole: all(/^[+-]?\d+(\.0*)?$/),
    marks: all(/^([01](\.0*)?|true|false)$/i),
    meanLength: words.reduce((sum, word) => sum + word.length, 0) / Math.max(1, words.length),
  };
}

const isBlank = (value: unknown): boolean =>
  typeof value === 'string' && (value.trim() === '' || isMissingMark(value.trim()));

function isJsonList(value: unknown): boolean {
  if (typeof value !== 'string' || !value.startsWith('[')) return false;
  try {
    return Array.isArray(JSON.parse(value));
  } catch {
    return false;
  }
}

function pairOf(columns: readonly Looked[]): [Looked, Looked] | undefined {
  for (const [first, second] of pairs) {
    const found = [first, second].map((name) => columns.find((one) => one.name === name && isProse(one)));
    if (found[0] && found[1]) return [found[0], found[1]];
  }
  return undefined;
}

/** Two columns that are named as a sentence and its translation are, or after two languages, and hold several words. */
function translationOf(columns: readonly Looked[]): [Looked, Looked] | undefined {
  const prose = columns.filter(
    (one) => isProse(one) && one.words.filter((word) => /\s/.test(word)).length > one.words.length / 2,
  );
  for (const names of translations) {
    const found = names.map((name) => prose.find((one) => one.name === name));
    if (found[0] && found[1]) return [found[0], found[1]];
  }
  const named = prose.filter(({ name }) => languages.has(name));
  return named.length === 2 ? [named[0]!, named[1]!] : undefined;
}

const isProse = (one: Looked): boolean => one.words.length > 0 && !one.numeric && !one.lists;

function textOf(columns: readonly Looked[]): Looked | undefined {
  const prose = columns.filter(isProse);
  const named = textNames
    .map((name) => prose.find((one) => one.name === name))
    .find((one) => one !== undefined && one.meanLength >= 4);
  return named ?? [...prose].sort((a, b) => b.meanLength - a.meanLength)[0];
}

interface AnnotationGuess {
  readonly task: DatasetTask;
  readonly plan: Partial<ColumnPlan>;
  readonly reason: string;
}

/** Several columns of 1 and 0. */
function marksOf(columns: readonly Looked[]): AnnotationGuess | undefined {
  const marks = columns.filter((one) => one.marks);
  const single = columns.some((one) => labelNames.includes(one.name));
  if (marks.length < 2 || single) return undefined;
  const labelColumns = marks.map(({ column }) => column);
  return {
    task: 'multi-label-classification',
    plan: { labelColumns },
    reason: `the labels are the columns ${labelColumns.map((column) => `'${column}'`).join(', ')} (1 and 0 alone)`,
  };
}

/** Several labels in one column: a list, or words that a sign parts and that recur. */
function severalOf(columns: readonly Looked[]): AnnotationGuess | undefined {
  const list = columns.find((one) => one.lists);
  if (list)
    return {
      task: 'multi-label-classification',
      plan: { label: list.column },
      reason: `a text has several labels, in the column '${list.column}' (lists)`,
    };
  for (const one of columns.filter(({ name }) => labelNames.includes(name))) {
    for (const sign of [';', '|', ',']) {
      const parted = one.words.filter((word) => word.includes(sign));
      const labels = new Set(one.words.flatMap((word) => word.split(sign).map((part) => part.trim())));
      if (one.numeric || parted.length < one.words.length / 10 || labels.size >= one.distinct) continue;
      return {
        task: 'multi-label-classification',
        plan: { label: one.column, labelSeparator: sign },
        reason: `a text has several labels, in the column '${one.column}', parted by '${sign}'`,
      };
    }
  }
  return undefined;
}

/** A column of numbers that are not classes. */
function targetOf(columns: readonly Looked[]): AnnotationGuess | undefined {
  const named = targetNames
    .map((name) => columns.find((one) => one.name === name && one.numeric))
    .find((one) => one !== undefined && (one.whole ? one.distinct > 20 : one.distinct > 5));
  if (!named) return undefined;
  const comma = named.words.some((word) => word.includes(','));
  return {
    task: 'text-regression',
    plan: { target: named.column, ...(comma && { decimal: ',' as const }) },
    reason: `the number to predict is the column '${named.column}' (${named.distinct} different numbers)`,
  };
}

function labelOf(columns: readonly Looked[]): AnnotationGuess | undefined {
  const most = (one: Looked) => Math.max(2, Math.min(200, one.words.length / 2));
  const fits = (one: Looked) => one.distinct >= 1 && one.distinct <= most(one) && !one.lists;
  const named = labelNames
    .map((name) => columns.find((one) => one.name === name))
    .find((one) => one !== undefined && fits(one));
  // Without a name that says so: few values that recur, the last such column.
  const found =
    named ??
    [...columns]
      .reverse()
      .find(
        (one) =>
          fits(one) && one.distinct >= 2 && one.distinct <= one.words.length / 5 && one.meanLength < 30,
      );
  if (!found) return undefined;
  return {
    task: 'text-classification',
    plan: { label: found.column },
    reason: `the label is the column '${found.column}' (${named ? 'its name' : `${found.distinct} different values`})`,
  };
}
