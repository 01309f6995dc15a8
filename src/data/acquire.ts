import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { LabError } from '../errors';
import type { DatasetCard } from './card';

export interface AcquiredFiles {
  readonly folder: string;
  readonly checksums: readonly string[];
}

export async function acquireFiles(card: DatasetCard, cardsFolder: string): Promise<AcquiredFiles> {
  if (card.source.kind !== 'npm') throw new LabError(`${card.name}: ${cardsFolder}`);
  const folder = path.dirname(createRequire(__filename).resolve(`${card.source.package}/package.json`));
  const checksums = card.files.map((file) => {
    const found = createHash('sha256')
      .update(fs.readFileSync(path.join(folder, file.path)))
      .digest('hex');
    if (found !== file.sha256) throw new LabError(`${file.path} of ${card.name} has the checksum ${found}.`);
    return found;
  });
  return { folder, checksums };
}
