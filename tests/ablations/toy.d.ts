import type { AblationDefinition } from '../../src/ablations/ablation';
import type { classification } from '../../src/ablations/task';

export function toyDefinition(lab: { classification: typeof classification }): AblationDefinition;
