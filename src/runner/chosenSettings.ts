/** Settings that `lab tune` chose, as a plan takes them up. */
import type { Changes, Level } from '../form/axis';
import type { Json } from '../form/json';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import { chosenCandidates, readTuning } from './tuningRecord';

export interface ChosenSettings {
  /** 'fixed': the tier's settings are used as they stand. 'not tuned': they would be tuned, and nothing is recorded yet. */
  readonly source: 'fixed' | 'tuned' | 'not tuned';
  /** Changes of the settings of an arm at a level; undefined where nothing was chosen for it. */
  changesFor(arm: string, level: Level): Changes | undefined;
}

const nothing = () => undefined;

/** The section of the settings that choices go into, where a study does not say. */
export const tunedSection = (study: Study): string => study.tuning?.section ?? 'finetuning';

/** The arm whose choice an arm takes. */
export function tunedArm(study: Study, arm: string): string | undefined {
  const { tunedAs } = study.arms[arm]!;
  return tunedAs ?? (study.tuning?.arms.includes(arm) ? arm : undefined);
}

/**
 * What was chosen for a study on dev, read from its tuning record.
 * @throws LabError where the record is damaged
 */
export function chosenSettings(study: Study, tier: TierName, folder: string | undefined): ChosenSettings {
  if (!study.tuning || !study.tiers[tier].tuned) return { source: 'fixed', changesFor: nothing };
  const record = readTuning(study.id, folder);
  if (!record) return { source: 'not tuned', changesFor: nothing };
  const chosen = chosenCandidates(record);
  return {
    source: 'tuned',
    changesFor(arm, level) {
      const own = tunedArm(study, arm);
      const atLevels = own === undefined ? undefined : chosen.get(own);
      const nearest = atLevels && nearestLevel(level, [...atLevels.keys()], study.axis.scale);
      const candidate = nearest === undefined ? undefined : atLevels?.get(nearest);
      return candidate && { [tunedSection(study)]: candidate as { readonly [name: string]: Json } };
    },
  };
}

/** The tuned level that is nearest on the axis: a level between two tuned ones takes the nearer one's choice. */
function nearestLevel(level: Level, tuned: readonly Level[], scale: string): Level | undefined {
  if (tuned.includes(level)) return level;
  if (typeof level !== 'number') return undefined;
  const place = (value: number) => (scale === 'log' ? Math.log(value) : value);
  const numbers = tuned.filter((other): other is number => typeof other === 'number');
  const distance = (other: number) => Math.abs(place(other) - place(level));
  return numbers.sort((a, b) => distance(a) - distance(b) || a - b)[0];
}
