/** Positions on a numeric axis, as curves are drawn over it: straight lines over the number or over its logarithm. */
import { LabError } from '../errors';
import type { Level } from './observation';

/** 'log' for counts and settings that grow by factors, 'linear' for those that grow by steps. */
export type Scale = 'log' | 'linear';

/** Where a level lies on the scale: log2(level), or the level. @throws LabError for a level that has no place there */
export function toScale(level: Level, scale: Scale): number {
  if (typeof level !== 'number' || !Number.isFinite(level))
    throw new LabError(`The level '${level}' is not a number, so it has no place on a ${scale} axis.`);
  if (scale === 'linear') return level;
  if (level <= 0)
    throw new LabError(
      `The level ${level} has no place on a log axis; give levels above 0 or a linear axis.`,
    );
  return Math.log2(level);
}

/** The level at a place on the scale; inverse of {@link toScale}. */
export function fromScale(position: number, scale: Scale): number {
  return scale === 'log' ? 2 ** position : position;
}
