/** Every path that a card names, held to the folder that its files lie in. */
import { containedFolder, containedPath } from '../containedPath';
import { unpackedName } from './archive';
import type { DatasetCard } from './card';

/**
 * Checks each path of a card before anything reads it: those of its files, what archives unpack to, those of its splits
 * and those of its format.
 * @param folder that the card's paths start in
 * @throws LabError naming the card and the path that leads out of the folder
 */
export function requireContainedFiles(card: DatasetCard, folder: string): void {
  const named = `The card of ${card.name}`;
  for (const one of namedPaths(card)) containedFolder(folder, one, named);
}

function namedPaths({ files, splits, format }: DatasetCard): Set<string> {
  const ofFormat: Readonly<Record<string, unknown>> = { ...format };
  const ofFormatFiles = ['images', 'labels', 'groups', 'folder', 'annotations', 'pictures'].map(
    (field) => ofFormat[field],
  );
  return new Set([
    ...files.map((file) => file.path),
    ...files.flatMap((file) => (file.unpack ? [unpackedName(file.path)] : [])),
    ...Object.values(splits.files ?? {}).flat(),
    ...ofFormatFiles.filter((value): value is string => typeof value === 'string'),
  ]);
}

/** The place of one of a card's files. @throws LabError where it leaves the folder */
export function placeOf(card: DatasetCard, file: string, folder: string): string {
  return containedPath(folder, file, `The card of ${card.name}`);
}
