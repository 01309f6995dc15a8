/** Compares a study with its execution on another machine, where bits cannot be equal: by its paired differences. */
import { agreementOf, type StudyAgreement } from '../statistics/agreement';
import { levelsOf } from '../statistics/observation';
import { pairedDifference } from '../statistics/pairedDifference';
import { axisWords, observations } from './analysis';
import { armsOf, type StudyResults } from './results';

/** What the treatment's difference from one other arm came to on both machines. */
export interface ArmAgreement {
  /** The arm that the treatment is compared with; with `moreThan`, of the verdict's own question. */
  readonly reference: string;
  readonly agreement: StudyAgreement;
}

/**
 * Every comparison of the treatment with another arm, and the verdict's own question: a shift of any arm moves one of
 * them. The chance of a false alarm over all comparisons together is 5 %.
 */
export function compareOtherMachine(recorded: StudyResults, recomputed: StudyResults): ArmAgreement[] {
  const metric = recorded.task.metrics[0]!;
  const { treatment, reference, moreThan, smallestDifferenceThatMatters } = recorded.verdict;
  const before = observations(recorded, metric);
  const placeOf = ({ arm, level, seed }: (typeof before)[number]) => `${arm} ${level} ${seed}`;
  const known = new Set(before.filter(({ value }) => value !== undefined).map(placeOf));
  // What the record lacks is a fault of the record, told elsewhere, and nothing to compare.
  const after = observations(recomputed, metric).filter((one) => known.has(placeOf(one)));
  const others = armsOf(recorded).filter((arm) => arm !== treatment);
  const comparisons = [
    ...(moreThan ? [{ treatment, reference, moreThan }] : []),
    ...others.map((arm) => ({ treatment, reference: arm })),
  ];
  const axis = axisWords(recorded);
  return comparisons.map((comparison) => {
    const levels = levelsOf(before, comparison.reference).filter((level) =>
      before.some((o) => o.arm === treatment && o.level === level),
    );
    const of = (all: typeof before) =>
      levels
        .filter((level) => all.some((o) => o.arm === comparison.reference && o.level === level))
        .map((level) => pairedDifference(all, { ...comparison, level }));
    const agreement = agreementOf(of(before), of(after), {
      ...(axis && { axis }),
      ...(smallestDifferenceThatMatters !== undefined && {
        smallestThatMatters: smallestDifferenceThatMatters,
      }),
      alpha: 0.05 / comparisons.length,
    });
    return {
      reference: 'moreThan' in comparison ? 'the gain of the verdict' : comparison.reference,
      agreement,
    };
  });
}
