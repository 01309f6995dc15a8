/** Tries again what a tuning tried, from nothing, and compares every score. */

import * as path from 'node:path';
import { LabError } from '../errors';
import { atLevel } from '../form/axis';
import type { Study } from '../form/study';
import { studyWords } from './commandWords';
import { identify } from './identity';
import { candidateText, tune } from './tune';
import { tuningFaults } from './tuningCheck';
import { type CandidateScore, chosenCandidates, readTuning, type TuningRecord } from './tuningRecord';
import { verifyFolder } from './verifyFolder';

export interface TuningVerification {
  readonly study: string;
  /** Every score equal to the last bit, and the record as the study asks for; null in another environment. */
  readonly verified: boolean | null;
  readonly sameEnvironment: boolean;
  readonly faults: readonly string[];
  readonly equal: number;
  readonly compared: number;
  /** Scores that differ, or that only one side has; one clause each. */
  readonly differing: readonly string[];
  /** Choices that come out otherwise. */
  readonly otherChoices: readonly string[];
}

/**
 * @param options.records where the tuning is recorded; default notebooks/records
 * @throws LabError if no tuning is recorded
 */
export async function verifyTuning(
  study: Study,
  options: { readonly records?: string; readonly storeFolder?: string } = {},
): Promise<TuningVerification> {
  const record = readTuning(study.id, options.records);
  if (!record)
    throw new LabError(`No tuning of '${study.id}' is recorded: 'lab tune ${studyWords(study)}' writes one.`);
  const faults = tuningFaults(study, record);
  const place = verifyFolder(`${study.id}-tuning`, options.storeFolder);
  const { folder } = place;
  const again = await tune(study, {
    tier: record.tier,
    store: folder,
    records: path.join(folder, 'records'),
  });
  const scores = byPlace(record);
  const recomputed = byPlace(again);
  const places = [...new Set([...scores.keys(), ...recomputed.keys()])];
  const differing = places.flatMap((place) => {
    const [before, now] = [scores.get(place)?.value, recomputed.get(place)?.value];
    return before === now ? [] : [`${place}: ${before ?? 'not'} recorded, ${now ?? 'not'} recomputed`];
  });
  const sameEnvironment = record.environment.hash === again.environment.hash;
  const verified = faults.length === 0 && differing.length === 0;
  place.done(!verified);
  return {
    ...{ study: study.id, sameEnvironment, faults, differing },
    verified: sameEnvironment || faults.length > 0 ? verified : null,
    equal: places.length - differing.length,
    compared: places.length,
    otherChoices: otherChoices(study, record, again),
  };
}

function byPlace({ scores }: TuningRecord): Map<string, CandidateScore> {
  return new Map(
    scores.map((score) => [
      `${score.arm} at ${score.level}, seed ${score.seed}, ${candidateText(score.candidate)}`,
      score,
    ]),
  );
}

function otherChoices({ axis }: Study, record: TuningRecord, again: TuningRecord): string[] {
  const now = chosenCandidates(again);
  return [...chosenCandidates(record)].flatMap(([arm, levels]) =>
    [...levels].flatMap(([level, candidate]) => {
      const other = now.get(arm)?.get(level);
      if (other && identify(other) === identify(candidate)) return [];
      return [
        `${arm} ${axis.title ? `${atLevel(axis, level)} ` : ''}took ${candidateText(candidate)}, and takes ${other ? candidateText(other) : 'nothing'} now`,
      ];
    }),
  );
}
