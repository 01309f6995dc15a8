import { expect, it } from 'vitest';
import { History } from '../../src/kernel/history';

const history = new History();
history.add(1, 'let a = 1;', null);
history.add(2, 'a + 1', '2');
history.add(3, 'a * 2', '2');
history.add(4, 'a + 1', '2');

it('gives the last cells, with their results where asked', () => {
  expect(history.entries({ hist_access_type: 'tail', n: 2 })).toEqual([
    [1, 3, 'a * 2'],
    [1, 4, 'a + 1'],
  ]);
  expect(history.entries({ hist_access_type: 'tail', n: 1, output: true })).toEqual([[1, 4, ['a + 1', '2']]]);
  expect(history.entries({ hist_access_type: 'tail', n: 0 })).toEqual([]);
});

it('gives a range of the session that runs, and none of others', () => {
  const range = { hist_access_type: 'range', start: 2, stop: 4 };
  expect(history.entries({ ...range, session: 0 }).map(([, number]) => number)).toEqual([2, 3]);
  expect(history.entries({ ...range, session: 1, stop: null }).map(([, number]) => number)).toEqual([
    2, 3, 4,
  ]);
  expect(history.entries({ ...range, session: -1 })).toEqual([]);
});

it('finds cells by a pattern of * and ?, once each if asked', () => {
  const search = (pattern: string, more = {}) =>
    history.entries({ hist_access_type: 'search', pattern, ...more }).map(([, number]) => number);
  expect(search('a ? ?')).toEqual([2, 3, 4]);
  expect(search('a + *')).toEqual([2, 4]);
  expect(search('a + *', { unique: true })).toEqual([4]);
  expect(search('*', { n: 1 })).toEqual([4]);
  expect(search('a.+1')).toEqual([]);
});
