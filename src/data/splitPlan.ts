import { constants } from 'node:buffer';
import { LabError } from '../errors';
import { unpackedName } from './archive';
import type { DatasetCard } from './card';
import { isAnnotated, type RawExample, type RawSplits, wholeText } from './examples';
import { joinedGroups } from './groupSplit';
import { sharedSpellings } from './labelReading';
import { defaultNearDuplicateThreshold, nearDuplicateClusters } from './nearDuplicates';
import { readExamples } from './readers';
import { clusterSplit } from './splits';

/**
 * Reads a card's files and carries out its plan of splits: published splits as they are, missing ones cut from train.
 * Pretraining texts are those of all train examples, with or without a label, unless the card names files for them.
 * @throws LabError when a file is wrong, a split is neither named nor sized, or comes out empty
 */
export async function readSplits(
  card: DatasetCard,
  folder: string,
): Promise<{ splits: RawSplits; labels: readonly string[] }> {
  const { files, seed = 1 } = card.splits;
  const read = async (paths: readonly string[]) => {
    const examples: RawExample[][] = [];
    for (const path of paths) examples.push(await readExamples(card, folder, path));
    return examples.flat();
  };
  const pool = await read(files?.train ?? (files ? [] : readableFiles(card)));
  const parts = { train: pool, dev: await read(files?.dev ?? []), test: await read(files?.test ?? []) };
  const named = files?.pretraining && (await read(files.pretraining));
  requireRoom(card, named ?? pool, [...parts.train, ...parts.dev, ...parts.test]);
  if (card.labels.length === 0) shareSpellings(parts);
  const sizes = { dev: 0, test: 0 };
  for (const split of ['dev', 'test'] as const) {
    if (!files?.[split]) sizes[split] = sizeOf(card, split, parts.train);
  }
  if (sizes.dev + sizes.test > 0) {
    const all = parts.train;
    const split = clusterSplit(strataOf(card, all), clustersOf(card, all), { sizes, seed });
    parts.train = all.filter((_, index) => split[index] === 'train');
    for (const name of ['dev', 'test'] as const) {
      if (!files?.[name]) parts[name] = all.filter((_, index) => split[index] === name);
    }
  }
  const pretraining = (named ?? parts.train).map(wholeText);
  const labels =
    card.labels.length > 0 ? card.labels : labelsOf([...parts.train, ...parts.dev, ...parts.test]);
  // Whether a label or number of the text as a whole is predicted.
  const predicted = !['tagging', 'language-modelling', 'translation'].includes(card.task);
  const train = predicted ? parts.train.filter(isAnnotated) : parts.train;
  const splits = { pretraining, train, dev: parts.dev, test: parts.test };
  if (predicted) refuseGaps(card, labels, train);
  if (pretraining.length === 0)
    throw new LabError(
      `${card.name} has no pretraining texts: name files for train or pretraining in its card.`,
    );
  return { splits, labels };
}

/** Paths of the files that hold texts once gz files are unpacked. What lies in other archives has to be named in splits. */
function readableFiles(card: DatasetCard): string[] {
  return card.files.flatMap(({ path, unpack }) => {
    if (!unpack) return [path];
    return /\.gz$/i.test(path) && !/\.tar\.gz$/i.test(path) ? [unpackedName(path)] : [];
  });
}

/** A prepared dataset is kept as one string, in which the texts of train stand twice: labelled, and as pretraining texts. */
function requireRoom(
  card: DatasetCard,
  pretraining: readonly RawExample[],
  others: readonly RawExample[],
): void {
  let characters = 0;
  for (const examples of [pretraining, others])
    for (const { text, secondText } of examples) characters += text.length + (secondText?.length ?? 0) + 20;
  if (characters < constants.MAX_STRING_LENGTH * 0.95) return;
  const millions = (count: number) => Math.floor(count / 1e6);
  throw new LabError(
    `${card.name} holds ${millions(characters / 2)} million characters, and about ${millions((constants.MAX_STRING_LENGTH * 0.95) / 2)} million can be prepared as one dataset: list fewer files in its card, or make several cards.`,
  );
}

/** Labels that only the files name may be one number in several spellings. */
function shareSpellings(parts: { train: RawExample[]; dev: RawExample[]; test: RawExample[] }): void {
  const all = [...parts.train, ...parts.dev, ...parts.test];
  const shared = sharedSpellings(
    all.flatMap(({ label, labels = [] }) => (label === undefined ? labels : [label])),
  );
  if (shared.size === 0) return;
  const spelt = (label: string) => shared.get(label) ?? label;
  for (const split of ['train', 'dev', 'test'] as const) {
    parts[split] = parts[split].map((example) => ({
      ...example,
      ...(example.label !== undefined && { label: spelt(example.label) }),
      ...(example.labels && { labels: [...new Set(example.labels.map(spelt))] }),
    }));
  }
}

/** What splits are cut in proportion to: single labels; whether a text is annotated at all, where it has more or a number. */
function strataOf(card: DatasetCard, examples: readonly RawExample[]): (string | undefined)[] {
  if (card.task === 'multi-label-classification' || card.task === 'text-regression')
    return examples.map((example) => (isAnnotated(example) ? 'annotated' : undefined));
  return examples.map(({ label }) => label);
}

/** A first text that more pairs share than this is a question that is always asked, not a source that could leak. */
const largestShare = 0.05;

/** Clusters that are not parted: near duplicates, and pairs of one first text (a premise and all its hypotheses). */
function clustersOf(card: DatasetCard, examples: readonly RawExample[]): Uint32Array | number[] {
  const threshold = card.nearDuplicateThreshold ?? defaultNearDuplicateThreshold;
  const whole = nearDuplicateClusters(examples.map(wholeText), threshold);
  if (examples.every(({ secondText }) => secondText === undefined)) return whole;
  const first = nearDuplicateClusters(
    examples.map(({ text }) => text),
    threshold,
  );
  const sizes = new Map<number, number>();
  for (const cluster of first) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const most = Math.max(2, examples.length * largestShare);
  const sources = Array.from(first, (cluster, index) => (sizes.get(cluster)! > most ? index : cluster));
  return joinedGroups(sources, Array.from(whole));
}

function sizeOf(card: DatasetCard, split: 'dev' | 'test', pool: readonly RawExample[]): number {
  const { sizes, fractions } = card.splits;
  const size = sizes?.[split];
  if (size !== undefined) return size;
  const fraction = fractions?.[split];
  if (fraction === undefined) {
    throw new LabError(
      `The card of ${card.name} says nothing of the ${split} split: name its files in 'splits.files', or give its share of train in 'splits.fractions' (0 for none).`,
    );
  }
  const annotated = pool.filter(isAnnotated).length;
  return Math.round((annotated > 0 ? annotated : pool.length) * fraction);
}

function labelsOf(examples: readonly RawExample[]): string[] {
  const found = new Set<string>();
  for (const { label, labels = [], tags = [] } of examples) {
    if (label !== undefined) found.add(label);
    for (const name of [...labels, ...tags]) found.add(name);
  }
  return [...found].sort();
}

function refuseGaps(card: DatasetCard, labels: readonly string[], train: readonly RawExample[]): void {
  const found = new Set(train.flatMap(({ label, labels: several = [] }) => [label, ...several]));
  const missing = labels.filter((label) => !found.has(label));
  if (missing.length > 0) {
    throw new LabError(
      `No training text of ${card.name} has the label '${missing[0]}': remove it from 'labels' in the card or add such texts.`,
    );
  }
  if (card.task === 'text-regression' && train.length === 0)
    throw new LabError(
      `No training text of ${card.name} has a number to predict: correct 'target' in its card.`,
    );
}
