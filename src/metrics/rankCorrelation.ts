/** Whether two quantities rise and fall together: Spearman's correlation of their ranks. */
import { LabError } from '../errors';
import type { PairMetric } from './metric';

type Numbers = ArrayLike<number>;

/**
 * Spearman's rank correlation, -1 to 1, equal values at their mean rank; undefined where either side does not vary.
 * @throws LabError for unequal lengths, no pairs, or a value that is not a number (that of a failed trial, say)
 */
export function spearmanCorrelation(x: Numbers, y: Numbers): number | undefined {
  if (x.length !== y.length) {
    throw new LabError(`Rank correlation needs pairs, not ${x.length} and ${y.length} values.`);
  }
  if (x.length === 0) throw new LabError('Rank correlation needs pairs, and there are none.');
  const [a, b] = [ranks(x), ranks(y)];
  const centre = (x.length + 1) / 2;
  let [both, first, second] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    both += (a[k] - centre) * (b[k] - centre);
    first += (a[k] - centre) ** 2;
    second += (b[k] - centre) ** 2;
  }
  if (first === 0 || second === 0) return undefined;
  return Math.max(-1, Math.min(1, both / Math.sqrt(first * second)));
}

/** Ranks from 1; equal values share the mean of their ranks. */
function ranks(values: Numbers): Float64Array {
  for (let k = 0; k < values.length; k++) {
    if (typeof values[k] !== 'number' || Number.isNaN(values[k])) {
      throw new LabError(
        `Value ${k} is ${values[k]}, which has no rank; leave its pair out of the rank correlation.`,
      );
    }
  }
  const order = Array.from({ length: values.length }, (_, k) => k).sort((j, k) => values[j] - values[k]);
  const found = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let k = start; k < end; k++) found[order[k]] = (start + 1 + end) / 2;
    start = end;
  }
  return found;
}

export const spearman = {
  name: 'spearman',
  title: "Spearman's rank correlation",
  unit: '',
  higherIsBetter: true,
  range: [-1, 1],
  tasks: ['measurement'],
  needs: 'pairs',
  reference: 'SciPy 1.17.1, scipy.stats.spearmanr',
  chance: '0, for quantities that have nothing to do with each other',
  chanceLevel: () => 0,
  compute: (x, y) => {
    const correlation = spearmanCorrelation(x, y);
    if (correlation === undefined) {
      throw new LabError(
        'One of the two quantities is the same everywhere, so that there is no rank correlation; measure cases that differ.',
      );
    }
    return correlation;
  },
} as const satisfies PairMetric;
