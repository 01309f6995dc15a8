/** `lab data`: which datasets there are, bringing their files into place, and checking them. */
import { Command } from 'commander';
import { acquireFiles, filesArePresent } from '../data/acquire';
import { cardNames, type FoundCard, readCard } from '../data/cards';
import { loadDataset, type TextDataset } from '../data/dataset';
import type { ImageDataset } from '../data/imageDataset';
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
  return data;
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
    const { loadImages } = await import('../data/imageDataset.js');
    const images = await loadImages(name);
    return { found: imageSummary(images), hash: images.hash };
  }
  const dataset = await loadDataset(name);
  return { found: summary(dataset), hash: dataset.hash };
}

function imageSummary({ shape, train, dev, test, labels, nearDuplicates }: ImageDataset): string {
  return `${train.length} images of ${shape.join(' x ')} to train on, ${dev.length} dev, ${test.length} test, ${labels.length} labels, ${nearDuplicates} near duplicates kept together`;
}

function summary(dataset: TextDataset): string {
  const { pretraining, train, heldOut, labels, dropped, tagged } = dataset;
  const left = dropped.pretraining + dropped.train + dropped.dev;
  const parts = [
    `${pretraining.length} pretraining texts`,
    ...(tagged
      ? [`${tagged.train.length} tagged sentences to train on`]
      : train.length > 0
        ? [`${train.length} labelled`]
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
