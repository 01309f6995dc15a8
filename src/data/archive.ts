import * as fs from 'node:fs';
import * as path from 'node:path';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import * as tar from 'tar';
import * as yauzl from 'yauzl';
import { LabError } from '../errors';

export interface UnpackLimits {
  /** Bytes of all unpacked files together. Default 4 GiB. */
  readonly bytes?: number;
  /** Files and folders. Default 500,000. */
  readonly entries?: number;
}

/** What `unpack` makes of an archive: a folder ('a.zip', 'a.tar.gz' -> 'a') or a file ('b.txt.gz' -> 'b.txt'). */
export function unpackedName(archive: string): string {
  const name = archive.replace(/\.(zip|tar\.gz|tgz|tar|gz)$/i, '');
  if (name === archive)
    throw new LabError(`${archive} is no archive that can be unpacked: use zip, tar, tar.gz or gz.`);
  return name;
}

/**
 * Unpacks an archive to `target`, which must not exist and appears only once everything is unpacked.
 * @throws LabError when an entry would leave the target's folder, is a link or device, or the limits are passed
 */
export async function unpack(archive: string, target: string, limits: UnpackLimits = {}): Promise<void> {
  const budget = new Budget(path.basename(archive), limits);
  const part = `${target}.${process.pid}.part`;
  fs.rmSync(part, { recursive: true, force: true });
  try {
    if (/\.zip$/i.test(archive)) await unpackZip(archive, part, budget);
    else if (/\.(tar|tar\.gz|tgz)$/i.test(archive)) unpackTar(archive, part, budget);
    else if (/\.gz$/i.test(archive))
      await pipeline(
        fs.createReadStream(archive),
        createGunzip(),
        budget.meter(),
        fs.createWriteStream(part),
      );
    else unpackedName(path.basename(archive));
    fs.renameSync(part, target);
  } catch (error) {
    fs.rmSync(part, { recursive: true, force: true });
    if (error instanceof LabError) throw error;
    throw new LabError(
      `${path.basename(archive)} cannot be unpacked (${(error as Error).message}): fetch it again.`,
    );
  }
}

/** Refuses an archive that unpacks to more than it may. */
class Budget {
  private bytes = 0;
  private entries = 0;
  private readonly byteLimit: number;
  private readonly entryLimit: number;

  constructor(
    private readonly archive: string,
    limits: UnpackLimits,
  ) {
    this.byteLimit = limits.bytes ?? 4 * 2 ** 30;
    this.entryLimit = limits.entries ?? 500_000;
  }

  /** Counts an entry and checks its path and kind. */
  enter(entryPath: string, kind: 'file' | 'folder' | 'other', size: number): void {
    const refuse = (reason: string) =>
      new LabError(`${this.archive} holds '${entryPath}', ${reason}: do not use this archive.`);
    if (kind === 'other') throw refuse('which is a link or a device');
    const parts = entryPath.split('/');
    if (
      entryPath.includes('\\') ||
      path.posix.isAbsolute(entryPath) ||
      /^[a-z]:/i.test(entryPath) ||
      parts.includes('..')
    ) {
      throw refuse('which would be written outside its folder');
    }
    this.entries++;
    if (this.entries > this.entryLimit)
      throw new LabError(`${this.archive} holds more than ${this.entryLimit} entries: do not use it.`);
    this.spend(size);
  }

  spend(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.byteLimit) {
      throw new LabError(
        `${this.archive} unpacks to more than ${this.byteLimit} bytes: do not use it, or raise the limit.`,
      );
    }
  }

  /** Passes bytes through and counts them. */
  meter(): Transform {
    const spend = (bytes: number) => this.spend(bytes);
    return new Transform({
      transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
        try {
          spend(chunk.length);
          done(null, chunk);
        } catch (error) {
          done(error as Error);
        }
      },
    });
  }
}

async function unpackZip(archive: string, target: string, budget: Budget): Promise<void> {
  fs.mkdirSync(target, { recursive: true });
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    // Sizes are validated while reading, so the stated size that the budget counts is the real one.
    yauzl.open(archive, { lazyEntries: true, validateEntrySizes: true, autoClose: true }, (error, opened) =>
      error ? reject(error) : resolve(opened),
    );
  });
  await new Promise<void>((resolve, reject) => {
    const fail = (error: unknown) => {
      zip.close();
      reject(error);
    };
    zip.on('error', (error: Error) => fail(nameRefused(path.basename(archive), error)));
    zip.on('end', () => resolve());
    zip.on('entry', (entry: yauzl.Entry) => {
      writeZipEntry(zip, entry, target, budget).then(() => zip.readEntry(), fail);
    });
    zip.readEntry();
  });
}

/** yauzl itself refuses names with '..', a drive or a leading '/', in words of its own. */
function nameRefused(archive: string, error: Error): Error {
  const name = /^(?:invalid relative path|absolute path|invalid characters in fileName): (.*)$/.exec(
    error.message,
  )?.[1];
  if (name === undefined) return error;
  return new LabError(
    `${archive} holds '${name}', which would be written outside its folder: do not use this archive.`,
  );
}

async function writeZipEntry(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  target: string,
  budget: Budget,
): Promise<void> {
  const folder = entry.fileName.endsWith('/');
  // Unix file type in the upper half of the external attributes; 0 where the archive comes from elsewhere.
  const type = (entry.externalFileAttributes >>> 16) & 0o170000;
  const plain = type === 0 || type === 0o100000 || type === 0o040000;
  budget.enter(entry.fileName, plain ? (folder ? 'folder' : 'file') : 'other', entry.uncompressedSize);
  const place = path.join(target, entry.fileName);
  if (folder) {
    fs.mkdirSync(place, { recursive: true });
    return;
  }
  fs.mkdirSync(path.dirname(place), { recursive: true });
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  await pipeline(stream, fs.createWriteStream(place, { flags: 'wx' }));
}

function unpackTar(archive: string, target: string, budget: Budget): void {
  // A first pass looks at every entry before anything is written; sizes in a tar header are the real ones.
  tar.list({
    file: archive,
    sync: true,
    strict: true,
    onReadEntry: (entry) => {
      const kind =
        entry.type === 'Directory' ? 'folder' : /^(Old|Contiguous)?File$/.test(entry.type) ? 'file' : 'other';
      budget.enter(entry.path, kind, entry.size);
    },
  });
  fs.mkdirSync(target, { recursive: true });
  tar.extract({ file: archive, cwd: target, sync: true, strict: true, preserveOwner: false });
}
