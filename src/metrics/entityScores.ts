/** Precision, recall and F1 of entities: an entity is right if its type and both its ends are. */
import { LabError } from '../errors';
import { type Entity, lenientEntities, strictEntities } from './entities';
import { checkSameTokens, type TagScheme, type TagSequence } from './tagScheme';

export interface EntityScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Entities that the labels have. */
  readonly labelled: number;
  /** Entities that were answered. */
  readonly predicted: number;
  /** Entities that both have. */
  readonly right: number;
}

export interface EntityScores {
  /** By type, in alphabetical order; types that occur among labels or answers. */
  readonly types: ReadonlyMap<string, EntityScore>;
  /** Over all entities, whatever their type. */
  readonly micro: EntityScore;
  /** Mean over the types; undefined where there are no entities at all. */
  readonly macro: Pick<EntityScore, 'precision' | 'recall' | 'f1'> | undefined;
  /** Mean over the types, each weighted by its entities among the labels; 0 where they have none. */
  readonly weighted: Pick<EntityScore, 'precision' | 'recall' | 'f1'>;
}

/**
 * Scores of tagged sentences as seqeval 1.2.2 gives them, 0 / 0 taken as 0.
 * @param scheme reads strictly, by this scheme; left out, as seqeval's default mode (and conlleval.pl)
 * @throws LabError for sentences that do not match, or a tag of no scheme or another one
 */
export function entityScores(
  predicted: readonly TagSequence[],
  actual: readonly TagSequence[],
  scheme?: TagScheme,
): EntityScores {
  const counts = new Map<string, { labelled: number; predicted: number; right: number }>();
  const of = (type: string) => {
    const found = counts.get(type) ?? { labelled: 0, predicted: 0, right: 0 };
    counts.set(type, found);
    return found;
  };
  eachSentence(predicted, actual, scheme, (answers, labels) => {
    for (const { type } of labels) of(type).labelled++;
    for (const { type } of answers) of(type).predicted++;
    for (const { type } of inBoth(answers, labels)) of(type).right++;
  });
  const types = new Map(
    [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => [type, scoreOf(count)]),
  );
  const all = [...types.values()];
  const micro = scoreOf({
    labelled: sum(all.map(({ labelled }) => labelled)),
    predicted: sum(all.map((score) => score.predicted)),
    right: sum(all.map(({ right }) => right)),
  });
  return {
    types,
    micro,
    macro: all.length > 0 ? average(all, () => 1 / all.length) : undefined,
    weighted: average(all, ({ labelled }) => (micro.labelled > 0 ? labelled / micro.labelled : 0)),
  };
}

/** Entities of each sentence of the answers and of the labels, and the sentence's number. */
export function eachSentence(
  predicted: readonly TagSequence[],
  actual: readonly TagSequence[],
  scheme: TagScheme | undefined,
  visit: (answers: Entity[], labels: Entity[], sentence: number) => void,
): void {
  checkSameTokens(predicted, actual);
  const read = (tags: TagSequence, whose: string, sentence: number) => {
    try {
      return scheme === undefined ? lenientEntities(tags) : strictEntities(tags, scheme);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      throw new LabError(`${whose} of sentence ${sentence}: ${error.message}`, { cause: error });
    }
  };
  for (let s = 0; s < actual.length; s++) {
    visit(read(predicted[s], 'Answers', s), read(actual[s], 'Labels', s), s);
  }
}

/** Entities of the labels that the answers have with the same type and ends. */
export function inBoth(answers: readonly Entity[], labels: readonly Entity[]): Entity[] {
  const key = ({ type, start, end }: Entity) => `${start} ${end} ${type}`;
  const answered = new Set(answers.map(key));
  return labels.filter((entity) => answered.has(key(entity)));
}

/** Precision, recall and F1 from counts; 0 / 0 is 0. */
export function scoreOf(counts: { labelled: number; predicted: number; right: number }): EntityScore {
  const { labelled, predicted, right } = counts;
  return {
    precision: predicted > 0 ? right / predicted : 0,
    recall: labelled > 0 ? right / labelled : 0,
    f1: labelled + predicted > 0 ? (2 * right) / (labelled + predicted) : 0,
    labelled,
    predicted,
    right,
  };
}

function average(scores: readonly EntityScore[], weight: (score: EntityScore) => number) {
  const mean = (of: 'precision' | 'recall' | 'f1') =>
    Math.min(1, sum(scores.map((score) => weight(score) * score[of])));
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
