/** What a recorded replication of a study on fresh seeds found. */
import * as fs from 'node:fs';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import { recordFile } from '../runner/recordFile';
import { Findings } from './findings';
import { recordedOutcome } from './recordedOutcome';

/** The first seed of replications: none of them chose a setting or stands in a study's own results. */
export const replicationSeed = 201;

/**
 * The replication's verdict and the numbers it rests on, in a sentence; where none is recorded, how to run one.
 * @param options.records default notebooks/records
 * @throws LabError where the record was edited
 */
export function replicationOf(
  study: Study,
  options: { readonly tier?: TierName; readonly records?: string } = {},
): Findings {
  const { tier = 'laptop', records: folder } = options;
  const place = { tier, firstSeed: replicationSeed, folder };
  if (fs.existsSync(recordFile(study.id, place)))
    return recordedOutcome({ study: study.id, ...place, ...(folder !== undefined && { records: folder }) })
      .replication;
  return new Findings([
    `No replication of \`${study.id}\` is recorded at the tier ${tier}. \`npx lab run ${study.id} --tier ${tier} --first-seed ${replicationSeed} --seeds 10\` runs one.`,
  ]);
}
