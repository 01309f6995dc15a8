import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';
import { groupsSharingRuns, independentValues } from '../../src/statistics/independence';
import { tInterval } from '../../src/statistics/studentT';

describe('groupsSharingRuns', () => {
  it('joins what shares a run, also through others', () => {
    expect(groupsSharingRuns([['a'], ['b'], ['a'], [], ['b']])).toEqual([0, 1, 0, 2, 1]);
    // The treatment's runs differ and the reference has one run for all: no two repeats are independent.
    expect(
      groupsSharingRuns([
        ['a', 'x'],
        ['b', 'x'],
        ['c', 'x'],
      ]),
    ).toEqual([0, 0, 0]);
    expect(
      groupsSharingRuns([
        ['a', 'x'],
        ['b', 'y'],
        ['c', 'x'],
        ['c', 'y'],
      ]),
    ).toEqual([0, 0, 0, 0]);
    expect(groupsSharingRuns([[], []])).toEqual([0, 1]);
  });

  it('gives two repeats one group exactly where a path of shared runs joins them', () => {
    const runs = fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 2 }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(runs, (all) => {
        const groups = groupsSharingRuns(all);
        // Reachability by brute force.
        const reach = all.map((a, i) => all.map((b, j) => i === j || a.some((id) => b.includes(id))));
        for (let k = 0; k < all.length; k++)
          for (let i = 0; i < all.length; i++)
            for (let j = 0; j < all.length; j++) reach[i][j] ||= reach[i][k] && reach[k][j];
        for (let i = 0; i < all.length; i++)
          for (let j = 0; j < all.length; j++) expect(groups[i] === groups[j]).toBe(reach[i][j]);
      }),
    );
  });
});

describe('independentValues', () => {
  it('are the values where nothing is shared, means of groups where some is', () => {
    const values = [1, 2, 3, 5];
    expect(independentValues(values, [[], [], [], []])).toEqual({
      values,
      conditional: false,
      sharedRuns: 0,
    });
    expect(independentValues(values, [['a'], ['b'], ['c'], ['d']]).values).toEqual(values);
    expect(independentValues(values, [['a'], ['a'], ['b'], ['b']])).toEqual({
      values: [1.5, 4],
      conditional: false,
      sharedRuns: 2,
    });
    // A seed that starts from nothing is independent of all others.
    expect(independentValues(values, [['a'], ['a'], ['a'], []]).values).toEqual([2, 5]);
  });

  it('are conditional where all share a run, on how many', () => {
    expect(independentValues([1, 2], [['a'], ['a']])).toEqual({
      values: [1, 2],
      conditional: true,
      sharedRuns: 1,
    });
    expect(
      independentValues(
        [1, 2],
        [
          ['a', 'x'],
          ['b', 'x'],
        ],
      ),
    ).toMatchObject({ conditional: true, sharedRuns: 1 });
    expect(
      independentValues(
        [1, 2],
        [
          ['a', 'x'],
          ['a', 'x'],
        ],
      ),
    ).toMatchObject({ sharedRuns: 2 });
    expect(independentValues([1], [['a']])).toMatchObject({ conditional: false });
    expect(independentValues([], [])).toEqual({ values: [], conditional: false, sharedRuns: 0 });
  });
});

describe('the clustered interval', () => {
  /** Shares of simulated studies whose clustered and whose naive interval covers the true difference. */
  function coverage(runs: number, seedsPerRun: number, luck: number, studies = 4000) {
    const random = seededRandom(`clusters/${runs}/${seedsPerRun}/${luck}`);
    const ids = Array.from({ length: runs * seedsPerRun }, (_, k) => [`run ${Math.floor(k / seedsPerRun)}`]);
    let [clustered, naive] = [0, 0];
    for (let study = 0; study < studies; study++) {
      const ofRun = Array.from({ length: runs }, () => luck * random.normal());
      const differences = ids.map(
        (_, k) => 0.1 + ofRun[Math.floor(k / seedsPerRun)] + 0.02 * random.normal(),
      );
      const covers = (values: readonly number[]) => {
        const { low, high } = tInterval(values)!;
        return low <= 0.1 && 0.1 <= high ? 1 : 0;
      };
      clustered += covers(independentValues(differences, ids).values);
      naive += covers(differences);
    }
    return { clustered: clustered / studies, naive: naive / studies };
  }

  // Trial noise has a standard deviation of 0.02, and so has the luck of pretraining; three standard errors are 0.0103.
  it.each([
    [5, 2],
    [5, 4],
    [3, 3],
    [10, 2],
  ])('of %i pretraining runs with %i seeds each covers 95 %%, the naive one clearly less', (runs, seeds) => {
    const { clustered, naive } = coverage(runs, seeds, 0.02);
    expect(Math.abs(clustered - 0.95)).toBeLessThan(0.0103);
    expect(clustered).toBeGreaterThan(0.93);
    expect(clustered).toBeLessThan(0.97);
    expect(naive).toBeLessThan(0.91);
  });

  it('is no worse than the naive one where pretraining has no luck', () => {
    const { clustered, naive } = coverage(5, 2, 0);
    expect(Math.abs(clustered - 0.95)).toBeLessThan(0.0103);
    expect(Math.abs(naive - 0.95)).toBeLessThan(0.0103);
  });
});
