/** Computes one planned run: hands the recipe its context, and records what came out. */
import { writeRefusal } from '../durableFiles';
import { LabError, StoppedError } from '../errors';
import type { Artefact, TrialResult } from '../form/result';
import { refuseEditedCode } from './code/codeVersion';
import { ownFolder } from './code/ownFolder';
import { currentCommit, currentEnvironment } from './environment';
import type { PlannedRun, StudyPlan } from './plan';
import type { RunRecord } from './runRecord';
import type { RunClaim, RunStore } from './store';
import { runStage, runTrial } from './trialContext';

/**
 * Executes a run whose parents are finished, and records it as finished or, with its message, as failed.
 * @throws StoppedError on request; nothing is recorded then
 * @throws LabError where the store cannot be written, or code or data changed since the run was planned
 */
export async function executeRun(
  plan: Pick<StudyPlan, 'study' | 'data'>,
  run: PlannedRun,
  store: RunStore,
  claim: RunClaim,
): Promise<RunRecord> {
  const { id, determinants } = run;
  const environment = await currentEnvironment();
  const started = new Date();
  const begun = performance.now();
  const outcome = await attempt(plan, run, store, claim).catch((error: unknown) => {
    claim.abandon();
    throw error;
  });
  return claim.complete({
    format: 2,
    id,
    determinants,
    ...(run.level !== undefined && { level: run.level }),
    ...outcome,
    startedAt: started.toISOString(),
    seconds: (performance.now() - begun) / 1000,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    environment,
    commit: currentCommit(),
  });
}

type Outcome =
  | { readonly state: 'finished'; readonly result: TrialResult }
  | { readonly state: 'failed'; readonly error: { readonly message: string; readonly stack?: string } };

async function attempt(
  plan: Pick<StudyPlan, 'study' | 'data'>,
  run: PlannedRun,
  store: RunStore,
  claim: RunClaim,
): Promise<Outcome> {
  refuseEditedCode(Object.keys(run.determinants.code), ownFolder(plan.study));
  const data = await plan.data.get(run.determinants.data)!.load();
  const artefacts = parentArtefacts(run, store);
  try {
    return { state: 'finished', result: await compute(plan, run, claim, data, artefacts) };
  } catch (error) {
    if (error instanceof StoppedError) throw error;
    // A full or read-only disk is not the run's failure.
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOSPC', 'EDQUOT', 'EROFS'].includes(code)) throw writeRefusal(claim.folder, error);
    const cause = outOfMemory(error) ?? error;
    const message = cause instanceof Error ? cause.message : String(cause);
    const stack = cause instanceof Error && !(cause instanceof LabError) ? cause.stack : undefined;
    return { state: 'failed', error: stack === undefined ? { message } : { message, stack } };
  }
}

const memoryRefusals = /array buffer allocation failed|out of memory|OOM when allocating|std::bad_alloc/i;

/** The refusals of Node and TensorFlow to reserve memory, as a sentence. */
function outOfMemory(error: unknown): LabError | undefined {
  const lines = error instanceof Error ? error.message.split('\n') : [];
  const refusal = lines.find((line) => memoryRefusals.test(line));
  if (refusal === undefined) return undefined;
  return new LabError(
    `Memory ran out (${refusal.trim()}): close other programs, or choose a smaller batch or model.`,
  );
}

function parentArtefacts(run: PlannedRun, store: RunStore): Map<string, Artefact> {
  const artefacts = new Map<string, Artefact>();
  for (const [stage, id] of Object.entries(run.determinants.parents)) {
    const record = store.read(run.determinants.study, id);
    if (!record?.result)
      throw new LabError(`The pretraining stage '${stage}' is not finished: run the study again.`);
    const { ledger, metrics, facts = {} } = record.result;
    artefacts.set(stage, { id, folder: store.artefact(record), ledger, metrics, facts });
  }
  return artefacts;
}

async function compute(
  { study }: Pick<StudyPlan, 'study'>,
  { determinants }: PlannedRun,
  claim: RunClaim,
  data: unknown,
  artefacts: ReadonlyMap<string, Artefact>,
): Promise<TrialResult> {
  const { part, name } = determinants;
  const who = `${part === 'arm' ? 'Arm' : 'Stage'} '${name}' of '${study.id}'`;
  const artefact = (stage: string): Artefact => artefacts.get(stage)!;
  if (part === 'stage') {
    const result = await runStage(study, determinants, data, claim, artefact);
    return checked({ ...result, metrics: result.metrics ?? {} }, [], who);
  }
  const result = await runTrial(study, determinants, data, claim, artefact);
  return checked(result, study.task.metrics, who);
}

/** A number that is missing or not finite makes the run a failed one: it is never averaged. */
function checked(result: TrialResult, required: readonly string[], who: string): TrialResult {
  for (const metric of required) {
    if (!(metric in result.metrics))
      throw new LabError(`${who} returned no ${metric}: return it in 'metrics'.`);
  }
  const numbers = [
    ...Object.entries(result.metrics),
    ...Object.entries(result.ledger),
    ...Object.entries(result.facts ?? {}),
    ...Object.entries(result.curves ?? {}).flatMap(([name, points]) =>
      points.flatMap(({ step, value }) => [[name, step] as const, [name, value] as const]),
    ),
  ];
  for (const [name, value] of numbers) {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new LabError(`${who} returned ${value} as ${name}: its training diverged or its data was empty.`);
    }
  }
  return result;
}
