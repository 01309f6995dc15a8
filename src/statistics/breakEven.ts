/** From how many tasks, or from what price of a label, a cost that is paid once repays itself. Any one unit, pure functions. */
import { LabError } from '../errors';
import type { Censored } from './crossing';

/** What tasks cost by two ways, in one unit: operations, seconds, watt-hours, labels or money. */
export interface TaskCosts {
  /** Paid once for all tasks that share the encoder. */
  readonly once: number;
  /** Each task by way of pretraining: its fine-tuning and its labels. */
  readonly pretrained: number;
  /** Each task from scratch, scoring as well; a bound where the measured levels give no more. */
  readonly scratch: Censored;
}

/**
 * always: from the first task or at any price · from: from that many on, which may be a bound · upTo: below that price
 * alone · never: at none · open: what was measured bounds a cost and does not decide.
 */
export type Repayment =
  | { readonly kind: 'always' | 'never' | 'open' }
  | { readonly kind: 'from' | 'upTo'; readonly value: Censored };

/** Numbers that differ by rounding alone are equal. */
const rounding = 1e-9;

/**
 * The number of tasks from which pretraining costs no more: once / (scratch − pretrained), as a real number; whole tasks
 * are that many rounded up.
 * @throws LabError for a cost that is negative or no number
 */
export function tasksThatRepay({ once, pretrained, scratch }: TaskCosts): Repayment {
  for (const cost of [once, pretrained, scratch.value]) refuseCost(cost);
  const saved = scratch.value - pretrained;
  if (saved <= rounding * scratch.value) {
    if (scratch.bound === 'atLeast') return { kind: 'open' };
    return { kind: once === 0 && saved >= 0 && scratch.bound === 'exact' ? 'always' : 'never' };
  }
  const value = once / saved;
  // A dearer scratch repays sooner.
  if (value <= 1 + rounding) return { kind: scratch.bound === 'atMost' ? 'open' : 'always' };
  return { kind: 'from', value: { value, bound: opposite(scratch.bound) } };
}

/** Whole tasks: the least number that is no smaller. */
export function wholeTasks({ value, bound }: Censored): Censored {
  return { value: Math.ceil(value * (1 - rounding)), bound };
}

/** What a task costs without its labels, how many labels it takes, and how many tasks share one pretraining. */
export interface LabelledTaskCosts extends TaskCosts {
  readonly tasks: number;
  /** Of a task by way of pretraining. */
  readonly labels: number;
  /** From scratch, for the same score. */
  readonly scratchLabels: Censored;
}

/**
 * The price of a label from which pretraining costs no more: the price at which the labels that it saves pay for what it
 * costs more. 'upTo' where it needs more labels and less of the rest. Costs are without labels, in the price's unit.
 * @throws LabError for a cost that is negative or no number, or no whole task
 */
export function labelPriceThatRepays(costs: LabelledTaskCosts): Repayment {
  const { once, pretrained, scratch, tasks, labels, scratchLabels } = costs;
  for (const cost of [once, pretrained, scratch.value, labels, scratchLabels.value]) refuseCost(cost);
  if (!(Number.isInteger(tasks) && tasks >= 1))
    throw new LabError(`${tasks} tasks share one pretraining; give a whole number, 1 or more.`);
  const dearer = once / tasks + pretrained - scratch.value;
  const saved = scratchLabels.value - labels;
  const level = Math.abs(saved) <= rounding * labels;
  if (scratchLabels.bound !== 'exact') {
    // A bound on the safe side of the decision tells something, the other nothing.
    if (scratchLabels.bound === 'atLeast' && saved > 0 && !level)
      return dearer <= 0
        ? { kind: 'always' }
        : { kind: 'from', value: { value: dearer / saved, bound: 'atMost' } };
    if (scratchLabels.bound === 'atMost' && (saved < 0 || level)) {
      if (dearer >= 0) return { kind: 'never' };
      return level ? { kind: 'open' } : { kind: 'upTo', value: { value: dearer / saved, bound: 'atMost' } };
    }
    return { kind: 'open' };
  }
  if (level) return { kind: dearer <= 0 ? 'always' : 'never' };
  if (saved > 0)
    return dearer <= 0
      ? { kind: 'always' }
      : { kind: 'from', value: { value: dearer / saved, bound: 'exact' } };
  return dearer >= 0 ? { kind: 'never' } : { kind: 'upTo', value: { value: dearer / saved, bound: 'exact' } };
}

/** Of a quantity that falls as another rises. */
function opposite(bound: Censored['bound']): Censored['bound'] {
  return bound === 'exact' ? bound : bound === 'atLeast' ? 'atMost' : 'atLeast';
}

function refuseCost(cost: number): void {
  if (!(cost >= 0 && Number.isFinite(cost)))
    throw new LabError(`A cost is ${cost}; give a number, 0 or more.`);
}
