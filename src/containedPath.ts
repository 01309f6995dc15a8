/**
 * Paths that data name: those of cards, mirrors and archives. They are taken apart here, part by part, and what they lead
 * to on the disk must lie in its folder too, so that neither '..' nor a link reads or writes anything outside it.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { invisible, LabError, writtenOut } from './errors';

/** A text from a file as messages show it: at most 120 characters, with what is invisible written out. */
export function shownName(text: string): string {
  const short = text.length > 120 ? `${text.slice(0, 120)}…` : text;
  return writtenOut(short, invisible);
}

/** Why a path cannot be one inside a folder; undefined where it can, as far as its text tells. */
export function pathFault(relative: string): string | undefined {
  // No file of a dataset is called so.
  if (relative.search(invisible) >= 0) return 'holds an invisible character';
  if (/[\\:]/.test(relative)) return "holds '\\' or ':'";
  if (relative.startsWith('/')) return 'is absolute';
  const parts = relative.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return "leaves its folder by '..'";
  return parts.length === 0 ? 'is empty' : undefined;
}

/**
 * The place of a file that data name. What is there already, links resolved, lies in the folder; what is not there yet
 * will, since the folders above it do.
 * @param folder that the path starts in; it may be a link itself
 * @param relative with '/' between parts
 * @param named who names it, for the message: 'The card of my-texts'
 * @throws LabError for a path that leaves the folder, by its text or by a link
 */
export function containedPath(folder: string, relative: string, named: string): string {
  const fault = pathFault(relative);
  if (fault)
    throw new LabError(
      `${named} names the path '${shownName(relative)}', which ${fault}: name a file inside its folder.`,
    );
  const place = path.join(folder, relative);
  const outside = wayOut(folder, place);
  if (outside !== undefined)
    throw new LabError(
      `${named} names '${relative}', and ${outside} is a link to somewhere else: put the file itself there.`,
    );
  return place;
}

/**
 * As {@link containedPath}, for a folder with everything below it.
 * @throws LabError also for a link below it that leads out of `folder`, or back above itself
 */
export function containedFolder(folder: string, relative: string, named: string): string {
  const place = containedPath(folder, relative, named);
  if (!isThere(place) || !fs.statSync(place).isDirectory()) return place;
  const pending = [place];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const entry of fs.readdirSync(current, { withFileTypes: true })) {
      const below = path.join(current, entry.name);
      if (entry.isDirectory()) pending.push(below);
      if (!entry.isSymbolicLink()) continue;
      const target = realPath(below);
      const loops = target !== undefined && isInside(target, fs.realpathSync(current));
      if (target === undefined || loops || !isInside(fs.realpathSync(folder), target))
        throw new LabError(
          `${named} names '${relative}', and ${path.relative(folder, below)} in it is a link to ${loops ? 'a folder above it' : 'somewhere else'}: put the file itself there, or remove the link.`,
        );
    }
  }
  return place;
}

/** The first part on the way to a place that leads out of the folder, relative to it. */
function wayOut(folder: string, place: string): string | undefined {
  const base = realPath(folder);
  // Nothing is there yet: no link can lead anywhere.
  if (base === undefined) return undefined;
  const parts = path.relative(folder, place).split(path.sep);
  for (let count = 1; count <= parts.length; count++) {
    const part = path.join(folder, ...parts.slice(0, count));
    if (!isThere(part)) return undefined;
    const real = realPath(part);
    if (real === undefined || !isInside(base, real)) return path.relative(folder, part);
  }
  return undefined;
}

/** Nothing is below a file, nor under a name that is too long. */
function isThere(place: string): boolean {
  try {
    return fs.lstatSync(place, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** Without links; undefined where nothing is there, or a link leads nowhere. */
function realPath(place: string): string | undefined {
  try {
    return fs.realpathSync(place);
  } catch {
    return undefined;
  }
}

function isInside(folder: string, place: string): boolean {
  return place === folder || place.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}
