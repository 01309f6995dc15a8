import { describe, expect, it } from 'vitest';
import type { Level } from '../../src/form/axis';
import { candidatesOf, choicesAtEnds, type Grid, untriedNeighbours } from '../../src/runner/grid';
import {
  bestCandidate,
  type Candidate,
  type CandidateScore,
  candidateMeans,
  chosenCandidates,
  type TuningRecord,
} from '../../src/runner/tuningRecord';

const numbers = (values: number[], lowest: number, highest: number) => ({
  ...{ values, because: 'minutes allow no more' },
  within: [lowest, highest] as const,
});
const grid: Grid = {
  steps: numbers([80, 320], 20, 1280),
  rate: numbers([1e-3, 3e-3], 1e-4, 3e-2),
  frozen: [false, true],
};

describe('a grid', () => {
  it('is all combinations, the first setting varying slowest', () => {
    expect(candidatesOf(grid)).toEqual(
      [80, 320].flatMap((steps) =>
        [1e-3, 3e-3].flatMap((rate) => [false, true].map((frozen) => ({ steps, rate, frozen }))),
      ),
    );
    expect(candidatesOf({ rate: grid.rate! })).toEqual([{ rate: 1e-3 }, { rate: 3e-3 }]);
    // Nothing to vary: the settings as they stand are the one candidate.
    expect(candidatesOf({})).toEqual([{}]);
  });
});

describe('the next values', () => {
  /** What would be tried next for one setting, whose values tried are given. */
  const next = (dimension: ReturnType<typeof numbers>, best: number, tried = dimension.values) =>
    untriedNeighbours(
      { steps: dimension },
      { steps: best },
      tried.map((steps) => ({ steps })),
    ).map(({ steps }) => steps);

  it('lie beyond the end at which the best one lies, as far as the last step went', () => {
    expect(next(numbers([80, 320], 1, 1e5), 320)).toEqual([1300]);
    expect(next(numbers([80, 320], 1, 1280), 320)).toEqual([1280]);
    expect(next(numbers([80, 320], 1, 1e5), 80)).toEqual([20]);
    expect(next(numbers([80, 160, 320], 1, 1e5), 160)).toEqual([]);
    expect(next(numbers([80, 320], 1, 1e5), 1280, [80, 320, 1280])).toEqual([5100]);
    expect(next(numbers([1e-3, 3e-3], 1e-9, 1), 1e-3)).toEqual([0.00033]);
  });

  it('go up and down from a single value, by a factor of two', () => {
    expect(next(numbers([100], 1, 1000), 100)).toEqual([50, 200]);
  });

  it('stop at the ends of what may be tried', () => {
    expect(next(numbers([80, 320], 20, 1000), 320)).toEqual([1000]);
    expect(next(numbers([80, 320], 20, 1000), 1000, [80, 320, 1000])).toEqual([]);
    expect(next(numbers([80, 320], 50, 1000), 80)).toEqual([50]);
    expect(next(numbers([80, 320], 50, 1000), 50, [50, 80, 320])).toEqual([]);
    expect(next(numbers([80, 320], 80, 320), 320)).toEqual([]);
  });

  it('are found whatever the order in which values were tried', () => {
    expect(next(numbers([80, 320], 1, 1e5), 1280, [320, 1280, 80])).toEqual([5100]);
    expect(next(numbers([80, 320], 1, 1e5), 20, [320, 20, 80])).toEqual([5]);
  });

  it('that rounding makes equal to the last are none', () => {
    expect(next(numbers([1000, 1004], 1, 1e5), 1004)).toEqual([]);
    expect(next(numbers([1000, 1004], 1, 1e5), 1000)).toEqual([]);
  });

  it('change one setting at a time, the others staying at the best', () => {
    const tried = candidatesOf(grid);
    const best = { steps: 320, rate: 1e-3, frozen: true };
    expect(untriedNeighbours(grid, best, tried)).toEqual([
      { steps: 1280, rate: 1e-3, frozen: true },
      { steps: 320, rate: 0.00033, frozen: true },
    ]);
  });

  it('are also those between, with the other settings as the best has them', () => {
    const tried = [...candidatesOf(grid), { steps: 1280, rate: 3e-3, frozen: true }];
    const best = { steps: 1280, rate: 3e-3, frozen: true };
    expect(untriedNeighbours(grid, best, tried)).toEqual([
      { steps: 1280, rate: 1e-3, frozen: true },
      { steps: 1280, rate: 9e-3, frozen: true },
    ]);
  });

  it('of states without an order are none', () => {
    const states: Grid = { frozen: [false, true], pooling: ['mean', 'first'] };
    const best = { frozen: true, pooling: 'first' };
    expect(untriedNeighbours(states, best, candidatesOf(states))).toEqual([]);
  });
});

const score = (
  candidate: Candidate,
  value: number,
  seed = 101,
  place: { arm?: string; level?: Level } = {},
) => ({
  ...{ arm: 'a', level: 2, candidate, seed, value, run: '0'.repeat(64), seconds: 1, ...place },
});

describe('the choice', () => {
  const scores = [
    ...[score({ slope: 1 }, 0.9), score({ slope: 1 }, 0.1, 102)],
    ...[score({ slope: 2 }, 0.6), score({ slope: 2 }, 0.6, 102)],
    ...[score({ slope: 3 }, 0.7), score({ slope: 3 }, 0.5, 102)],
  ];

  it('is the best mean over seeds, of equal ones the first; the lowest where lower is better', () => {
    expect(bestCandidate({ scores, higherIsBetter: true }, 'a', 2)).toEqual({ slope: 2 });
    expect(bestCandidate({ scores, higherIsBetter: false }, 'a', 2)).toEqual({ slope: 1 });
    const reversed = [...scores].reverse();
    expect(bestCandidate({ scores: reversed, higherIsBetter: true }, 'a', 2)).toEqual({ slope: 3 });
    expect(() => bestCandidate({ scores, higherIsBetter: true }, 'b', 2)).toThrow();
  });

  it('takes each arm and level by its own scores', () => {
    const more = [
      ...scores,
      score({ slope: 1 }, 0.95, 101, { arm: 'b' }),
      score({ slope: 2 }, 0.2, 101, { arm: 'b' }),
      score({ slope: 3 }, 0.8, 101, { level: 8 }),
    ];
    const chosen = chosenCandidates({ scores: more, higherIsBetter: true } as unknown as TuningRecord);
    expect([...chosen].map(([arm, levels]) => [arm, ...levels])).toEqual([
      ['a', [2, { slope: 2 }], [8, { slope: 3 }]],
      ['b', [2, { slope: 1 }]],
    ]);
    expect(candidateMeans(more, 'a', 2)).toMatchObject([
      { candidate: { slope: 1 }, mean: 0.5, values: [0.9, 0.1] },
      { candidate: { slope: 2 }, mean: 0.6 },
      { candidate: { slope: 3 }, mean: 0.6 },
    ]);
  });

  it('knows a candidate again whatever the order of its settings', () => {
    const twice = [score({ slope: 1, rate: 2 }, 0.4), score({ rate: 2, slope: 1 }, 0.6, 102)];
    expect(candidateMeans(twice, 'a', 2)).toHaveLength(1);
  });
});

describe('choices at the ends', () => {
  const told = (scores: CandidateScore[], own: Grid = grid) => {
    const record = { scores, higherIsBetter: true, grid: own } as unknown as TuningRecord;
    return choicesAtEnds(record, chosenCandidates(record));
  };

  it('say which setting, on which side, and why nothing beyond was tried', () => {
    const dimension = numbers([80, 320], 80, 320);
    const scores = [score({ steps: 80 }, 0.4), score({ steps: 320 }, 0.6)];
    expect(told(scores, { steps: dimension })).toEqual([
      {
        ...{ arm: 'a', level: 2, setting: 'steps', value: 320, side: 'highest' },
        because: 'minutes allow no more',
      },
    ]);
    const lower = [score({ steps: 80 }, 0.6), score({ steps: 320 }, 0.4)];
    expect(told(lower, { steps: dimension })).toMatchObject([{ side: 'lowest', value: 80 }]);
  });

  it('are none where the grid could still have grown', () => {
    const scores = [score({ steps: 80 }, 0.4), score({ steps: 320 }, 0.6)];
    expect(told(scores, { steps: numbers([80, 320], 20, 1280) })).toEqual([]);
  });

  it('are none inside, of states, and of settings that were not varied', () => {
    const inside = [80, 160, 320].map((steps) => score({ steps }, steps === 160 ? 0.6 : 0.4));
    expect(told(inside, { steps: numbers([80, 160, 320], 80, 320) })).toEqual([]);
    const states = [score({ frozen: true }, 0.6), score({ frozen: false }, 0.4)];
    expect(told(states, { frozen: [true, false] })).toEqual([]);
    const one = [score({ steps: 80 }, 0.6)];
    expect(told(one, { steps: numbers([80, 320], 80, 320) })).toEqual([]);
  });
});
