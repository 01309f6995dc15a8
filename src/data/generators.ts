import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import { seededRandom } from './seededRandom';
import { stainedCells } from './stainedCells';

/** Makes the files of a dataset from a seed alone: file path to content. */
export type DatasetGenerator = (seed: number) => Record<string, string | Uint8Array>;

const generators: Record<string, DatasetGenerator> = {
  cellars: cellarNotes,
  'stained-cells': stainedCells,
};

/**
 * Writes a generator's files into a folder.
 * @throws LabError when there is no generator of that name
 */
export async function generateFiles(name: string, seed: number, folder: string): Promise<void> {
  const generator = Object.hasOwn(generators, name) ? generators[name] : undefined;
  if (!generator) {
    const nearest = nearestName(name, Object.keys(generators));
    throw new LabError(
      `There is no generator '${name}': ${nearest ? `did you mean '${nearest}'?` : `there are ${Object.keys(generators).join(', ')}.`}`,
    );
  }
  writeFiles(generator(seed), folder);
}

/** Writes files whole or not at all. */
export function writeFiles(files: Readonly<Record<string, string | Uint8Array>>, folder: string): void {
  for (const [file, content] of Object.entries(files)) {
    const part = path.join(folder, `${file}.part`);
    fs.writeFileSync(part, content);
    fs.renameSync(part, path.join(folder, file));
  }
}

const stores = {
  kitchen: {
    things: ['flour', 'butter', 'plums', 'vinegar', 'thyme', 'lentils'],
    deeds: ['simmer', 'knead', 'season', 'roast'],
  },
  workshop: {
    things: ['a chisel', 'oak boards', 'a plane', 'hinges', 'glue', 'a vice'],
    deeds: ['saw', 'sand', 'clamp', 'varnish'],
  },
  garden: {
    things: ['seedlings', 'compost', 'a spade', 'tulip bulbs', 'twine', 'a hoe'],
    deeds: ['prune', 'water', 'graft', 'mulch'],
  },
} as const;

/**
 * A toy: one note a line about a kitchen, a workshop or a garden, made of a few words, so that every part of the lab can
 * be tried in a second. Words tell the class away, so a good model reaches an accuracy near 1; it shows nothing else.
 */
function cellarNotes(seed: number): Record<string, string> {
  const random = seededRandom(`cellars/${seed}`);
  const pick = <T>(items: readonly T[]) => items[random.integer(items.length)]!;
  const times = [
    'today',
    'at dawn',
    'before lunch',
    'on monday',
    'after the rain',
    'late at night',
    'in march',
    'next week',
  ];
  const people = ['anna', 'the neighbour', 'our guest', 'old tom', 'my aunt', 'she', 'the twins', 'nobody'];
  const lines = new Set<string>();
  const kinds = Object.keys(stores) as (keyof typeof stores)[];
  while (lines.size < 1200) {
    const label = kinds[lines.size % kinds.length]!;
    const { things, deeds } = stores[label];
    const text = `${pick(times)} ${pick(people)} will ${pick(deeds)} and fetch ${pick(things)} and ${pick(things)}`;
    lines.add(JSON.stringify({ text, label }));
  }
  return { 'notes.jsonl': `${[...lines].join('\n')}\n` };
}
