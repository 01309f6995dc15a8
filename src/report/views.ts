/** Views of results by name, as outputs in notebooks and blocks in documents say which they are. */
import { LabError } from '../errors';
import { breakEvenAgain } from './breakEven';
import { computeShares } from './computeShares';
import type { Displayable, MimeBundle, Origin } from './display';
import { mimeBundleOf } from './display';
import type { StudyOutcome } from './studyOutcome';

type Given = readonly (string | number)[];

const text = (given: Given, place = 0): string | undefined =>
  given[place] === undefined ? undefined : String(given[place]);

const views: Readonly<Record<string, (outcome: StudyOutcome, given: Given) => Displayable | undefined>> = {
  outcome: (outcome) => outcome,
  claim: (outcome) => outcome.claim,
  results: (outcome) => outcome.results,
  resultsOf: (outcome, given) => outcome.resultsOf(text(given)!),
  verdict: (outcome) => outcome.verdict,
  ledger: (outcome) => outcome.ledger,
  receipts: (outcome) => outcome.receipts,
  environment: (outcome) => outcome.environment,
  levelCurve: (outcome, given) => outcome.levelCurve(text(given)),
  pairedDifferences: (outcome, given) => outcome.pairedDifferences(text(given)),
  differences: (outcome, given) => outcome.differences(text(given)),
  labelMultipliers: (outcome) => outcome.labelMultipliers(),
  convergence: (outcome, given) => outcome.convergence(given[0]),
  against: (outcome, given) => outcome.against(text(given)!, ...given.slice(1).map(String)),
  recalls: (outcome, given) => outcome.recalls(given[0]),
  stageChanges: (outcome, given) => outcome.stageChanges(text(given)!, text(given, 1)!, text(given, 2)!),
  tuning: (outcome) => outcome.tuning,
  tuningEffort: (outcome, given) => outcome.tuningEffort(given[0]),
  expectation: (outcome) => outcome.expectation,
  replication: (outcome) => outcome.replication,
  limits: (outcome) => outcome.limits,
  breakEven: (outcome, given) => breakEvenAgain(outcome, text(given)!),
  breakEvenFigure: (outcome, given) => breakEvenAgain(outcome, text(given)!).figure(given[1]),
  computeShares: (outcome, given) => computeShares(outcome, given.map(String)),
};

/** Whether there is a view of this name. */
export function isView(name: string): boolean {
  return Object.hasOwn(views, name);
}

/** @throws LabError for a view that there is not */
export function renderView(outcome: StudyOutcome, { view, given }: Origin): MimeBundle {
  if (!Object.hasOwn(views, view)) throw new LabError(`There is no view '${view}' of a study's results.`);
  const shown = views[view]!(outcome, given);
  if (!shown) throw new LabError(`The view '${view}' does not apply to '${outcome.data.id}'.`);
  return mimeBundleOf(shown);
}
