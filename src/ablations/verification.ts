/** Re-executes what was recorded, from nothing, and compares the numbers. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import { labFolder } from '../paths';
import type { Ablation, TierName } from './ablation';
import { collectResults } from './collect';
import { type ComparedNumber, type Comparison, compareResults, compareRuns } from './comparison';
import { computeMissing } from './compute';
import { currentEnvironment } from './environment';
import { shortId } from './identity';
import { planStudy } from './plan';
import { isUnedited, type RecordedBlock, recordedBlock } from './recorded';
import type { RunOutcome } from './results';
import { executeRun } from './run';
import type { RunRecord } from './runRecord';
import { changesBetween, placeOf, type StaleRun, staleRuns } from './staleness';
import { RunStore } from './store';

export interface VerifyOptions {
  readonly tier?: TierName;
  /** Only the first so many seeds. */
  readonly seeds?: number;
  /** Only these arms. */
  readonly arms?: readonly string[];
  /** Where recorded results are; default notebooks/. */
  readonly recordedFolder?: string;
  /** Where the runs are computed; a new folder under .lab/verify by default, deleted when the numbers agree. */
  readonly storeFolder?: string;
}

export interface Verification {
  readonly ablation: string;
  readonly tier: TierName;
  readonly passed: boolean;
  readonly recordedOn: string;
  /** Whether the recorded block is as 'lab record' wrote it. */
  readonly unedited: boolean;
  readonly comparison: Comparison;
  /** Recorded runs whose code, data or configuration have changed since; their numbers are compared all the same. */
  readonly stale: readonly StaleRun[];
  readonly recomputedIn: string;
}

/**
 * Computes an ablation anew at a tier, reusing nothing, and compares every recorded number.
 * @throws LabError if nothing is recorded at the tier
 */
export async function verify(ablation: Ablation, options: VerifyOptions = {}): Promise<Verification> {
  const tier = options.tier ?? 'laptop';
  const block: RecordedBlock = recordedBlock(ablation.id, tier, options.recordedFolder);
  const { results } = block;
  const folder = options.storeFolder ?? newFolder(`${ablation.id}-${tier}`);
  const store = new RunStore(folder);
  const arms =
    options.arms ?? Object.keys(ablation.arms).filter((arm) => results.trials.some((t) => t.arm === arm));
  const { firstSeed, engine, precision } = results;
  const plan = await planStudy(
    ablation,
    { tier, seeds: options.seeds ?? results.seeds, firstSeed, arms, engine, precision },
    folder,
  );
  await computeMissing(plan, store);
  const matched = new Set(Object.keys(ablation.arms).filter((arm) => ablation.arms[arm]!.matches));
  const comparison = compareResults(results, collectResults(plan, store), matched);
  const unedited = isUnedited(block);
  const partial = options.seeds !== undefined || options.arms !== undefined;
  const passed = comparison.passed && unedited && (partial || comparison.notCompared === 0);
  if (passed && !options.storeFolder) fs.rmSync(folder, { recursive: true, force: true });
  const shared = [...results.pretraining, ...results.trials].filter(
    (run) =>
      !partial ||
      [...plan.stages, ...plan.trials].some((p) => placeOf(p.determinants) === placeOf(run.determinants)),
  );
  return {
    ablation: ablation.id,
    tier,
    passed,
    recordedOn: block.recorded,
    unedited,
    comparison,
    stale: staleRuns(shared, plan),
    recomputedIn: folder,
  };
}

export interface Rerun {
  readonly record: RunRecord;
  readonly again: RunRecord;
  readonly sameEnvironment: boolean;
  readonly numbers: readonly ComparedNumber[];
  readonly passed: boolean;
}

/**
 * Executes one finished run again, from the artefacts it started from, and compares its numbers bit for bit.
 * @throws LabError if code, data or configuration have changed since
 */
export async function rerun(ablation: Ablation, record: RunRecord, store: RunStore): Promise<Rerun> {
  const { determinants } = record;
  // The seed that pretraining took is the study's first, or the trial's own.
  const [parent] = Object.values(determinants.parents);
  const firstSeed =
    (parent !== undefined && store.read(ablation.id, parent)?.determinants.seed) || determinants.seed;
  const plan = await planStudy(
    ablation,
    {
      tier: determinants.tier,
      firstSeed,
      seeds: determinants.seed - firstSeed + 1,
      engine: determinants.engine,
      precision: determinants.precision,
    },
    store.folder,
  );
  const runs = [...plan.stages, ...plan.trials];
  const planned = runs.find((run) => run.id === record.id);
  if (!planned) {
    const place = placeOf(determinants);
    const now = runs.find((run) => placeOf(run.determinants) === place)?.determinants;
    throw new LabError(
      `Run ${shortId(record.id)} (${place}) cannot be executed again because these have changed since: ${changesBetween(determinants, now).join(', ')}.`,
    );
  }
  const folder = newFolder(`rerun-${shortId(record.id)}`);
  const fresh = new RunStore(folder);
  for (const parent of Object.values(determinants.parents)) copyRun(store, fresh, ablation.id, parent);
  const claim = fresh.claim(ablation.id, record.id);
  if (!claim) throw new LabError(`The folder ${folder} is in use: try again.`);
  const again = await executeRun(plan, planned, fresh, claim);
  fs.rmSync(folder, { recursive: true, force: true });
  const numbers = compareRuns(asOutcome(record), asOutcome(again));
  return {
    record,
    again,
    sameEnvironment: record.environment.hash === (await currentEnvironment()).hash,
    numbers,
    passed: numbers.every((number) => number.agrees),
  };
}

/** Differences first, the largest first. */
export function differences(numbers: readonly ComparedNumber[]): ComparedNumber[] {
  const size = ({ recorded, recomputed }: ComparedNumber) =>
    typeof recorded === 'number' && typeof recomputed === 'number'
      ? Math.abs(recorded - recomputed)
      : Number.POSITIVE_INFINITY;
  return numbers.filter((number) => !number.agrees).sort((a, b) => size(b) - size(a));
}

/** How many numbers a study's results contain that a comparison looks at. */
export function agreement(comparison: Comparison): { readonly agree: number; readonly of: number } {
  const of = comparison.numbers.length;
  return { agree: of - differences(comparison.numbers).length, of };
}

function newFolder(name: string): string {
  const folder = labFolder('verify');
  fs.mkdirSync(folder, { recursive: true });
  return fs.mkdtempSync(path.join(folder, `${name}-`));
}

function copyRun(from: RunStore, to: RunStore, ablation: string, id: string): void {
  const record = from.read(ablation, id);
  if (!record)
    throw new LabError(`Run ${shortId(id)}, which this run starts from, is not in the store: run the study.`);
  const folder = path.join(to.folder, ablation);
  fs.mkdirSync(folder, { recursive: true });
  if (record.files.length > 0) fs.cpSync(from.artefact(record), path.join(folder, id), { recursive: true });
  fs.copyFileSync(path.join(from.folder, ablation, `${id}.json`), path.join(folder, `${id}.json`));
}

function asOutcome(record: RunRecord): RunOutcome {
  const { id, determinants, state, result, error } = record;
  return {
    run: id,
    determinants,
    state,
    metrics: result?.metrics ?? {},
    facts: result?.facts ?? {},
    curves: result?.curves ?? {},
    ...(result ? { ledger: result.ledger } : {}),
    ...(error ? { error: error.message } : {}),
  };
}
