/** What was tried on dev to choose settings, and what each trial gave: one line a trial, beside the results. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import type { Level } from '../form/axis';
import type { Json } from '../form/json';
import type { GridDimension, TierName } from '../form/tier';
import { closed, environmentSchema, listOf, mapOf, schemaClause, schemaParts, tuple } from '../schemaClause';
import type { Environment } from './environment';
import { identify } from './identity';
import { recordsFolder } from './recordsFolder';

/** Settings that are tried together. */
export type Candidate = { readonly [setting: string]: Json };

/** What one candidate gave in one trial, on dev. */
export interface CandidateScore {
  readonly arm: string;
  readonly level: Level;
  readonly candidate: Candidate;
  readonly seed: number;
  readonly value: number;
  /** The trial's receipt. */
  readonly run: string;
  readonly seconds: number;
}

export interface TuningHead {
  readonly format: 2;
  readonly study: string;
  readonly tier: TierName;
  /** The task's first metric, on dev. */
  readonly metric: string;
  readonly higherIsBetter: boolean;
  readonly seeds: readonly number[];
  readonly section: string;
  readonly grid: { readonly [setting: string]: GridDimension };
  readonly environment: Environment;
}

/** A recorded tuning: everything tried. What it chose follows from the scores. */
export interface TuningRecord extends TuningHead {
  readonly scores: readonly CandidateScore[];
}

/** records/ID.tuning.jsonl in notebooks/ or another folder. */
export function tuningFile(study: string, folder?: string): string {
  return path.join(recordsFolder(folder), `${study}.tuning.jsonl`);
}

export function writeTuning(record: TuningRecord, folder?: string): string {
  const file = tuningFile(record.study, folder);
  const { scores, ...head } = record;
  const lines = [{ ...head, checksum: identify(record) }, ...scores].map((line) => JSON.stringify(line));
  fs.mkdirSync(path.dirname(file), { recursive: true });
  writeDurably(file, `${lines.join('\n')}\n`);
  return file;
}

/**
 * Reads a recorded tuning.
 * @returns undefined where nothing is recorded
 * @throws LabError where the file is damaged or was edited
 */
export function readTuning(study: string, folder?: string): TuningRecord | undefined {
  const file = tuningFile(study, folder);
  if (!fs.existsSync(file)) return undefined;
  const refuse = (why: string): never => {
    throw new LabError(
      `${file} is damaged or was edited (${why}): restore it from git, or choose settings anew with 'lab tune ${study}'.`,
    );
  };
  const [first, ...lines] = fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .map((line, k) => {
      try {
        return line === '' ? undefined : (JSON.parse(line) as object);
      } catch {
        return refuse(`line ${k + 1} is not JSON`);
      }
    });
  const headClause = schemaClause(headSchema, first ?? {});
  if (headClause !== undefined) refuse(`line 1 ${headClause}`);
  for (const [k, line] of lines.entries()) {
    const clause = line === undefined ? undefined : schemaClause(scoreSchema, line);
    if (clause !== undefined) refuse(`line ${k + 2} ${clause}`);
  }
  const { checksum, ...head } = first as TuningHead & { checksum: string };
  const record = { ...head, scores: lines.filter((line) => line !== undefined) as CandidateScore[] };
  if (record.study !== study) refuse(`it is of '${record.study}'`);
  if (identify(record) !== checksum) refuse('its checksum does not match its content');
  return record;
}

const { level, name, seconds, seed, sha256, studyId, text, tier } = schemaParts;
const setting = { type: ['number', 'string', 'boolean'] };
const headSchema = closed({
  ...{ format: { const: 2 }, checksum: sha256, study: studyId, tier, metric: name },
  ...{ higherIsBetter: { type: 'boolean' }, seeds: listOf(seed, { minItems: 1 }), section: name },
  grid: {
    ...mapOf({
      anyOf: [
        listOf({ type: ['string', 'boolean'] }),
        closed({
          values: listOf({ type: 'number' }),
          within: tuple({ type: 'number' }, { type: 'number' }),
          because: text,
        }),
      ],
    }),
    propertyNames: name,
  },
  environment: environmentSchema,
});
const scoreSchema = closed({
  ...{ arm: name, level, candidate: { ...mapOf(setting), propertyNames: name }, seed },
  ...{ value: { type: 'number' }, run: sha256, seconds },
});

/** Mean score of each candidate that was tried for an arm at a level, in the order in which they were tried. */
export function candidateMeans(
  scores: readonly CandidateScore[],
  arm: string,
  level: Level,
): { readonly candidate: Candidate; readonly mean: number; readonly values: readonly number[] }[] {
  const found = new Map<string, { candidate: Candidate; values: number[] }>();
  for (const score of scores) {
    if (score.arm !== arm || score.level !== level) continue;
    const key = identify(score.candidate);
    const entry = found.get(key) ?? { candidate: score.candidate, values: [] };
    entry.values.push(score.value);
    found.set(key, entry);
  }
  return [...found.values()].map(({ candidate, values }) => ({
    candidate,
    values,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  }));
}

/** Arm to level to the candidate with the best mean over seeds; of equal ones, the first that was tried. */
export function chosenCandidates(record: TuningRecord): Map<string, Map<Level, Candidate>> {
  const chosen = new Map<string, Map<Level, Candidate>>();
  for (const { arm, level } of record.scores) {
    const atLevels = chosen.get(arm) ?? new Map<Level, Candidate>();
    chosen.set(arm, atLevels);
    if (!atLevels.has(level)) atLevels.set(level, bestCandidate(record, arm, level));
  }
  return chosen;
}

/** @throws RangeError where nothing was tried */
export function bestCandidate(
  { scores, higherIsBetter }: Pick<TuningRecord, 'scores' | 'higherIsBetter'>,
  arm: string,
  level: Level,
): Candidate {
  const sign = higherIsBetter ? 1 : -1;
  return candidateMeans(scores, arm, level).reduce((best, one) =>
    sign * one.mean > sign * best.mean ? one : best,
  ).candidate;
}
