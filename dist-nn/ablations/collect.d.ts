/** Gathers what the store holds of a plan into plain results. */
import type { Ablation } from './ablation';
import type { StudyPlan } from './plan';
import type { StudyHead, StudyResults } from './results';
import type { RunStore } from './store';
/** An ablation's data without its functions and configurations. */
export declare function studyHead(ablation: Ablation): StudyHead;
/** The results of a plan so far: finished, failed and missing runs, none left out. */
export declare function collectResults(plan: StudyPlan, store: RunStore): StudyResults;
