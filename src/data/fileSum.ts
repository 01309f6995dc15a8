/** Whether a file is the one that a card states. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { CardFile } from './card';
import { largestBuffer, requireSize } from './fileSize';

/** The file's SHA-256 and, where it is not as stated, why: the end of a sentence about it. */
export function faultOf(file: CardFile, place: string): { text?: string; checksum: string } {
  if (!file.folder) requireSize(place, file.path, largestBuffer);
  const content = file.folder ? folderContent(place) : fs.readFileSync(place);
  const checksum = createHash('sha256').update(content).digest('hex');
  if (file.bytes !== undefined && content.length !== file.bytes) {
    return { text: `has ${content.length} bytes instead of ${file.bytes}`, checksum };
  }
  if (file.sha256 !== undefined && checksum !== file.sha256) {
    return { text: `has the SHA-256 ${checksum} instead of ${file.sha256}`, checksum };
  }
  return { checksum };
}

/** Paths and SHA-256 of all files in a folder, sorted. */
function folderContent(folder: string): Buffer {
  const files = (fs.readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => fs.statSync(path.join(folder, file)).isFile())
    .map((file) => file.split(path.sep).join('/'))
    .sort();
  const line = (file: string) =>
    `${createHash('sha256')
      .update(fs.readFileSync(path.join(folder, file)))
      .digest('hex')} ${file}\n`;
  return Buffer.from(files.map(line).join(''));
}
