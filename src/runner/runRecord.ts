/** One run's record: everything that determined it, what came out, where and how long it ran. */
import type { Engine, Precision } from '../engine/program';
import type { Level } from '../form/axis';
import type { Json, Settings } from '../form/json';
import type { ArmKind } from '../form/recipe';
import type { TrialResult } from '../form/result';
import type { TierName } from '../form/tier';
import { closed, environmentSchema, listOf, mapOf, schemaClause, schemaParts } from '../schemaClause';
import type { CodeVersion } from './code/codeVersion';
import type { Environment } from './environment';
import { canonicalJson, identify, sha256 } from './identity';

/** Everything that a run's numbers depend on. Its hash is the run's id. */
export interface RunDeterminants {
  readonly study: string;
  readonly part: 'stage' | 'arm';
  /** The stage's or arm's name. */
  readonly name: string;
  readonly kind?: ArmKind;
  readonly tier: TierName;
  readonly seed: number;
  /** How many examples an arm draws. */
  readonly amount?: number | 'all';
  readonly recipe: string;
  readonly options: Json;
  /** The sections of the settings that it uses. */
  readonly settings: Settings;
  /** Of an arm: what is scored, and how. */
  readonly task?: Json;
  /** Absent: test. Trials that choose settings are scored on dev. */
  readonly scoredOn?: 'dev';
  /** Hash of what the prepared data hold. */
  readonly data: string;
  readonly code: CodeVersion;
  readonly engine: Engine;
  readonly precision: Precision;
  /** Stages it starts from or is matched to -> their runs' ids. */
  readonly parents: { readonly [stage: string]: string };
}

/** A file of a run's artefact. */
export interface ArtefactFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface RunRecord {
  readonly format: 2;
  readonly id: string;
  readonly determinants: RunDeterminants;
  /** Where it stood when it was computed. */
  readonly level?: Level;
  readonly state: 'finished' | 'failed';
  /** Of a finished run. */
  readonly result?: TrialResult;
  /** Of a failed run: its message, and where it was thrown. */
  readonly error?: { readonly message: string; readonly stack?: string };
  readonly files: readonly ArtefactFile[];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Wall clock of the whole run, loading and evaluation included. */
  readonly seconds: number;
  /** The process's highest resident memory up to the end of this run, in bytes. */
  readonly peakMemoryBytes: number;
  readonly environment: Environment;
  /** Of the checkout, with a '+' where it held changes; null outside git. */
  readonly commit: string | null;
}

/** SHA-256 over what determines the run. */
export function runId(determinants: RunDeterminants): string {
  return identify(determinants);
}

const { armKind, count, engine, level, moment, name, precision, seconds, seed, studyId, text, tier } =
  schemaParts;
const hash = schemaParts.sha256;
const amount = { anyOf: [{ const: 'all' }, count] };
const measures = { ...mapOf({ type: 'number' }), propertyNames: name };
const resultSchema = closed(
  {
    metrics: measures,
    ledger: closed({
      ...{ trainableParameters: count, trainingFlops: { type: 'number', minimum: 0 } },
      ...{ seconds, steps: count },
    }),
  },
  {
    facts: mapOf({ type: ['number', 'string'] }),
    curves: {
      ...mapOf(listOf(closed({ step: { type: 'number' }, value: { type: 'number' } }))),
      propertyNames: name,
    },
  },
);
const recordSchema = closed(
  {
    ...{ format: { const: 2 }, checksum: hash, id: hash, state: { enum: ['finished', 'failed'] } },
    determinants: closed(
      {
        ...{ study: studyId, part: { enum: ['stage', 'arm'] }, name, tier, seed, recipe: text },
        ...{ options: { type: 'object' }, settings: mapOf({ type: 'object' }), data: hash },
        ...{ code: mapOf(hash), engine, precision, parents: { ...mapOf(hash), propertyNames: name } },
      },
      { kind: armKind, amount, task: { type: 'object' }, scoredOn: { const: 'dev' } },
    ),
    // A file that leads out of the run's folder would be read from there.
    files: listOf(
      closed({
        path: {
          type: 'string',
          pattern: '^(?!\\.\\.?(/|$))[^/\\\\\\u0000-\\u001f]+(/(?!\\.\\.?(/|$))[^/\\\\\\u0000-\\u001f]+)*$',
        },
        ...{ bytes: count, sha256: hash },
      }),
    ),
    ...{ startedAt: moment, seconds, peakMemoryBytes: { type: 'number', minimum: 0 } },
    ...{ environment: environmentSchema, commit: schemaParts.commit },
  },
  {
    level,
    result: resultSchema,
    error: closed({ message: { type: 'string' } }, { stack: { type: 'string' } }),
  },
);

/** A record as it is stored: one JSON document that carries its own checksum. */
export function encodeRecord(record: RunRecord): string {
  const body = JSON.parse(canonicalJson(record)) as object;
  return `${JSON.stringify({ checksum: identify(body), ...body }, null, 2)}\n`;
}

/**
 * Reads a stored record.
 * @returns the record, or in one clause what is wrong with it
 */
export function decodeRecord(text: string, id: string): RunRecord | string {
  let stored: Record<string, unknown>;
  try {
    stored = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return 'it is not complete JSON';
  }
  if (stored === null || typeof stored !== 'object' || Array.isArray(stored))
    return 'it is not a JSON object';
  const { checksum, ...body } = stored;
  const clause = schemaClause(recordSchema, stored);
  if (clause !== undefined) return `it ${clause}`;
  if (checksum !== sha256(canonicalJson(body))) return 'its checksum does not match its content';
  const record = body as unknown as RunRecord;
  if (record.id !== id || runId(record.determinants) !== id) return 'its id does not follow from its content';
  return record;
}
