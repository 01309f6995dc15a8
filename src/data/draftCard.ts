/** A card made from a user's files: what can be guessed is guessed and told, and the card is checked by loading it. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import { acquireFiles } from './acquire';
import type { DatasetTask } from './card';
import { cardNames, checkCard } from './cards';
import { guessColumns } from './guessColumns';
import { type FormatGuess, guessFormat } from './guessFormat';
import { namedSplit } from './guessSplits';
import { isHidden, pictureFiles } from './pictureFiles';
import { pictureEnding } from './pictureKinds';

/** A card as JSON, before it is checked, and the folder that it will lie in. */
export interface CardDraft {
  readonly card: Readonly<CardFields>;
  readonly folder: string;
  /** What was guessed, and why: each to be read after 'guessed: '. */
  readonly guesses: readonly string[];
}

/** Where the card of a file or folder goes unless another place is named: beside it, as NAME.card.json. */
export function defaultCardPath(place: string): string {
  const isFile = fs.statSync(place, { throwIfNoEntry: false })?.isFile();
  // The folder that is named '.' has a name, too.
  const named = path.basename(place) === path.basename(path.resolve(place)) ? place : path.resolve(place);
  const { dir, base } = path.parse(path.normalize(named));
  return path.join(dir, `${isFile ? withoutEndings(base) : base}.card.json`);
}

/**
 * Drafts the card of a file or folder, with the size and SHA-256 of every file.
 * @param place the file or folder
 * @param cardPath where the card will be written
 * @throws LabError when there is no such file, or it is of no kind that can be guessed
 */
export async function draftCard(place: string, cardPath: string): Promise<CardDraft> {
  const status = fs.statSync(place, { throwIfNoEntry: false });
  if (!status) throw new LabError(`There is no file or folder ${place}: check the path.`);
  const folder = path.dirname(path.resolve(cardPath));
  const inside = path.relative(folder, path.resolve(place)).split(path.sep).join('/');
  if (inside === '' || inside === '..' || inside.startsWith('../') || path.isAbsolute(inside))
    throw new LabError(
      `The card ${cardPath} would not lie beside or above ${place}, and a card's files lie with it: choose another place with --out.`,
    );
  const name = nameOf(place, status.isFile());
  const draft = status.isFile()
    ? await draftOfFiles(place, [{ file: inside, split: undefined }], folder)
    : await draftOfFolder(place, inside, folder);
  const unsized: CardFields = { name: name.value, ...draft.card };
  const files = await withChecksums(unsized, folder);
  return { card: { ...unsized, files }, folder, guesses: [...name.reasons, ...draft.guesses] };
}

const withoutEndings = (base: string): string => base.replace(/\.gz$/i, '').replace(/\.[^.]+$/, '') || base;

function nameOf(place: string, isFile: boolean): { value: string; reasons: string[] } {
  const base = path.basename(path.resolve(place));
  const plain = (isFile ? withoutEndings(base) : base)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, 70);
  const value = plain || 'dataset';
  if (!cardNames().includes(value)) return { value, reasons: [] };
  return { value: `my-${value}`, reasons: [`its name is my-${value} (${value} is a dataset of the lab)`] };
}

type CardFields = Record<string, unknown> & { readonly task: DatasetTask };

interface Drafted {
  readonly card: CardFields;
  readonly guesses: readonly string[];
}

async function draftOfFolder(place: string, inside: string, folder: string): Promise<Drafted> {
  const title = path.basename(path.resolve(place));
  const pictures = pictureFiles(place).pictures.length;
  const files = dataFiles(place);
  // Pictures often come with a text each: boxes, captions.
  if (pictures > 0 && 2 * pictures >= files.length) {
    // The engine is loaded only where pictures are read.
    const { guessImages } = await import('./guessImages.js');
    const guess = guessImages(place, title)!;
    const under = (part: unknown) => (part === '' ? inside : `${inside}/${String(part)}`);
    const format = { ...guess.format };
    for (const field of ['folder', 'annotations', 'pictures'])
      if (field in format) format[field] = under(format[field]);
    return {
      card: {
        task: 'image-classification',
        files: guess.folders.map((part) => ({ path: under(part), folder: true })),
        format,
        splits: cutSplits,
        metrics: metricsOf['image-classification'],
      },
      guesses: [...guess.reasons, cutReason],
    };
  }
  if (files.length === 0)
    throw new LabError(
      `${place} holds no texts or pictures of a kind that is read: see datasets/card.schema.json for the kinds.`,
    );
  return draftOfFiles(
    place,
    files.map((file) => ({ file: `${inside}/${file}`, split: namedSplit(file) })),
    folder,
  );
}

const dataEnding =
  /\.(csv|tsv|tab|jsonl|ndjson|json|parquet|conll\w*|iob\d?|bio|txt|text|raw|pos|neg)(\.gz)?$/i;
const papers = /^(readme|licen[cs]e|copying|authors|changelog|notice|requirements|citation)\b/i;

/** Files in a folder that may hold texts: those of the kind that there are most of. */
function dataFiles(root: string): string[] {
  const all = (fs.readdirSync(root, { recursive: true }) as string[])
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => fs.statSync(path.join(root, file)).isFile() && !isHidden(file))
    .filter((file) => dataEnding.test(file) && !pictureEnding.test(file) && !file.endsWith('.card.json'))
    .filter((file) => !papers.test(path.posix.basename(file)))
    .sort();
  const kinds = new Map<string, string[]>();
  for (const file of all) {
    const ending = dataEnding.exec(file)![0].toLowerCase();
    // Reviews in a.neg and a.pos are of one kind.
    const kind = /^\.(txt|text|raw|pos|neg)/.test(ending) ? 'text' : ending;
    kinds.set(kind, [...(kinds.get(kind) ?? []), file]);
  }
  const splitsIn = (files: readonly string[]) => new Set(files.map(namedSplit).filter(Boolean)).size;
  return [...kinds.values()].sort((a, b) => splitsIn(b) - splitsIn(a) || b.length - a.length)[0] ?? [];
}

const cutSplits = { fractions: { dev: 0.1, test: 0.2 }, seed: 1 };
const cutReason = 'dev and test are cut from all examples, 10 % and 20 %, near duplicates kept together';

const metricsOf: Readonly<Partial<Record<DatasetTask, readonly string[]>>> = {
  'text-classification': ['accuracy', 'macroF1'],
  'image-classification': ['accuracy', 'macroF1'],
  'multi-label-classification': ['microF1', 'macroF1'],
  'text-regression': ['spearman'],
  tagging: ['spanF1'],
  translation: ['bleu', 'chrF'],
  'language-modelling': ['perplexity'],
};

/** @param placed files, relative to the card's folder, with the splits that their names state */
async function draftOfFiles(place: string, placed: readonly PlacedFile[], folder: string): Promise<Drafted> {
  const paths = placed.map(({ file }) => file);
  const packed = (file: string) => /\.gz$/i.test(file);
  if (paths.some((file) => /\.(zip|tar|tgz|tar\.gz|7z|rar)$/i.test(file)))
    throw new LabError(`${place} is an archive: unpack it, and name the folder or file that comes out.`);
  if (paths.length === 1 && pictureEnding.test(paths[0]!))
    throw new LabError(`${place} is one picture: name a folder of pictures.`);
  const splits = withTrain(placed);
  const first = splits.find(({ split }) => split === 'train')?.file ?? paths[0]!;
  const guess = await guessFormat(path.join(folder, first), first, packed(first));
  const { format, task, reasons } = withColumns(guess, first);
  const labelled = await keepLabelled(splits, guess, format, folder);
  const plan = planOf(labelled.splits);
  const used = 'files' in plan.splits ? labelled.splits.filter(({ split }) => split) : labelled.splits;
  const unpacked = (file: string) => (packed(file) ? file.replace(/\.gz$/i, '') : file);
  return {
    card: {
      task,
      files: used.map(({ file }) => ({ path: file, ...(packed(file) && { unpack: true }) })),
      format,
      splits: {
        ...plan.splits,
        ...('files' in plan.splits && {
          files: Object.fromEntries(
            Object.entries(plan.splits.files as Record<string, string[]>).map(([split, files]) => [
              split,
              files.map(unpacked),
            ]),
          ),
        }),
      },
      metrics: metricsOf[task],
    },
    guesses: [...reasons, ...labelled.reasons, ...plan.reasons],
  };
}

interface PlacedFile {
  readonly file: string;
  readonly split: ReturnType<typeof namedSplit>;
}

/** Where files are named for dev or test and none for train, the others are for train. */
function withTrain(files: readonly PlacedFile[]): PlacedFile[] {
  const held = files.some(({ split }) => split === 'dev' || split === 'test');
  if (!held || files.some(({ split }) => split === 'train')) return [...files];
  return files.map(({ file, split }) => ({ file, split: split ?? 'train' }));
}

function withColumns(
  guess: FormatGuess,
  file: string,
): { format: Record<string, unknown>; task: DatasetTask; reasons: string[] } {
  const { format, columns } = guess;
  if (!columns)
    return {
      format: { ...format },
      task: format.kind === 'conll' ? 'tagging' : 'language-modelling',
      reasons: [...guess.reasons],
    };
  const found = guessColumns(columns);
  if (!found)
    throw new LabError(
      `No column of ${file} holds texts (${columns.map(({ column }) => column).join(', ')}): write its card by hand.`,
    );
  const { encoding, ...rest } = format;
  return {
    format: { ...rest, ...found.plan, ...(encoding !== undefined && { encoding }) },
    task: found.task,
    reasons: [...guess.reasons, ...found.reasons],
  };
}

/** Test files of competitions come without labels: they are left out, and test is cut from train. */
async function keepLabelled(
  files: readonly PlacedFile[],
  guess: FormatGuess,
  format: Readonly<Record<string, unknown>>,
  folder: string,
): Promise<{ splits: PlacedFile[]; reasons: string[] }> {
  const needed = [format.label, format.target, ...((format.labelColumns as unknown[]) ?? [])].filter(
    (column): column is string => typeof column === 'string',
  );
  const reasons: string[] = [];
  const splits: PlacedFile[] = [];
  for (const placed of files) {
    const held = placed.split === 'dev' || placed.split === 'test';
    if (held && guess.columns && needed.length > 0) {
      const packed = /\.gz$/i.test(placed.file);
      const { columns = [] } = await guessFormat(path.join(folder, placed.file), placed.file, packed);
      const lacking = needed.find((name) => !columns.some(({ column }) => column === name));
      if (lacking !== undefined) {
        reasons.push(`${placed.file} is left out (it has no column '${lacking}')`);
        continue;
      }
    }
    splits.push(placed);
  }
  return { splits, reasons };
}

function planOf(files: readonly PlacedFile[]): { splits: Record<string, unknown>; reasons: string[] } {
  const of = (split: string) => files.filter((placed) => placed.split === split).map(({ file }) => file);
  const train = of('train');
  if (train.length === 0 || files.length === 1) return { splits: cutSplits, reasons: [cutReason] };
  const named = Object.fromEntries(
    ['pretraining', 'train', 'dev', 'test']
      .map((split) => [split, of(split)] as const)
      .filter(([, paths]) => paths.length > 0),
  );
  const fractions: Record<string, number> = {};
  if (!named.dev) fractions.dev = cutSplits.fractions.dev;
  if (!named.test) fractions.test = cutSplits.fractions.test;
  const cut = Object.keys(fractions);
  const unplaced = files.filter(({ split }) => split === undefined).map(({ file }) => file);
  return {
    splits: { files: named, ...(cut.length > 0 && { fractions, seed: 1 }) },
    reasons: [
      `splits are the files' own: ${Object.entries(named)
        .map(([split, paths]) => `${split} ${paths.join(', ')}`)
        .join('; ')}`,
      ...(cut.length > 0 ? [`${cut.join(' and ')} ${cut.length > 1 ? 'are' : 'is'} cut from train`] : []),
      ...(unplaced.length > 0
        ? [`${unplaced.join(', ')} ${unplaced.length > 1 ? 'are' : 'is'} left out (no split is in the name)`]
        : []),
    ],
  };
}

/** The card's files with their sizes and SHA-256, as the lab itself reads and hashes them. */
async function withChecksums(card: Record<string, unknown>, folder: string): Promise<object[]> {
  const checked = checkCard(card, 'that was drafted');
  const { checksums } = await acquireFiles(checked, folder);
  return checked.files.map((file, index) => ({
    path: file.path,
    ...(!file.folder && { bytes: fs.statSync(path.join(folder, file.path)).size }),
    sha256: checksums[index]!,
    ...(file.unpack && { unpack: true }),
    ...(file.folder && { folder: true }),
  }));
}
