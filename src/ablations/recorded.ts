/** Recorded results: what lies beside a notebook as ID.results.json, one block a tier, each with its checksum. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import { projectRoot } from '../paths';
import type { TierName } from './ablation';
import { identify } from './identity';
import type { StudyResults } from './results';

export interface RecordedBlock {
  /** SHA-256 over the results: an edit by hand shows. */
  readonly checksum: string;
  /** ISO 8601 date of recording. */
  readonly recorded: string;
  readonly results: StudyResults;
}

export interface RecordedFile {
  readonly format: 1;
  readonly ablation: string;
  readonly tiers: { readonly [Name in TierName]?: RecordedBlock };
}

/** notebooks/ID.results.json, or the same name in another folder. */
export function recordedFile(ablation: string, folder = path.join(projectRoot, 'notebooks')): string {
  return path.join(folder, `${ablation}.results.json`);
}

/**
 * Reads recorded results.
 * @returns undefined where nothing is recorded
 * @throws LabError where the file is damaged
 */
export function readRecorded(ablation: string, folder?: string): RecordedFile | undefined {
  const file = recordedFile(ablation, folder);
  if (!fs.existsSync(file)) return undefined;
  try {
    const content = JSON.parse(fs.readFileSync(file, 'utf8')) as RecordedFile;
    if (content.format === 1 && content.ablation === ablation && content.tiers) return content;
  } catch {
    // Said below.
  }
  throw new LabError(
    `${file} is damaged: restore it from git, or write it anew with 'lab record ${ablation}'.`,
  );
}

/**
 * The recorded block of a tier.
 * @throws LabError if there is none
 */
export function recordedBlock(ablation: string, tier: TierName, folder?: string): RecordedBlock {
  const file = readRecorded(ablation, folder);
  const block = file?.tiers[tier];
  if (!block) {
    const others = Object.keys(file?.tiers ?? {});
    const hint =
      others.length > 0 ? `recorded tiers: ${others.join(', ')}` : `'lab record ${ablation}' writes them`;
    throw new LabError(`No results of '${ablation}' are recorded at the tier '${tier}' (${hint}).`);
  }
  return block;
}

/** Whether a block still is as it was recorded. */
export function isUnedited(block: RecordedBlock): boolean {
  return identify(block.results) === block.checksum;
}

/**
 * A tier's recorded results, for whatever shows them.
 * @throws LabError if there are none, or they were edited by hand
 */
export function uneditedResults(ablation: string, tier: TierName, folder?: string): StudyResults {
  const block = recordedBlock(ablation, tier, folder);
  if (isUnedited(block)) return block.results;
  throw new LabError(
    `The results of '${ablation}' in ${recordedFile(ablation, folder)} were edited after they were recorded, since the checksum of the tier '${tier}' does not match: restore the file from git, or write it anew with 'lab record ${ablation} --tier ${tier}'.`,
  );
}

/**
 * Writes a tier's results beside the notebooks; other tiers stay.
 * @throws LabError if a trial is missing: half a study is not a record
 */
export function record(results: StudyResults, folder?: string): string {
  const missing = results.trials.filter((trial) => trial.state === 'missing').length;
  if (missing > 0) {
    throw new LabError(
      `${missing} of ${results.trials.length} trials of '${results.id}' are missing: 'lab run ${results.id} --tier ${results.tier}' computes them.`,
    );
  }
  const file = recordedFile(results.id, folder);
  const before = readRecorded(results.id, folder)?.tiers ?? {};
  const plain = JSON.parse(JSON.stringify(results)) as StudyResults;
  const block: RecordedBlock = {
    checksum: identify(plain),
    recorded: new Date().toISOString().slice(0, 10),
    results: plain,
  };
  const content: RecordedFile = {
    format: 1,
    ablation: results.id,
    tiers: { ...before, [results.tier]: block },
  };
  fs.mkdirSync(path.dirname(file), { recursive: true });
  writeDurably(file, `${JSON.stringify(content, null, 1)}\n`);
  return file;
}
