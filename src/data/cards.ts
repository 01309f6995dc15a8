import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import { cardFolder } from '../paths';
import type { DatasetCard } from './card';

/** A card and the folder that the files of a user's own card lie in. */
export interface FoundCard {
  readonly card: DatasetCard;
  readonly folder: string;
}

export function readCard(nameOrCardPath: string): FoundCard {
  const file = nameOrCardPath.endsWith('.json')
    ? path.resolve(nameOrCardPath)
    : path.join(cardFolder, `${nameOrCardPath}.json`);
  if (!fs.existsSync(file)) throw new LabError(`There is no dataset '${nameOrCardPath}'.`);
  return { card: JSON.parse(fs.readFileSync(file, 'utf8')) as DatasetCard, folder: path.dirname(file) };
}
