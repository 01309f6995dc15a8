import * as fs from 'node:fs';
import { LabError } from '../errors';

/** Node reads no more than this into one buffer. */
export const largestBuffer = 2 ** 31 - 1;

/** @throws LabError for a file of more than `most` bytes */
export function requireSize(place: string, file: string, most: number): void {
  const { size } = fs.statSync(place);
  if (size <= most) return;
  const megabytes = (bytes: number) => Math.floor(bytes / 1e6).toLocaleString('en');
  throw new LabError(
    `${file} has ${megabytes(size)} MB, and at most ${megabytes(most)} MB are read at once: part it into several files and list them all in the card.`,
  );
}
