/** Re-executes what was recorded, from nothing, and compares the numbers; checks the record against the definition. */

import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import type { StudyAgreement } from '../statistics/agreement';
import { studyVerdict } from './analysis';
import { collectResults } from './collect';
import { studyWords } from './commandWords';
import { laterCommits } from './commits';
import type { ComparedNumber } from './comparison';
import { type Comparison, compareResults, compareRuns } from './comparison';
import { computeMissing } from './compute';
import { currentEnvironment } from './environment';
import { executeRun } from './execute';
import { shortId } from './identity';
import { compareOtherMachine } from './otherMachine';
import { placeOf } from './places';
import { type PlanOptions, planStudy } from './plan';
import { checkRecord, type RecordCheck } from './recordCheck';
import { recordedResults } from './recordFile';
import { implausibleDates } from './recordPlausibility';
import { type Registered, registrationStatus, type Scope } from './registration';
import type { RunOutcome, StudyResults } from './results';
import type { RunRecord } from './runRecord';
import { changesBetween, type StaleRun, staleRuns } from './staleness';
import { RunStore } from './store';
import { verifyFolder } from './verifyFolder';

export interface VerifyOptions {
  readonly tier?: TierName;
  /** Of a replication: the first of its seeds. */
  readonly firstSeed?: number;
  /** Only the first so many seeds. */
  readonly seeds?: number;
  /** Only these arms. */
  readonly arms?: readonly string[];
  /** Where recorded results are; default notebooks/records. */
  readonly records?: string;
  /** Where the runs are computed; a new folder under .lab/verify by default, deleted when the numbers agree. */
  readonly storeFolder?: string;
}

/**
 * VERIFIED: complete by the definition, and every number equal to the last bit. AGREES: computed on another machine, whose
 * paired differences agree. CANNOT TELL: too few seeds to notice half of the effect. NOT VERIFIED: anything else.
 */
export type Outcome = 'VERIFIED' | 'AGREES' | 'CANNOT TELL' | 'NOT VERIFIED';

export interface Verification {
  readonly study: string;
  readonly tier: TierName;
  readonly outcome: Outcome;
  readonly recordedOn: string;
  /** Whether the record is as 'lab record' wrote it. */
  readonly unedited: boolean;
  readonly check: RecordCheck;
  /** Whether both sides were computed under one environment fingerprint, so that equality bit for bit is asked for. */
  readonly sameEnvironment: boolean;
  readonly comparison: Comparison;
  /** Of another machine: every comparison of the treatment with another arm. */
  readonly agreements: readonly { readonly reference: string; readonly agreement: StudyAgreement }[];
  /** Recorded runs whose code, data or settings have changed since; their numbers are compared all the same. */
  readonly stale: readonly StaleRun[];
  readonly verdicts: { readonly recorded: string; readonly recomputed: string };
  readonly registered: Registered;
  /** Whether only a part was asked for. */
  readonly partial: boolean;
  readonly recomputedIn: string;
}

/**
 * Computes a study anew at a tier, reusing nothing, and compares every recorded number.
 * @throws LabError if nothing is recorded at the tier
 */
export async function verify(study: Study, options: VerifyOptions = {}): Promise<Verification> {
  const tier = options.tier ?? 'laptop';
  const { results, recorded, unedited } = recordedResults(study.id, {
    tier,
    firstSeed: options.firstSeed,
    folder: options.records,
  });
  const registered = registrationStatus(study, results);
  const asked = registered.scope ?? {};
  const check = checkRecord(study, results, { ...asked, records: options.records });
  const faults = [
    ...check.faults,
    ...implausibleDates(results, recorded),
    ...laterCommits(results),
    ...(registered.status === 'changed' || registered.status === 'otherwise'
      ? ['its registration is not the one that was made']
      : []),
  ];
  const place = verifyFolder(`${study.id}-${tier}`, options.storeFolder);
  const { folder } = place;
  const store = new RunStore(folder);
  const partial = options.seeds !== undefined || options.arms !== undefined;
  // What is computed is what the definition asks for, whatever the record holds.
  const plan = await planStudy(study, planOptions(tier, options, asked), folder);
  await computeMissing(plan, store);
  const recomputed = collectResults(plan, store);
  const comparison = compareResults(results, recomputed);
  const environments = [...results.environments, ...recomputed.environments].map(({ hash }) => hash);
  const sameEnvironment = new Set(environments).size === 1;
  // A record that is not what the study asks for need not fit any statistics.
  const agreements = sameEnvironment || faults.length > 0 ? [] : compareOtherMachine(results, recomputed);
  const verdicts = {
    recorded: faults.length > 0 ? findingOrNone(results) : studyVerdict(results).finding,
    recomputed: studyVerdict(recomputed).finding,
  };
  const planned = new Set([...plan.stages, ...plan.trials].map((p) => placeOf(p)));
  const shared = all(results).filter((run) => !partial || planned.has(placeOf(run)));
  const stale = staleRuns(shared, plan);
  faults.push(...otherThanCode(stale, sameEnvironment));
  const sound = unedited && faults.length === 0;
  const complete =
    comparison.onlyRecomputed.length === 0 && (partial || comparison.onlyRecorded.length === 0);
  const outcome = outcomeOf(sound && complete, sameEnvironment, comparison, agreements, verdicts);
  place.done(outcome !== 'VERIFIED');
  return {
    ...{ study: study.id, tier, outcome, recordedOn: recorded, unedited, sameEnvironment, stale },
    check: { ...check, faults },
    ...{ comparison, agreements, verdicts, registered, partial, recomputedIn: folder },
  };
}

function findingOrNone(results: StudyResults): string {
  try {
    return studyVerdict(results).finding;
  } catch (error) {
    return `none (${(error as Error).message})`;
  }
}

/**
 * Settings, options or data that a record states and the study does not have: code changes with time, and numbers may stay
 * the same; what was asked of the code does not change by itself.
 */
function otherThanCode(stale: readonly StaleRun[], sameEnvironment: boolean): string[] {
  const changes = stale.flatMap((run) => run.changes);
  const foreign = changes.filter(
    (change) =>
      !/^(code of|stage) /.test(change) &&
      change !== 'the study no longer contains it' &&
      (sameEnvironment || change !== 'data'),
  );
  return foreign.length > 0
    ? [`its runs state other ${[...new Set(foreign)].join(', ')} than the study has`]
    : [];
}

function planOptions(
  tier: TierName,
  { seeds, arms, records }: VerifyOptions,
  asked: Partial<Scope>,
): PlanOptions {
  return {
    ...{ tier, ...asked },
    ...(seeds !== undefined && { seeds }),
    ...(arms && { arms }),
    ...(records !== undefined && { records }),
  };
}

function outcomeOf(
  sound: boolean,
  sameEnvironment: boolean,
  { numbers }: Comparison,
  agreements: Verification['agreements'],
  verdicts: Verification['verdicts'],
): Outcome {
  if (!sound) return 'NOT VERIFIED';
  if (sameEnvironment) return numbers.every(({ agrees }) => agrees) ? 'VERIFIED' : 'NOT VERIFIED';
  const found = agreements.map(({ agreement }) => agreement.agreement);
  if (found.includes('disagrees')) return 'NOT VERIFIED';
  return found.every((one) => one === 'agrees') && verdicts.recorded === verdicts.recomputed
    ? 'AGREES'
    : 'CANNOT TELL';
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
 * @throws LabError if code, data or settings have changed since
 */
export async function rerun(study: Study, record: RunRecord, store: RunStore): Promise<Rerun> {
  const { determinants } = record;
  if (determinants.scoredOn === 'dev')
    throw new LabError(
      `Run ${shortId(record.id)} chose settings on dev: 'lab tune ${studyWords(study)}' executes it again.`,
    );
  // The seed that pretraining took is the study's first, or the trial's own.
  const [parent] = Object.values(determinants.parents);
  const firstSeed =
    (parent !== undefined && store.read(study.id, parent)?.determinants.seed) || determinants.seed;
  const { tier, seed, engine, precision } = determinants;
  const plan = await planStudy(
    study,
    {
      ...{ tier, firstSeed, seeds: seed - firstSeed + 1, engine, precision, everywhere: true },
      ...(record.level !== undefined && { levels: [record.level] }),
    },
    store.folder,
  );
  const runs = [...plan.stages, ...plan.trials];
  const planned = runs.find((run) => run.id === record.id);
  if (!planned) {
    const place = placeOf(record);
    const now = runs.find((run) => placeOf(run) === place)?.determinants;
    throw new LabError(
      `Run ${shortId(record.id)} (${place}) cannot be executed again because these have changed since: ${changesBetween(determinants, now).join(', ')}.`,
    );
  }
  const place = verifyFolder(`rerun-${shortId(record.id)}`);
  const { folder } = place;
  const fresh = new RunStore(folder);
  for (const parent of Object.values(determinants.parents)) copyRun(store, fresh, study.id, parent);
  const claim = fresh.claim(study.id, record.id);
  if (!claim) throw new LabError(`The folder ${folder} is in use: try again.`);
  const again = await executeRun(plan, planned, fresh, claim);
  place.done(false);
  const numbers = compareRuns(asOutcome(record), asOutcome(again));
  return {
    ...{ record, again, numbers },
    sameEnvironment: record.environment.hash === (await currentEnvironment()).hash,
    passed: numbers.every((number) => number.agrees),
  };
}

function copyRun(from: RunStore, to: RunStore, study: string, id: string): void {
  const record = from.read(study, id);
  if (!record)
    throw new LabError(`Run ${shortId(id)}, which this run starts from, is not in the store: run the study.`);
  const folder = path.join(to.folder, study);
  fs.mkdirSync(folder, { recursive: true });
  if (record.files.length > 0) fs.cpSync(from.artefact(record), path.join(folder, id), { recursive: true });
  fs.copyFileSync(path.join(from.folder, study, `${id}.json`), path.join(folder, `${id}.json`));
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

function all(results: StudyResults): RunOutcome[] {
  return [...results.pretraining, ...results.trials];
}
