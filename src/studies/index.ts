/** Every study of the lab, in reading order. */
import type { Study } from '../form/study';
import { computeBalance } from './computeBalance';
import { contrastiveImages } from './contrastiveImages';
import { domainAdaptation } from './domainAdaptation';
import { domainMismatchAndSelection } from './domainMismatchAndSelection';
import { maskingShare } from './maskingShare';
import { medicalImages } from './medicalImages';
import { namedEntities } from './namedEntities';
import { pretrainingVersusScratch } from './pretrainingVersusScratch';
import { proxyTasks } from './proxyTasks';
import { publishedWeights } from './publishedWeights';
import { sentiment } from './sentiment';
import { transformerVersusConvnet } from './transformerVersusConvnet';
import { translationStudy } from './translation';
import { weakLabels } from './weakLabels';

export const studies: readonly Study[] = [
  pretrainingVersusScratch,
  domainAdaptation,
  domainMismatchAndSelection,
  contrastiveImages,
  transformerVersusConvnet,
  medicalImages,
  maskingShare,
  namedEntities,
  sentiment,
  proxyTasks,
  translationStudy,
  weakLabels,
  publishedWeights,
  computeBalance,
];
