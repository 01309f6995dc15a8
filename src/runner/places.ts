import type { Level } from '../form/axis';
import type { RunDeterminants } from './runRecord';

/** A run, and the level that it stands at: one run may serve several levels that leave it as it is. */
export interface Placed {
  readonly determinants: Pick<RunDeterminants, 'part' | 'name' | 'seed' | 'amount' | 'scoredOn'>;
  readonly level?: Level;
}

/** Where a run stands in a study: its stage or arm, level and seed; of a stage that no level changes without one. */
export function placeOf({ determinants, level }: Placed): string {
  const { part, name, seed, amount, scoredOn } = determinants;
  const where =
    part === 'arm'
      ? `${name}, ${level ?? amount ?? 'all'}, seed ${seed}`
      : `stage ${name}${level === undefined ? '' : `, ${level}`}, seed ${seed}`;
  return scoredOn === 'dev' ? `${where}, on dev` : where;
}
