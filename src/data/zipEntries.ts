import { promisify } from 'node:util';
import * as yauzl from 'yauzl';
import { LabError } from '../errors';

/** Larger texts are no texts that a reader asks for. */
const mostBytes = 50e6;

/**
 * Texts of those entries of a zip whose path matches, by path; nothing is written to the disk.
 * @throws LabError when the archive is damaged or an entry is larger than 50 MB
 */
export async function zipEntries(file: string, matching: RegExp): Promise<Map<string, string>> {
  try {
    const zip = await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(file, {
      ...{ lazyEntries: true, validateEntrySizes: true, autoClose: true },
    });
    return await new Promise((resolve, reject) => {
      const entries = new Map<string, string>();
      zip.on('error', reject);
      zip.on('end', () => resolve(entries));
      zip.on('entry', (entry: yauzl.Entry) => {
        if (!matching.test(entry.fileName)) {
          zip.readEntry();
          return;
        }
        textOf(zip, entry).then((text) => {
          entries.set(entry.fileName, text);
          zip.readEntry();
        }, reject);
      });
      zip.readEntry();
    });
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError(`${file} cannot be read (${(error as Error).message}): fetch it again.`);
  }
}

async function textOf(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<string> {
  if (entry.uncompressedSize > mostBytes)
    throw new LabError(`${entry.fileName} is larger than any text that is read from an archive.`);
  const stream = await promisify<yauzl.Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip))(entry);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
