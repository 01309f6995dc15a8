/** A range for an unknown value, with the share of repeated studies in which such a range covers it. */
import { LabError } from '../errors';

export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Intended coverage, between 0 and 1: 0.95. */
  readonly confidence: number;
}

/** @throws LabError unless the share lies strictly between 0 and 1 */
export function checkShare(share: number, name = 'confidence'): void {
  if (!(share > 0 && share < 1))
    throw new LabError(`The ${name} is ${share}; give a share between 0 and 1, as 0.95.`);
}
