/** Whether what was unpacked is still what the archive held: a list of the files' SHA-256 lies beside it. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeDurably } from '../durableFiles';

const listOf = (target: string) => `${target}.sha256`;

/** Whether an unpacked file or folder is as {@link noteUnpacked} noted it. */
export function isAsUnpacked(target: string): boolean {
  if (!fs.existsSync(target) || !fs.existsSync(listOf(target))) return false;
  return fs.readFileSync(listOf(target), 'utf8') === contentList(target);
}

/** Notes what was unpacked. */
export function noteUnpacked(target: string): void {
  writeDurably(listOf(target), contentList(target));
}

/** A line a file, sorted: SHA-256 and path, as `sha256sum` writes them. */
function contentList(target: string): string {
  const line = (file: string, name: string) =>
    `${createHash('sha256').update(fs.readFileSync(file)).digest('hex')}  ${name}\n`;
  if (!fs.statSync(target).isDirectory()) return line(target, path.basename(target));
  const files = (fs.readdirSync(target, { recursive: true }) as string[])
    .filter((file) => fs.statSync(path.join(target, file)).isFile())
    .map((file) => file.split(path.sep).join('/'))
    .sort();
  return files.map((file) => line(path.join(target, file), file)).join('');
}
