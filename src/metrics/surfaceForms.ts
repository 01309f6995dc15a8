/**
 * Entities that training has shown and entities that it has not: a tagger may know names by heart. An entity is seen if
 * training had an entity of the same words, whatever its type (the split of Augenstein, Derczynski & Bontcheva 2017).
 */
import { LabError } from '../errors';
import { type Entity, lenientEntities } from './entities';
import { type EntityScore, eachSentence, inBoth, scoreOf } from './entityScores';
import { checkSameTokens, type TagScheme, type TagSequence } from './tagScheme';

/** The words of every entity, joined by spaces: of the training sentences, what is called seen. Case counts. */
export function surfaceForms(
  words: readonly (readonly string[])[],
  tags: readonly TagSequence[],
): Set<string> {
  checkSameTokens(words, tags, 'words');
  return new Set(tags.flatMap((own, s) => lenientEntities(own).map((entity) => formOf(entity, words[s]))));
}

function formOf({ start, end }: Entity, words: readonly string[]): string {
  return words.slice(start, end).join(' ');
}

export interface ScoresBySurfaceForm {
  readonly seen: EntityScore;
  readonly unseen: EntityScore;
}

/**
 * Micro scores of the entities with seen words, and of those with unseen ones; labels and answers are each put by their own
 * words. Read as seqeval's default mode reads, or strictly by a scheme.
 * @throws LabError for sentences that do not match or tags of no scheme
 */
export function scoresBySurfaceForm(
  predicted: readonly TagSequence[],
  actual: readonly TagSequence[],
  words: readonly (readonly string[])[],
  seen: ReadonlySet<string>,
  scheme?: TagScheme,
): ScoresBySurfaceForm {
  checkSameTokens(words, actual, 'words');
  const counts = {
    seen: { labelled: 0, predicted: 0, right: 0 },
    unseen: { labelled: 0, predicted: 0, right: 0 },
  };
  eachSentence(predicted, actual, scheme, (answers, labels, s) => {
    const of = (entity: Entity) => counts[seen.has(formOf(entity, words[s])) ? 'seen' : 'unseen'];
    for (const entity of labels) of(entity).labelled++;
    for (const entity of answers) of(entity).predicted++;
    for (const entity of inBoth(answers, labels)) of(entity).right++;
  });
  return { seen: scoreOf(counts.seen), unseen: scoreOf(counts.unseen) };
}

/** One half of the split; a score of entities that the labels do not have would say nothing. */
export function halfBySurfaceForm(
  half: 'seen' | 'unseen',
  ...[predicted, actual, words, seen]: Parameters<typeof scoresBySurfaceForm>
): EntityScore {
  const score = scoresBySurfaceForm(predicted, actual, words, seen)[half];
  if (score.labelled === 0) {
    throw new LabError(
      `None of the labelled entities is ${half} in training; score the two halves on data that have both.`,
    );
  }
  return score;
}
