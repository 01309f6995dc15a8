/** Recorded results as an outcome that can be shown, by the study's id alone. */
import { LabError } from '../errors';
import { baseOf, onCards } from '../form/onCards';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import { recordedResults, uneditedResults } from '../runner/recordFile';
import { studies } from '../studies';
import { recordedStudy, type StudyOutcome } from './studyOutcome';

/** Which record: the study's id, tier, and of a replication the first seed. */
export interface RecordName {
  readonly study: string;
  readonly tier?: TierName;
  readonly firstSeed?: number;
  /** Default notebooks/records. */
  readonly records?: string;
}

/**
 * A record of one of the lab's studies, also of one on other cards. Whether it still matches code and data is for `stale` and
 * for verification to say.
 * @throws LabError where nothing is recorded, the record was edited, or there is no such study
 */
export function recordedOutcome(name: RecordName): StudyOutcome {
  const { study: id, tier = 'laptop', firstSeed = 1, records: folder } = name;
  const results = uneditedResults(id, { tier, firstSeed, folder });
  return recordedStudy(studyNamed(id, name), results, { records: folder });
}

/** The definition behind a record's id; of one on other cards, as the record says which. */
export function studyNamed(
  id: string,
  { tier = 'laptop', firstSeed = 1, records }: Partial<RecordName>,
): Study {
  const base = studies.find((study) => study.id === baseOf(id));
  if (!base) throw new LabError(`There is no study '${baseOf(id)}' in the lab.`);
  if (base.id === id) return base;
  const { results } = recordedResults(id, { tier, firstSeed, folder: records });
  const own = Object.entries(results.cards).filter(([role, card]) => card !== base.data.cards[role]);
  return onCards(base, Object.fromEntries(own));
}
