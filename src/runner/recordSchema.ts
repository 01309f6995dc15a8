/** What a record's lines must look like, before anything is made of them. */
import { LabError } from '../errors';
import type { Json } from '../form/json';
import {
  closed,
  environmentSchema,
  listOf,
  mapOf,
  schemaClause,
  schemaParts,
  studyHeadFields,
  tuple,
} from '../schemaClause';
import type { InternedRun, Tables } from './internedRuns';

const { armKind, commit, count, engine, level, moment, name, precision, seconds, sha256, tier } = schemaParts;
const number = { type: 'number' };

const headSchema = closed({
  ...{ format: { const: 2 }, checksum: sha256, recorded: schemaParts.text },
  ...studyHeadFields,
  ...{ tier, minutes: seconds, engine, precision, levels: listOf(level, { minItems: 1 }) },
  ...{ seeds: count, firstSeed: schemaParts.seed, pretrainedPerSeed: { type: 'boolean' } },
  settings: { enum: ['fixed', 'tuned', 'not tuned'] },
});

const tableSchemas: { readonly [Name in keyof Tables]: object } = {
  environment: environmentSchema,
  module: tuple(schemaParts.text, sha256),
  code: listOf(count),
  data: sha256,
  commit,
  part: closed(
    {
      ...{ part: { enum: ['stage', 'arm'] }, name, recipe: schemaParts.text, options: { type: 'object' } },
      ...{ settings: mapOf({ type: 'object' }), engine, precision },
    },
    { kind: armKind, task: { type: 'object' }, scoredOn: { const: 'dev' } },
  ),
  columns: closed({
    metrics: listOf(name),
    facts: listOf({ ...schemaParts.text, minLength: 1 }),
    curves: listOf(tuple(name, listOf(number))),
  }),
};

const optional = (schema: object) => ({ anyOf: [{ type: 'null' }, schema] });
const runSchema = tuple(
  ...[count, count, count, schemaParts.seed],
  { type: ['number', 'string', 'null'], maxLength: 300 },
  { anyOf: [{ type: 'null' }, { const: 'all' }, count] },
  listOf(tuple(name, count)),
  { enum: ['finished', 'failed', 'missing'] },
  ...[count, listOf(number), listOf({ type: ['number', 'string'], maxLength: 20_000 })],
  listOf(listOf(number)),
  optional(tuple(count, { type: 'number', minimum: 0 }, seconds, count)),
  optional(tuple(moment, seconds, { type: 'number', minimum: 0 }, count, count)),
  { type: ['string', 'null'] },
);

/** The parts of a record, each as its schema asks for. */
export interface RecordLines {
  readonly head: { readonly [field: string]: Json };
  readonly tables: Tables;
  readonly runs: readonly InternedRun[];
}

/** @throws LabError in a clause for the first line that is not as it must be */
export function recordLines(text: string): RecordLines {
  const lines = text.split('\n');
  const refuse = (line: number, clause: string): never => {
    throw new LabError(`line ${line + 1} ${clause}`);
  };
  const parsed = lines.map((line, k) => {
    if (line === '') return undefined;
    try {
      return JSON.parse(line) as unknown;
    } catch {
      return refuse(k, 'is not JSON');
    }
  });
  const fault = schemaClause(headSchema, parsed[0] ?? {});
  if (fault !== undefined) refuse(0, fault);
  const tables: { [Name in keyof Tables]: Tables[Name][number][] } = {
    ...{ environment: [], module: [], code: [], data: [], commit: [], part: [], columns: [] },
  };
  const runs: InternedRun[] = [];
  for (const [k, line] of parsed.entries()) {
    if (k === 0 || line === undefined) continue;
    if (Array.isArray(line)) {
      const clause =
        schemaClause(runSchema, line) ?? danglingClause(line as unknown as InternedRun, tables, runs);
      if (clause !== undefined) refuse(k, clause);
      runs.push(line as unknown as InternedRun);
      continue;
    }
    const [table, ...others] = typeof line === 'object' && line !== null ? Object.keys(line) : [];
    if (table === undefined || others.length > 0 || !Object.hasOwn(tableSchemas, table))
      return refuse(k, 'is neither a run nor an entry of a table');
    const entry = (line as Record<string, unknown>)[table];
    const clause = schemaClause(tableSchemas[table as keyof Tables], entry);
    if (clause !== undefined) refuse(k, `(${table}) ${clause}`);
    (tables[table as keyof Tables] as unknown[]).push(entry);
  }
  return { head: parsed[0] as RecordLines['head'], tables: tables as unknown as Tables, runs };
}

/** An index of a run that points nowhere, or values that no column names. */
function danglingClause(run: InternedRun, tables: Tables, runs: readonly InternedRun[]): string | undefined {
  const [part, code, data, , , , parents, , columns, metrics, facts, curves] = run;
  const measured = run[13];
  const known: readonly (readonly [name: keyof Tables, index: number])[] = [
    ...([
      ['part', part],
      ['code', code],
      ['data', data],
      ['columns', columns],
    ] as const),
    ...(measured
      ? ([
          ['environment', measured[3]],
          ['commit', measured[4]],
        ] as const)
      : []),
    ...(tables.code[code] ?? []).map((index) => ['module', index] as const),
  ];
  const missing = known.find(
    ([table, index]) =>
      tables[table][index] === undefined && !(table === 'commit' && tables.commit[index] === null),
  );
  if (missing) return `names entry ${missing[1]} of the table '${missing[0]}', which is not there`;
  const parent = parents.find(([, line]) => line >= runs.length);
  if (parent) return `starts from run ${parent[1]}, which does not come before it`;
  const names = tables.columns[columns]!;
  const fits =
    names.metrics.length === metrics.length &&
    names.facts.length === facts.length &&
    names.curves.length === curves.length &&
    names.curves.every(([, steps], c) => steps.length === curves[c]!.length);
  return fits ? undefined : 'has other numbers of values than its columns have names';
}
