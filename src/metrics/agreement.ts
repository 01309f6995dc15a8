/** How far two raters agree: two models, two runs of one, or a model and a person. */
import { LabError } from '../errors';
import { chanceOfEqual } from './chance';
import type { RatingMetric } from './metric';

type Ratings = ArrayLike<string | number>;

function checkRatings(first: Ratings, second: Ratings): void {
  if (first.length === 0) throw new LabError('There is nothing that was rated.');
  if (first.length !== second.length) {
    throw new LabError(
      `One rater gave ${first.length} ratings and the other ${second.length}; give both of the same things.`,
    );
  }
  for (const ratings of [first, second]) {
    for (let k = 0; k < ratings.length; k++) {
      if (typeof ratings[k] !== 'string' && !Number.isInteger(ratings[k])) {
        throw new LabError(`Rating ${k} is ${ratings[k]}; give classes, as names or whole numbers.`);
      }
    }
  }
}

function shareEqual(first: Ratings, second: Ratings): number {
  checkRatings(first, second);
  let equal = 0;
  for (let k = 0; k < first.length; k++) if (first[k] === second[k]) equal++;
  return equal / first.length;
}

function sharesOf(ratings: Ratings): Map<string | number, number> {
  const shares = new Map<string | number, number>();
  for (let k = 0; k < ratings.length; k++) {
    shares.set(ratings[k], (shares.get(ratings[k]) ?? 0) + 1 / ratings.length);
  }
  return shares;
}

/** Share of things that both put into the same class. */
export const agreement = {
  name: 'agreement',
  title: 'Agreement (share equal)',
  unit: '',
  higherIsBetter: true,
  range: [0, 1],
  tasks: ['measurement'],
  needs: 'ratings',
  reference: 'scikit-learn 1.9.1, accuracy_score',
  chance: 'the sum of the squared class shares, for raters of the same habits',
  chanceLevel: chanceOfEqual,
  compute: shareEqual,
} as const satisfies RatingMetric;

/** Agreement beyond what the two raters' own habits give: (share equal - expected) / (1 - expected), Cohen (1960). */
export const cohenKappa = {
  name: 'cohenKappa',
  title: "Cohen's kappa",
  unit: '',
  higherIsBetter: true,
  range: [-1, 1],
  tasks: ['measurement'],
  needs: 'ratings',
  reference: 'scikit-learn 1.9.1, cohen_kappa_score',
  chance: '0, by construction',
  chanceLevel: () => 0,
  compute: (first, second) => {
    const equal = shareEqual(first, second);
    const [own, others] = [sharesOf(first), sharesOf(second)];
    if (own.size === 1 && others.size === 1 && equal === 1) {
      throw new LabError(
        "Both raters put everything into one class, where Cohen's kappa is not defined; take the share that is equal.",
      );
    }
    let expected = 0;
    for (const [rating, share] of own) expected += share * (others.get(rating) ?? 0);
    return Math.max(-1, Math.min(1, (equal - expected) / (1 - expected)));
  },
} as const satisfies RatingMetric;
