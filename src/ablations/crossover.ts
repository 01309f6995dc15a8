/** Up to how many labels the treatment helps: where its advantage is last seen. */
import type { PairedDifference } from './pairedDifference';
import { correctedTests } from './statistics';

export interface Crossover {
  /**
   * 'stops': helps at some budget and no longer from `at` on · 'throughout': still helps at the largest budget measured ·
   * 'never': helps at none · 'unknown': no budget has an interval.
   */
  readonly kind: 'stops' | 'throughout' | 'never' | 'unknown';
  /** First budget from which on no corrected interval lies above zero. Of 'stops' only. */
  readonly at?: number;
  /** Labels where the corrected interval's lower end, joined by straight lines over log2(labels), crosses zero. Of 'stops' only. */
  readonly estimate?: number;
  /** Labels where the mean difference itself changes sign, read off likewise; undefined if it never does. */
  readonly signChange?: number;
  /** Budgets whose corrected interval lies wholly below zero: there the treatment harms. */
  readonly harms: readonly number[];
  readonly sentence: string;
}

/**
 * Finds where a treatment stops helping. "Helps" means that the paired t interval, at the level of Holm's correction for
 * all budgets given, lies wholly on the better side of zero: by the same measure as a verdict. Budgets with fewer than two
 * pairs show nothing and are passed over.
 */
export function crossover(
  differences: readonly PairedDifference[],
  options: { higherIsBetter?: boolean; title?: string } = {},
): Crossover {
  const { higherIsBetter = true, title = differences[0]?.treatment ?? 'the treatment' } = options;
  const tests = correctedTests(differences.map(({ differences: values }) => values));
  const points = differences
    .flatMap(({ labelsPerClass, mean }, k) => {
      const { interval } = tests[k]!;
      if (mean === undefined || !interval) return [];
      const [low, high] = higherIsBetter ? [interval.low, interval.high] : [-interval.high, -interval.low];
      return [{ labels: labelsPerClass, mean: higherIsBetter ? mean : -mean, low, high }];
    })
    .sort((a, b) => a.labels - b.labels);
  const harms = points.filter(({ high }) => high < 0).map(({ labels }) => labels);
  const harm = harms.length > 0 ? ` It harms at ${harms.join(', ')}.` : '';
  const last = points.findLastIndex(({ low }) => low > 0);
  if (points.length === 0) {
    return {
      kind: 'unknown',
      harms,
      sentence: `No budget has two paired trials, so ${title} cannot be judged.`,
    };
  }
  if (last < 0) {
    const sentence = `At no budget measured is ${title} reliably better.${harm}`;
    return { kind: 'never', harms, sentence };
  }
  if (last === points.length - 1) {
    const sentence = `${title} still helps at ${points[last].labels} labels per class, the largest budget measured.${harm}`;
    return { kind: 'throughout', harms, sentence };
  }
  const next = points[last + 1];
  const estimate = zeroOf(points[last].labels, points[last].low, next.labels, next.low);
  const turn = points.findIndex(({ mean }, k) => k > last && mean < 0);
  const signChange =
    turn < 0
      ? undefined
      : zeroOf(points[turn - 1].labels, points[turn - 1].mean, points[turn].labels, points[turn].mean);
  const turned =
    signChange === undefined ? '' : `; the mean difference changes sign near ${Math.round(signChange)}`;
  const sentence =
    `${title} stops helping at ${next.labels} labels per class (the corrected interval reaches zero near ` +
    `${Math.round(estimate)}${turned}).${harm}`;
  return { kind: 'stops', at: next.labels, estimate, signChange, harms, sentence };
}

/** Where a line over log2(labels) from (a, up) to (b, down) is zero; up >= 0 >= down. */
function zeroOf(a: number, up: number, b: number, down: number): number {
  const share = up === down ? 0 : up / (up - down);
  return 2 ** (Math.log2(a) + share * (Math.log2(b) - Math.log2(a)));
}
