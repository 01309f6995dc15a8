/** Every study of the lab, in reading order. */
import type { Study } from '../form/study';
import { attentionHeads } from './attentionHeads';
import { computeBalance } from './computeBalance';
import { contrastiveImages } from './contrastiveImages';
import { domainAdaptation } from './domainAdaptation';
import { domainMismatchAndSelection } from './domainMismatchAndSelection';
import { drivingPerception } from './drivingPerception';
import { maskingShare } from './maskingShare';
import { medicalImages } from './medicalImages';
import { namedEntities } from './namedEntities';
import { pretrainingVersusScratch } from './pretrainingVersusScratch';
import { proxyTasks } from './proxyTasks';
import { publishedWeights } from './publishedWeights';
import { sentiment } from './sentiment';
import { skipConnections } from './skipConnections';
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
  skipConnections,
  drivingPerception,
  attentionHeads,
  computeBalance,
];
