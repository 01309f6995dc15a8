/** Break-even against cases worked by hand. */
import { describe, expect, it } from 'vitest';
import { labelPriceThatRepays, tasksThatRepay, wholeTasks } from '../../src/statistics/breakEven';
import type { Censored } from '../../src/statistics/crossing';

const exact = (value: number): Censored => ({ value, bound: 'exact' });
const atLeast = (value: number): Censored => ({ value, bound: 'atLeast' });
const atMost = (value: number): Censored => ({ value, bound: 'atMost' });

describe('tasks that repay a pretraining', () => {
  const costs = (scratch: Censored, once = 100, pretrained = 10) =>
    tasksThatRepay({ once, pretrained, scratch });

  it('are what is paid once over what a task saves', () => {
    // 100 + 10 T = 35 T at T = 4.
    expect(costs(exact(35))).toEqual({ kind: 'from', value: exact(4) });
    // 100 + 10 T = 40 T at T = 10 / 3: from the fourth task on.
    const found = costs(exact(40));
    expect(found).toMatchObject({ kind: 'from', value: { value: 100 / 30, bound: 'exact' } });
    expect(wholeTasks(exact(100 / 30))).toEqual(exact(4));
    expect(wholeTasks(exact(4 + 1e-12))).toEqual(exact(4));
  });

  it('are none where a task saves nothing, and one where the first task repays it', () => {
    expect(costs(exact(10))).toEqual({ kind: 'never' });
    expect(costs(exact(5))).toEqual({ kind: 'never' });
    expect(costs(exact(110))).toEqual({ kind: 'always' });
    expect(costs(exact(20), 0)).toEqual({ kind: 'always' });
    expect(costs(exact(10), 0)).toEqual({ kind: 'always' });
  });

  it('are a bound where the cost from scratch is one', () => {
    expect(costs(atLeast(35))).toEqual({ kind: 'from', value: atMost(4) });
    expect(costs(atMost(35))).toEqual({ kind: 'from', value: atLeast(4) });
    expect(costs(atLeast(110))).toEqual({ kind: 'always' });
    // At most 110 may be 110, where the first task repays, or less, where it does not.
    expect(costs(atMost(110))).toEqual({ kind: 'open' });
    expect(costs(atMost(8))).toEqual({ kind: 'never' });
    expect(costs(atLeast(8))).toEqual({ kind: 'open' });
  });

  it('are refused for costs that are none', () => {
    expect(() => costs(exact(-1))).toThrow('A cost is -1; give a number, 0 or more.');
    expect(() => costs(exact(1), Number.NaN)).toThrow('A cost is NaN');
  });
});

describe('the price of a label that repays a pretraining', () => {
  const price = (scratchLabels: Censored, more: object = {}) =>
    labelPriceThatRepays({
      ...{ once: 100, pretrained: 10, scratch: exact(20), tasks: 5, labels: 40, scratchLabels },
      ...more,
    });

  it('pays for what pretraining costs more by the labels that it saves', () => {
    // 100 / 5 + 10 + 40 p = 20 + 90 p at p = 0.2.
    expect(price(exact(90))).toEqual({ kind: 'from', value: exact(0.2) });
    expect(price(atLeast(90))).toEqual({ kind: 'from', value: atMost(0.2) });
    expect(price(exact(90), { tasks: 10 })).toEqual({ kind: 'always' });
  });

  it('has no place where no label is saved, or an upper end where labels are lost', () => {
    expect(price(exact(40))).toEqual({ kind: 'never' });
    expect(price(exact(20))).toEqual({ kind: 'never' });
    // 10 + 40 p = 30 + 20 p at p = 1, and beyond it the labels that are lost weigh more.
    expect(price(exact(20), { once: 0, scratch: exact(30) })).toEqual({ kind: 'upTo', value: exact(1) });
    expect(price(atMost(90))).toEqual({ kind: 'open' });
    expect(price(atLeast(40))).toEqual({ kind: 'open' });
  });

  it('is refused for no whole task', () => {
    expect(() => price(exact(90), { tasks: 0.5 })).toThrow('0.5 tasks share one pretraining');
  });
});
