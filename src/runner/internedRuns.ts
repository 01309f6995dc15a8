/** Runs as lines of a record: what many share stands once in a table, and a line says which entry. */
import type { Json } from '../form/json';
import type { CurvePoint, Ledger } from '../form/result';
import type { Environment } from './environment';
import { canonicalJson } from './identity';
import type { RunOutcome } from './results';
import { type RunDeterminants, runId } from './runRecord';

/** What determined a run, apart from seed, level and parents. */
type SharedDeterminants = Omit<
  RunDeterminants,
  'study' | 'tier' | 'seed' | 'amount' | 'parents' | 'code' | 'data'
>;

export interface Tables {
  readonly environment: readonly Environment[];
  /** [name, SHA-256] of each version of a module. */
  readonly module: readonly (readonly [string, string])[];
  /** A run's code: indices of modules. */
  readonly code: readonly (readonly number[])[];
  readonly data: readonly string[];
  readonly commit: readonly (string | null)[];
  readonly part: readonly SharedDeterminants[];
  /** Names of metrics, facts and curves with their steps. */
  readonly columns: readonly Columns[];
}

interface Columns {
  readonly metrics: readonly string[];
  readonly facts: readonly string[];
  readonly curves: readonly (readonly [name: string, steps: readonly number[]])[];
}

type Values = readonly (number | string)[];

/** Environment and commit by index. */
type Measured = readonly [
  startedAt: string,
  seconds: number,
  peakMemoryBytes: number,
  environment: number,
  commit: number,
];

/**
 * A run: part, code and data by index; seed, level, amount, parents by the index of their lines; then what came out.
 */
export type InternedRun = readonly [
  part: number,
  code: number,
  data: number,
  seed: number,
  level: number | string | null,
  amount: number | 'all' | null,
  parents: readonly (readonly [stage: string, line: number])[],
  state: RunOutcome['state'],
  columns: number,
  metrics: readonly number[],
  facts: Values,
  curves: readonly (readonly number[])[],
  ledger: readonly [parameters: number, flops: number, seconds: number, steps: number] | null,
  measured: Measured | null,
  error: string | null,
];

/** One table while it is filled. */
class Table<Entry> {
  readonly entries: Entry[] = [];
  private readonly places = new Map<string, number>();

  indexOf(entry: Entry): number {
    const key = canonicalJson(entry);
    const known = this.places.get(key);
    if (known !== undefined) return known;
    this.places.set(key, this.entries.length);
    this.entries.push(entry);
    return this.entries.length - 1;
  }
}

/** Gathers the tables while runs are added, in their order. */
export class Interner {
  private readonly tables = {
    module: new Table<readonly [string, string]>(),
    code: new Table<readonly number[]>(),
    data: new Table<string>(),
    commit: new Table<string | null>(),
    part: new Table<SharedDeterminants>(),
    columns: new Table<Columns>(),
  };
  private readonly lineOf = new Map<string, number>();

  constructor(private readonly environments: readonly Environment[]) {}

  add(_kind: 'stage' | 'arm', run: RunOutcome): InternedRun {
    const { study: _s, tier: _t, seed, amount, parents, code, data, ...shared } = run.determinants;
    const { module, code: codes, data: hashes, commit, part, columns } = this.tables;
    const modules = Object.entries(code).map((entry) => module.indexOf(entry));
    const curves = Object.entries(run.curves);
    this.lineOf.set(run.run, this.lineOf.size);
    const { ledger, startedAt, seconds, peakMemoryBytes } = run;
    return [
      part.indexOf(shared),
      codes.indexOf(modules),
      hashes.indexOf(data),
      seed,
      run.level ?? null,
      amount ?? null,
      Object.entries(parents).map(([stage, id]) => [stage, this.lineOf.get(id)!] as const),
      run.state,
      columns.indexOf({
        metrics: Object.keys(run.metrics),
        facts: Object.keys(run.facts),
        curves: curves.map(([name, points]) => [name, points.map(({ step }) => step)] as const),
      }),
      Object.values(run.metrics),
      Object.values(run.facts),
      curves.map(([, points]) => points.map(({ value }) => value)),
      ledger ? [ledger.trainableParameters, ledger.trainingFlops, ledger.seconds, ledger.steps] : null,
      startedAt === undefined
        ? null
        : [
            startedAt,
            seconds!,
            peakMemoryBytes!,
            this.environments.findIndex(({ hash }) => hash === run.environment),
            commit.indexOf(run.commit ?? null),
          ],
      run.error ?? null,
    ];
  }

  /** The tables, one entry a line. */
  lines(): Json[] {
    const { module, code, data, commit, part, columns } = this.tables;
    const tables = {
      ...{ environment: this.environments, module: module.entries, code: code.entries },
      ...{ data: data.entries, commit: commit.entries, part: part.entries, columns: columns.entries },
    };
    return Object.entries(tables).flatMap(([name, entries]) =>
      (entries as unknown as readonly Json[]).map((entry) => ({ [name]: entry })),
    );
  }
}

/** Ids of the runs read so far, by line, for one set of tables. */
const idsOf = new WeakMap<Tables, string[]>();

/** The run that a line stands for; lines are read in their order, since later ones name earlier ones. */
export function outcomeOf(
  line: InternedRun,
  tables: Tables,
  { study, tier }: Pick<RunDeterminants, 'study' | 'tier'>,
): RunOutcome {
  const [part, code, data, seed, level, amount, parents, state, columns, metrics, facts, curves] = line;
  const [ledger, measured, error] = line.slice(12) as unknown as [
    InternedRun[12],
    InternedRun[13],
    InternedRun[14],
  ];
  const ids = idsOf.get(tables) ?? [];
  idsOf.set(tables, ids);
  const names = tables.columns[columns]!;
  const determinants: RunDeterminants = {
    ...{ study, tier, seed },
    ...(tables.part[part] as SharedDeterminants),
    ...(amount !== null && { amount }),
    parents: Object.fromEntries(parents.map(([stage, own]) => [stage, ids[own]!])),
    code: Object.fromEntries(tables.code[code]!.map((index) => tables.module[index]!)),
    data: tables.data[data]!,
  };
  const run = runId(determinants);
  ids.push(run);
  return {
    ...{ run, determinants, state },
    ...(level !== null && { level }),
    metrics: Object.fromEntries(names.metrics.map((name, k) => [name, metrics[k]!])),
    facts: Object.fromEntries(names.facts.map((name, k) => [name, facts[k]!])),
    curves: Object.fromEntries(
      names.curves.map(([name, steps], c): [string, CurvePoint[]] => [
        name,
        steps.map((step, k) => ({ step, value: curves[c]![k]! })),
      ]),
    ),
    ...(ledger && { ledger: ledgerOf(ledger) }),
    ...(measured && {
      startedAt: measured[0],
      seconds: measured[1],
      peakMemoryBytes: measured[2],
      environment: tables.environment[measured[3]]!.hash,
      commit: tables.commit[measured[4]]!,
    }),
    ...(error !== null && { error }),
  };
}

function ledgerOf([trainableParameters, trainingFlops, seconds, steps]: NonNullable<
  InternedRun[12]
>): Ledger {
  return { trainableParameters, trainingFlops, seconds, steps };
}
