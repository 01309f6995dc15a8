import type { Interval } from '../statistics/interval';
import { signed } from './table';

/** '+0.012 to +0.034', or why there is none. */
export function intervalText(interval: Interval | undefined, n: number): string {
  if (interval) return `${signed(interval.low)} to ${signed(interval.high)}`;
  return n < 2 ? 'n < 2' : 'all equal';
}
