import type { StudyPlan } from './plan';
import type { RunStore } from './store';
/**
 * Computes every missing run; failed ones are tried again. What other processes compute meanwhile is taken from them.
 * @throws StoppedError on request; what is finished stays in the store
 */
export declare function computeMissing(plan: StudyPlan, store: RunStore): Promise<void>;
