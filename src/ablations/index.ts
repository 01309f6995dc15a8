/** Every ablation of the lab, in reading order. */
import type { Ablation } from './ablation';
import { contrastiveImages } from './contrastiveImages';
import { domainAdaptation } from './domainAdaptation';
import { domainMismatchAndSelection } from './domainMismatchAndSelection';
import { medicalImages } from './medicalImages';
import { pretrainingVersusScratch } from './pretrainingVersusScratch';
import { transformerVersusConvnet } from './transformerVersusConvnet';

export const ablations: readonly Ablation[] = [
  pretrainingVersusScratch,
  domainAdaptation,
  domainMismatchAndSelection,
  contrastiveImages,
  transformerVersusConvnet,
  medicalImages,
];
