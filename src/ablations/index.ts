/** Every ablation of the lab, in reading order. */
import type { Ablation } from './ablation';

export const ablations: readonly Ablation[] = [];
