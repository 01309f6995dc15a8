/** How large a gradient is. */
import { LabError } from '../errors';
import type { GradientMetric } from './metric';

/**
 * Euclidean norm over all values of all tensors, as gradient clipping takes it (Pascanu, Mikolov & Bengio 2013, algorithm 1).
 * Infinity for an infinite value; a gradient that is not a number is refused.
 */
export const gradientNorm = {
  name: 'gradientNorm',
  title: 'Gradient norm',
  unit: '',
  higherIsBetter: undefined,
  range: [0, Number.POSITIVE_INFINITY],
  tasks: ['measurement'],
  needs: 'gradients',
  reference: 'NumPy 2.4.6, numpy.linalg.norm of all values in one vector',
  chance: 'has no meaning: nothing is guessed',
  compute: (gradients) => {
    let [largest, values] = [0, 0];
    gradients.forEach((tensor, t) => {
      for (let k = 0; k < tensor.length; k++) {
        if (typeof tensor[k] !== 'number' || Number.isNaN(tensor[k])) {
          throw new LabError(
            `Value ${k} of gradient ${t} is not a number: the model diverged; lower its learning rates.`,
          );
        }
        largest = Math.max(largest, Math.abs(tensor[k]));
        values++;
      }
    });
    if (values === 0) throw new LabError('There are no gradients to measure.');
    if (largest === 0 || largest === Number.POSITIVE_INFINITY) return largest;
    // In units of the largest value, so that no square overflows or vanishes.
    let sum = 0;
    for (const tensor of gradients) {
      for (let k = 0; k < tensor.length; k++) sum += (tensor[k] / largest) ** 2;
    }
    return largest * Math.sqrt(sum);
  },
} as const satisfies GradientMetric;
