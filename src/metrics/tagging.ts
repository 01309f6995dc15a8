/** How tagged sentences are scored: by token, and by the entities that the tags mark out. */
import { LabError } from '../errors';
import { largestShare } from './chance';
import { entityScores } from './entityScores';
import type { SequenceMetric, SurfaceFormMetric, TagMetric } from './metric';
import { halfBySurfaceForm } from './surfaceForms';
import { checkSameTokens, type TagScheme, type TagSequence } from './tagScheme';

/** Share of tokens that got the right answer, over all sequences together. Of masked positions, give those alone. */
export const tokenAccuracy = {
  name: 'tokenAccuracy',
  title: 'Token accuracy',
  unit: '',
  higherIsBetter: true,
  range: [0, 1],
  tasks: ['tagging', 'languageModelling'],
  needs: 'sequences',
  reference: 'seqeval 1.2.2, accuracy_score',
  chance: 'the share of the most frequent tag or token',
  chanceLevel: largestShare,
  compute: (predicted, actual) => {
    checkSameTokens(predicted, actual);
    let [right, tokens] = [0, 0];
    for (let s = 0; s < actual.length; s++) {
      for (let k = 0; k < actual[s].length; k++) {
        checkToken(predicted[s][k], 'Prediction', s, k);
        checkToken(actual[s][k], 'Token', s, k);
        tokens++;
        if (predicted[s][k] === actual[s][k]) right++;
      }
    }
    if (tokens === 0) throw new LabError('There are no tokens to score.');
    return right / tokens;
  },
} as const satisfies SequenceMetric;

function checkToken(value: unknown, what: string, sequence: number, place: number): void {
  if (typeof value !== 'string' && !Number.isInteger(value)) {
    throw new LabError(
      `${what} ${place} of sequence ${sequence} is ${value}; give tags, or token numbers that are whole.`,
    );
  }
}

const noChance = 'has no meaning: answering O everywhere finds no entity and scores 0';

/** What all scores of entities state alike. */
const entities = {
  unit: '',
  higherIsBetter: true,
  range: [0, 1],
  tasks: ['tagging'],
  needs: 'tags',
  chance: noChance,
} as const;

/** F1 over all entities. Broken tags are read as conlleval.pl reads them. */
export const entityF1 = {
  ...entities,
  name: 'entityF1',
  title: 'Entity F1',
  reference: "seqeval 1.2.2, f1_score(average='micro')",
  compute: (predicted, actual) => entityScores(predicted, actual).micro.f1,
} as const satisfies TagMetric;

export const entityPrecision = {
  ...entities,
  name: 'entityPrecision',
  title: 'Entity precision',
  reference: "seqeval 1.2.2, precision_score(average='micro')",
  compute: (predicted, actual) => entityScores(predicted, actual).micro.precision,
} as const satisfies TagMetric;

export const entityRecall = {
  ...entities,
  name: 'entityRecall',
  title: 'Entity recall',
  reference: "seqeval 1.2.2, recall_score(average='micro')",
  compute: (predicted, actual) => entityScores(predicted, actual).micro.recall,
} as const satisfies TagMetric;

export const macroEntityF1 = {
  ...entities,
  name: 'macroEntityF1',
  title: 'Entity F1, mean over types',
  reference: "seqeval 1.2.2, f1_score(average='macro')",
  compute: (predicted, actual) => macroOf(predicted, actual),
} as const satisfies TagMetric;

export const weightedEntityF1 = {
  ...entities,
  name: 'weightedEntityF1',
  title: 'Entity F1, mean over types by frequency',
  reference: "seqeval 1.2.2, f1_score(average='weighted')",
  compute: (predicted, actual) => entityScores(predicted, actual).weighted.f1,
} as const satisfies TagMetric;

/** F1 over all entities that keep the rules of the scheme; one with a broken tag is none. */
export const strictEntityF1 = {
  ...entities,
  name: 'strictEntityF1',
  title: 'Entity F1, strict',
  reference: "seqeval 1.2.2, f1_score(average='micro', mode='strict', scheme=...)",
  compute: (predicted, actual, scheme: TagScheme = 'IOB2') =>
    entityScores(predicted, actual, scheme).micro.f1,
} as const satisfies TagMetric;

export const strictMacroEntityF1 = {
  ...entities,
  name: 'strictMacroEntityF1',
  title: 'Entity F1, strict, mean over types',
  reference: "seqeval 1.2.2, f1_score(average='macro', mode='strict', scheme=...)",
  compute: (predicted, actual, scheme: TagScheme = 'IOB2') => macroOf(predicted, actual, scheme),
} as const satisfies TagMetric;

export const strictWeightedEntityF1 = {
  ...entities,
  name: 'strictWeightedEntityF1',
  title: 'Entity F1, strict, mean over types by frequency',
  reference: "seqeval 1.2.2, f1_score(average='weighted', mode='strict', scheme=...)",
  compute: (predicted, actual, scheme: TagScheme = 'IOB2') =>
    entityScores(predicted, actual, scheme).weighted.f1,
} as const satisfies TagMetric;

function macroOf(
  predicted: readonly TagSequence[],
  actual: readonly TagSequence[],
  scheme?: TagScheme,
): number {
  const { macro } = entityScores(predicted, actual, scheme);
  if (!macro) {
    throw new LabError(
      'Neither labels nor answers have an entity, so that there is no mean over types; score sentences with entities.',
    );
  }
  return macro.f1;
}

const bySurfaceForm = {
  ...entities,
  needs: 'tagsAndWords',
  reference: 'micro F1 and recall of seqeval 1.2.2 over the entities of one half of the split',
} as const;

export const seenEntityF1 = {
  ...bySurfaceForm,
  name: 'seenEntityF1',
  title: 'Entity F1, words seen in training',
  compute: (...given) => halfBySurfaceForm('seen', ...given).f1,
} as const satisfies SurfaceFormMetric;

export const unseenEntityF1 = {
  ...bySurfaceForm,
  name: 'unseenEntityF1',
  title: 'Entity F1, words unseen in training',
  compute: (...given) => halfBySurfaceForm('unseen', ...given).f1,
} as const satisfies SurfaceFormMetric;

export const seenEntityRecall = {
  ...bySurfaceForm,
  name: 'seenEntityRecall',
  title: 'Entity recall, words seen in training',
  compute: (...given) => halfBySurfaceForm('seen', ...given).recall,
} as const satisfies SurfaceFormMetric;

export const unseenEntityRecall = {
  ...bySurfaceForm,
  name: 'unseenEntityRecall',
  title: 'Entity recall, words unseen in training',
  compute: (...given) => halfBySurfaceForm('unseen', ...given).recall,
} as const satisfies SurfaceFormMetric;
