import type { Arm, Artefact, TrialContext } from './ablation';
import type { PlannedRun, StudyPlan } from './plan';
import type { RunRecord } from './runRecord';
import type { RunClaim, RunStore } from './store';
/**
 * Executes a run whose parents are finished, and records it as finished or, with its message, as failed.
 * @throws StoppedError on request; nothing is recorded then
 * @throws LabError where the store cannot be written, or the code was rebuilt since this process loaded it
 */
export declare function executeRun(plan: StudyPlan, run: PlannedRun, store: RunStore, claim: RunClaim): Promise<RunRecord>;
/** The artefacts that an arm's own definition names, so that a trial need not say again which they are. */
export declare function namedArtefacts({ from, matches }: Arm, artefact: (stage: string) => Artefact): Pick<TrialContext, 'start' | 'matched'>;
