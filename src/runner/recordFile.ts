/**
 * Recorded results: records/ID.TIER.jsonl, a head, tables of what many runs share, and one line a run. Ids are not
 * written: they follow from what determined the run, so that a line that was changed belongs to another run.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import type { TierName } from '../form/tier';
import { identify } from './identity';
import { Interner, outcomeOf } from './internedRuns';
import { contradiction } from './recordContent';
import { recordLines } from './recordSchema';
import { recordsFolder } from './recordsFolder';
import type { StudyResults, TrialOutcome } from './results';

export interface RecordedResults {
  /** ISO 8601 date of recording. */
  readonly recorded: string;
  readonly results: StudyResults;
}

interface Head extends Omit<StudyResults, 'pretraining' | 'trials' | 'environments'> {
  readonly format: 2;
  /** SHA-256 over the results: an edit by hand shows. */
  readonly checksum: string;
  readonly recorded: string;
}

/** Which record of a study: a tier, and of a replication its first seed. */
export interface RecordPlace {
  readonly tier: TierName;
  /** Default 1: the study's own seeds. */
  readonly firstSeed?: number;
  /** Default notebooks/records. */
  readonly folder?: string;
}

/** records/ID.TIER.jsonl in notebooks/ or another folder; of a replication records/ID.TIER.from-SEED.jsonl. */
export function recordFile(study: string, { tier, firstSeed = 1, folder }: RecordPlace): string {
  const seeds = firstSeed === 1 ? '' : `.from-${firstSeed}`;
  return path.join(recordsFolder(folder), `${study}.${tier}${seeds}.jsonl`);
}

/** Tiers of which something is recorded. */
export function recordedTiers(study: string, folder?: string): TierName[] {
  return (['quick', 'laptop', 'full'] as const).filter((tier) =>
    fs.existsSync(recordFile(study, { tier, folder })),
  );
}

/** Results as the lines of a record. */
export function encodeResults(results: StudyResults, recorded: string): string {
  const { pretraining, trials, environments, ...own } = results;
  const interner = new Interner(environments);
  const runs = [
    ...pretraining.map((run) => interner.add('stage', run)),
    ...trials.map((run) => interner.add('arm', run)),
  ];
  const head = { format: 2, checksum: checksumOf(results), recorded, ...own };
  const lines = [head, ...interner.lines(), ...runs];
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

/**
 * The results that lines of a record hold.
 * @throws LabError in one clause for lines that are no record; a checksum that does not match is told by `unedited`
 */
export function decodeResults(text: string): RecordedResults & { readonly unedited: boolean } {
  const { head, tables, runs } = recordLines(text);
  const { format: _format, checksum, recorded, ...own } = head as unknown as Head;
  const given = { study: own.id, tier: own.tier, engine: own.engine, precision: own.precision };
  const outcomes = runs.map((run) => outcomeOf(run, tables, given));
  const pretraining = outcomes.filter(({ determinants }) => determinants.part === 'stage');
  const trials = outcomes
    .filter(({ determinants }) => determinants.part === 'arm')
    .map((run): TrialOutcome => {
      const { name, seed } = run.determinants;
      return { ...run, arm: name, level: run.level!, seed };
    });
  if (trials.some(({ level }) => level === undefined)) throw new LabError('a trial of it has no level');
  const { environment: environments } = tables;
  const results: StudyResults = { ...own, pretraining, trials, environments };
  const fault = contradiction(results);
  if (fault !== undefined) throw new LabError(fault);
  return { recorded, results, unedited: checksumOf(results) === checksum };
}

function checksumOf(results: StudyResults): string {
  return identify(JSON.parse(JSON.stringify(results)) as object);
}

/**
 * Reads recorded results, edited or not.
 * @returns undefined where nothing is recorded at the tier
 * @throws LabError where the file is no record
 */
export function readResults(
  study: string,
  place: RecordPlace,
): (RecordedResults & { readonly unedited: boolean; readonly file: string }) | undefined {
  const { tier, firstSeed = 1 } = place;
  const file = recordFile(study, place);
  if (!fs.existsSync(file)) return undefined;
  const refuse = (why: string) =>
    new LabError(
      `${file} is no record of '${study}' at the tier '${tier}' (${why}): restore it from git, or write it anew with 'lab record ${study} --tier ${tier}'.`,
    );
  let found: ReturnType<typeof decodeResults>;
  try {
    found = decodeResults(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof LabError) throw refuse(error.message);
    throw error;
  }
  const { id, tier: own, firstSeed: first } = found.results;
  if (id === study && own === tier && first === firstSeed) return { ...found, file };
  throw refuse(`it is of '${id}' at the tier '${own}' from seed ${first} on`);
}

/**
 * A tier's recorded results, for whatever shows them.
 * @throws LabError if there are none, or they were edited by hand
 */
export function uneditedResults(study: string, place: RecordPlace): StudyResults {
  const found = recordedResults(study, place);
  if (found.unedited) return found.results;
  throw new LabError(
    `The results of '${study}' in ${found.file} were edited after they were recorded, since their checksum does not match: restore the file from git, or write it anew with 'lab record ${study} --tier ${place.tier}'.`,
  );
}

/** @throws LabError if nothing is recorded at the tier */
export function recordedResults(study: string, place: RecordPlace) {
  const { tier, firstSeed = 1, folder } = place;
  const found = readResults(study, place);
  if (found) return found;
  const seeds = firstSeed === 1 ? '' : ` from seed ${firstSeed} on`;
  const others = recordedTiers(study, folder);
  const hint =
    others.length > 0 ? `recorded tiers: ${others.join(', ')}` : `'lab record ${study}' writes them`;
  throw new LabError(`No results of '${study}' are recorded at the tier '${tier}'${seeds} (${hint}).`);
}

/** What could not be read again is not written: names with slashes in a study of one's own, numbers that are none. */
function refuseUnreadable(text: string, study: string): void {
  try {
    if (decodeResults(text).unedited) return;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw new LabError(`The results of '${study}' cannot be recorded (${error.message}): correct the study.`);
  }
  throw new Error(`The record of '${study}' does not hold what was recorded.`);
}

/**
 * Records a tier's results.
 * @param words how the study is named on the command line
 * @returns the file
 * @throws LabError if a trial is missing: half a study is not a record
 */
export function recordResults(results: StudyResults, folder?: string, words: string = results.id): string {
  const missing = results.trials.filter((trial) => trial.state === 'missing').length;
  if (missing > 0) {
    throw new LabError(
      `${missing} of ${results.trials.length} trials of '${results.id}' are missing: 'lab run ${words} --tier ${results.tier}' computes them.`,
    );
  }
  const { tier, firstSeed } = results;
  const file = recordFile(results.id, { tier, firstSeed, folder });
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const text = encodeResults(results, new Date().toISOString().slice(0, 10));
  refuseUnreadable(text, results.id);
  writeDurably(file, text);
  return file;
}
