/** Computes one planned run: builds its context, calls the ablation, records what came out. */
import { writeRefusal } from '../durableFiles';
import { LabError, StoppedError } from '../errors';
import type { Arm, Artefact, PretrainingResult, TrialContext, TrialResult } from './ablation';
import { refuseEditedCode } from './codeVersion';
import { declaredSections } from './configuration';
import { currentEnvironment } from './environment';
import type { PlannedRun, StudyPlan } from './plan';
import type { RunRecord } from './runRecord';
import type { RunClaim, RunStore } from './store';

/**
 * Executes a run whose parents are finished, and records it as finished or, with its message, as failed.
 * @throws StoppedError on request; nothing is recorded then
 * @throws LabError where the store cannot be written, or the code was rebuilt since this process loaded it
 */
export async function executeRun(
  plan: StudyPlan,
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
    format: 1,
    id,
    determinants,
    ...outcome,
    startedAt: started.toISOString(),
    seconds: (performance.now() - begun) / 1000,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    environment,
  });
}

type Outcome =
  | { readonly state: 'finished'; readonly result: TrialResult }
  | { readonly state: 'failed'; readonly error: { readonly message: string; readonly stack?: string } };

async function attempt(plan: StudyPlan, run: PlannedRun, store: RunStore, claim: RunClaim): Promise<Outcome> {
  refuseEditedCode(Object.keys(run.determinants.code));
  const data = await plan.data.load();
  const artefacts = parentArtefacts(run, store);
  try {
    const result = await callAblation(plan, run, claim, data, artefacts);
    return { state: 'finished', result };
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
    const record = store.read(run.determinants.ablation, id);
    if (!record?.result)
      throw new LabError(`The pretraining stage '${stage}' is not finished: run the study again.`);
    const { ledger, metrics, facts = {} } = record.result;
    artefacts.set(stage, { id, folder: store.artefact(record), ledger, metrics, facts });
  }
  return artefacts;
}

async function callAblation(
  plan: StudyPlan,
  run: PlannedRun,
  { folder, resumeFile }: RunClaim,
  data: unknown,
  artefacts: Map<string, Artefact>,
): Promise<TrialResult> {
  const { ablation, tier } = plan;
  const { part, name, kind, seed, labelsPerClass, engine, precision } = run.determinants;
  const declared = part === 'trial' ? ablation.arms[name]! : ablation.stages[name]!;
  const who = `${part === 'trial' ? 'Arm' : 'Stage'} '${name}' of '${ablation.id}'`;
  const config = declaredSections(ablation.tiers[tier].config, declared.uses, who);
  const artefact = (stage: string): Artefact => {
    const found = artefacts.get(stage);
    if (!found)
      throw new LabError(`${who} asks for the stage '${stage}' but does not name it in 'from' or 'matches'.`);
    return found;
  };
  const context = { tier, config, engine, precision, seed, data, folder, resumeFile, artefact };
  if (part === 'pretraining') {
    const result: PretrainingResult = await ablation.pretraining({ ...context, stage: name });
    return checked({ ...result, metrics: result.metrics ?? {} }, [], who);
  }
  const result = await ablation.trial({
    ...context,
    arm: name,
    kind: kind!,
    labelsPerClass: labelsPerClass!,
    ...namedArtefacts(ablation.arms[name]!, artefact),
  });
  return checked(result, ablation.task.metrics, who);
}

/** The artefacts that an arm's own definition names, so that a trial need not say again which they are. */
export function namedArtefacts(
  { from, matches }: Arm,
  artefact: (stage: string) => Artefact,
): Pick<TrialContext, 'start' | 'matched'> {
  return {
    start: typeof from === 'string' ? artefact(from) : undefined,
    matched: matches === undefined ? undefined : artefact(matches),
  };
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
