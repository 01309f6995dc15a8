/** `lab data`: which datasets there are, bringing their files into place, and checking them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Command } from 'commander';
import { acquireFiles, filesArePresent } from '../data/acquire';
import { cardNames, type FoundCard, readCard } from '../data/cards';
import { loadDataset, type TextDataset } from '../data/dataset';
import { defaultCardPath } from '../data/draftCard';
import type { ImageDataset } from '../data/imageDataset';
import { newCard } from '../data/newCard';
import { writeDurably, writeRefusal } from '../durableFiles';
import { LabError } from '../errors';
import { jsonOption, printJson } from './options';

interface JsonChoice {
  readonly json?: boolean;
}

/** The command, for the command line to add. */
export function dataCommand(): Command {
  const data = new Command('data').description('List, fetch and check datasets');
  data
    .command('list')
    .description('List the datasets that have a card')
    .addOption(jsonOption())
    .action((options: JsonChoice) => list(options));
  data
    .command('get')
    .description("Fetch a dataset's files, from LAB_DATA_MIRROR or their addresses, and verify them")
    .argument('<names...>', "names of datasets, or paths of your own cards ('./my-card.json')")
    .addOption(jsonOption())
    .action((names: string[], options: JsonChoice) => get(names, options));
  data
    .command('check')
    .description(
      'Check cards, checksums, splits and leakage; without names, of every dataset whose files are there',
    )
    .argument('[names...]', "names of datasets, or paths of your own cards ('./my-card.json')")
    .addOption(jsonOption())
    .action((names: string[], options: JsonChoice) => check(names, options));
  data
    .command('new')
    .description('Make a card from a file or folder of your own: guess its format and columns, and check it')
    .argument(
      '<path>',
      'a file of texts (CSV, JSONL, JSON, Parquet, CoNLL, lines), or a folder of such or of pictures',
    )
    .option(
      '--out <card>',
      'where the card goes, beside or above the files (default: NAME.card.json beside them)',
    )
    .option('--force', 'overwrite a card that is there')
    .addOption(jsonOption())
    .action((place: string, options: NewChoice) => makeNew(place, options));
  return data;
}

interface NewChoice extends JsonChoice {
  readonly out?: string;
  readonly force?: boolean;
}

async function makeNew(place: string, { out, force, json }: NewChoice): Promise<void> {
  const cardPath = out ?? defaultCardPath(place);
  if (!cardPath.endsWith('.json'))
    throw new LabError(`The card ${cardPath} must end in .json: give --out another name.`);
  if (path.resolve(cardPath) === path.resolve(place))
    throw new LabError(
      `${cardPath} is the file that the card would describe: choose another place with --out.`,
    );
  if (fs.existsSync(cardPath) && !force)
    throw new LabError(
      `${cardPath} is there already: choose another place with --out, or overwrite it with --force.`,
    );
  const { card, guesses, dataset } = await newCard(place, cardPath);
  const ofImages = card.task === 'image-classification';
  try {
    writeDurably(cardPath, `${JSON.stringify(card, null, 2)}\n`);
  } catch (error) {
    throw writeRefusal(cardPath, error);
  }
  const found = ofImages ? imageSummary(dataset as ImageDataset) : summary(dataset as TextDataset);
  if (json) {
    printJson({ card: cardPath, guesses, found, hash: dataset.hash });
    return;
  }
  write(`${cardPath}: ${String(card.task)}`);
  for (const guess of guesses) write(`  guessed: ${guess}`);
  write(`✓ ${String(card.name)}: ${found}`);
  write(
    `Look it over, state its licence and source, and load it: ${ofImages ? 'lab.loadImages' : 'lab.loadDataset'}('${cardPath}')`,
  );
}

function list({ json }: JsonChoice): void {
  const entries = cardNames().map((name) => {
    const { card, folder } = readCard(name);
    const bytes = card.files.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
    return {
      name,
      task: card.task,
      source: card.source.kind,
      bytes,
      present: isPresent({ card, folder }),
      licence: card.licence,
      description: card.description,
    };
  });
  if (json) {
    printJson(entries);
    return;
  }
  const width = Math.max(...entries.map(({ name }) => name.length));
  for (const { name, task, source, bytes, present, description } of entries) {
    const size = source === 'generator' ? 'made here' : `${(bytes / 1e6).toFixed(1)} MB`;
    const state = present ? 'ready' : `to fetch: lab data get ${name}`;
    write(`${name.padEnd(width)}  ${task}, ${size}, ${state}`);
    write(`${' '.repeat(width)}  ${description}`);
  }
}

async function get(names: readonly string[], { json }: JsonChoice): Promise<void> {
  // Every name is looked up before the first file is fetched.
  const cards = names.map(readCard);
  const fetched: { name: string; folder: string; files: { path: string; sha256: string }[] }[] = [];
  for (const { card, folder } of cards) {
    const acquired = await acquireFiles(card, folder);
    const files = card.files.map(({ path }, index) => ({ path, sha256: acquired.checksums[index]! }));
    fetched.push({ name: card.name, folder: acquired.folder, files });
    if (!json)
      write(
        `${card.name}: ${files.length} ${files.length === 1 ? 'file' : 'files'} verified in ${acquired.folder}`,
      );
  }
  if (json) printJson(fetched);
}

async function check(names: readonly string[], { json }: JsonChoice): Promise<void> {
  const results: { name: string; state: 'well' | 'not fetched' | 'broken'; found: string; hash?: string }[] =
    [];
  for (const name of names.length > 0 ? names : cardNames()) {
    try {
      if (names.length === 0 && !isPresent(readCard(name))) {
        results.push({
          name,
          state: 'not fetched',
          found: `card is well; its files are fetched by 'lab data get ${name}'`,
        });
        continue;
      }
      const { found, hash } = await loaded(name);
      results.push({ name, state: 'well', found, hash });
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      results.push({ name, state: 'broken', found: error.message });
    }
  }
  if (json) printJson(results);
  else
    for (const { name, state, found } of results)
      write(`${{ well: '✓', 'not fetched': '-', broken: '✗' }[state]} ${name}: ${found}`);
  if (results.some(({ state }) => state === 'broken')) process.exitCode = 1;
}

function isPresent({ card, folder }: FoundCard): boolean {
  try {
    return filesArePresent(card, folder);
  } catch (error) {
    if (error instanceof LabError) return false;
    throw error;
  }
}

async function loaded(name: string): Promise<{ found: string; hash: string }> {
  if (readCard(name).card.task === 'image-classification') {
    // The engine is loaded only where pictures are read.
    const { loadImagesOf } = await import('../data/imageDataset.js');
    const images = await loadImagesOf(readCard(name));
    return { found: imageSummary(images), hash: images.hash };
  }
  const dataset = await loadDataset(name);
  return { found: summary(dataset), hash: dataset.hash };
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

function imageSummary({
  name,
  shape,
  train,
  dev,
  test,
  labels,
  nearDuplicates,
  leftOut,
  notices,
}: ImageDataset): string {
  const notes = [
    ...(leftOut?.hidden ? [`${counted(leftOut.hidden, 'hidden file', 'hidden files')} passed over`] : []),
    ...(leftOut?.boxesWithoutArea
      ? [`${counted(leftOut.boxesWithoutArea, 'box', 'boxes')} without area left out`]
      : []),
    // Notices begin with the dataset's name, which stands on this line already.
    ...notices.map((sentence) => sentence.replace(`${name}: `, '').replace(/\.$/, '')),
  ];
  return [
    `${train.length} images of ${shape.join(' x ')} to train on, ${dev.length} dev, ${test.length} test, ${labels.length} labels, ${nearDuplicates} near duplicates kept together`,
    ...notes,
  ].join('; ');
}

function summary(dataset: TextDataset): string {
  const { pretraining, annotated, annotation, paired, heldOut, labels, dropped, tagged } = dataset;
  const noun = {
    number: 'with a number',
    'several labels': 'with several labels',
    'one label': 'labelled',
    none: 'labelled',
  }[annotation];
  const left = dropped.pretraining + dropped.train + dropped.dev;
  const parts = [
    `${pretraining.length} pretraining texts`,
    ...(tagged
      ? [`${tagged.train.length} tagged sentences to train on`]
      : annotated.train.length > 0
        ? [`${annotated.train.length} ${paired ? 'pairs ' : ''}${noun}`]
        : []),
    `${heldOut.dev.length} dev`,
    `${heldOut.test.length} test`,
    ...(labels.length > 0 ? [`${labels.length} labels`] : []),
    left === 0
      ? 'no leak'
      : `left out as leaks: ${dropped.pretraining} pretraining, ${dropped.train} train, ${dropped.dev} dev`,
  ];
  return parts.join(', ');
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
