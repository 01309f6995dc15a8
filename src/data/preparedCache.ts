import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import { labFolder } from '../paths';
import type { DatasetCard } from './card';
import type { RawSplits } from './examples';
import type { DroppedTexts } from './leakage';

/** A dataset after reading, splitting and the leakage guard, as plain data. */
export interface PreparedDataset {
  readonly labels: readonly string[];
  readonly splits: RawSplits;
  readonly dropped: DroppedTexts;
}

/**
 * The prepared dataset of a card and the SHA-256 of its contents. Kept in .lab/cache under a key of the card, the
 * files' checksums and this folder's code; a kept copy is used only while its own checksum holds.
 */
export async function preparedOnce(
  card: DatasetCard,
  fileChecksums: readonly string[],
  prepare: () => Promise<PreparedDataset>,
): Promise<{ prepared: PreparedDataset; hash: string }> {
  const key = sha256(JSON.stringify([card, fileChecksums, codeChecksum()]));
  const file = labFolder('cache', 'datasets', `${card.name}-${key.slice(0, 16)}.json`);
  const kept = readKept(file);
  if (kept) return kept;
  const body = asJson(card, await prepare());
  const hash = sha256(body);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  fs.writeFileSync(part, `${hash}\n${body}`);
  fs.renameSync(part, file);
  removeOldCopies(card.name, path.dirname(file));
  return { prepared: JSON.parse(body) as PreparedDataset, hash };
}

/** @throws LabError where the texts are more than one string may hold */
function asJson(card: DatasetCard, prepared: PreparedDataset): string {
  try {
    return JSON.stringify(prepared);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new LabError(
      `${card.name} holds more text than can be prepared as one dataset: list fewer files in its card, or make several cards.`,
    );
  }
}

function readKept(file: string): { prepared: PreparedDataset; hash: string } | undefined {
  let content: string;
  try {
    content = fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const hash = content.slice(0, 64);
  const body = content.slice(65);
  return sha256(body) === hash ? { prepared: JSON.parse(body) as PreparedDataset, hash } : undefined;
}

/** Copies kept of one dataset: a few versions of code or card may be in use side by side. */
const keptCopies = 4;

function removeOldCopies(name: string, folder: string): void {
  const ofName = fs
    .readdirSync(folder)
    .filter((file) => file.startsWith(`${name}-`) && file.length === name.length + 22);
  const dated = ofName.map((file) => ({
    file,
    time: fs.statSync(path.join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  }));
  const old = dated.sort((a, b) => b.time - a.time).slice(keptCopies);
  for (const { file } of old) fs.rmSync(path.join(folder, file), { force: true });
}

let knownCodeChecksum: string | undefined;

/** Checksum of this folder's modules: a change of the code that prepares datasets makes kept copies stale. */
function codeChecksum(): string {
  if (knownCodeChecksum === undefined) {
    const modules = fs.readdirSync(__dirname).filter((name) => /(?<!\.d)\.(ts|js)$/.test(name));
    const sources = modules.sort().map((name) => fs.readFileSync(path.join(__dirname, name), 'utf8'));
    knownCodeChecksum = sha256(sources.join('\0'));
  }
  return knownCodeChecksum;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
