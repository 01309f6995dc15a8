/** Every ablation of the lab, in reading order. */
import type { Ablation } from './ablation';
export declare const ablations: readonly Ablation[];
