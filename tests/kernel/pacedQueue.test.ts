import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PacedQueue } from '../../src/kernel/pacedQueue';

let sent: string[];
let queue: PacedQueue;
const add = (name: string, bytes: number, paced = true) => queue.add(bytes, paced, () => sent.push(name));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  sent = [];
  queue = new PacedQueue(() => {}, { burst: 100, perSecond: 50 });
});
afterEach(() => vi.useRealTimers());

describe('a paced queue', () => {
  it('lets a burst pass, and then no more than the pace', () => {
    add('a', 60);
    add('b', 40);
    add('c', 50);
    expect(sent).toEqual(['a', 'b']);
    expect(queue.backlog).toBe(50);
    vi.advanceTimersByTime(900);
    expect(sent).toEqual(['a', 'b']);
    vi.advanceTimersByTime(200);
    expect(sent).toEqual(['a', 'b', 'c']);
    expect(queue.backlog).toBe(0);
  });

  it('keeps the order, also of what need not wait', () => {
    add('a', 100);
    add('b', 50);
    add('c', 1, false);
    expect(sent).toEqual(['a']);
    vi.advanceTimersByTime(3000);
    expect(sent).toEqual(['a', 'b', 'c']);
  });

  it('does not hold back what goes to a program', () => {
    for (const name of ['a', 'b', 'c']) add(name, 1000, false);
    expect(sent).toEqual(['a', 'b', 'c']);
  });

  it('sends even what is more than a burst', () => {
    add('a', 10);
    add('huge', 1000);
    vi.advanceTimersByTime(1000);
    expect(sent).toEqual(['a', 'huge']);
  });

  it('stays below what the server of Jupyter lets pass in any three seconds', () => {
    const paced = new PacedQueue(() => {});
    const times: [number, number][] = [];
    for (let i = 0; i < 200; i++) paced.add(5e4, true, () => times.push([performance.now(), 5e4]));
    vi.advanceTimersByTime(60_000);
    expect(times).toHaveLength(200);
    for (const [start] of times) {
      const within = times.filter(([at]) => at >= start && at < start + 3000);
      expect(within.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThan(3e6);
    }
  });

  it('gives up the pace at the end', () => {
    for (const name of ['a', 'b', 'c']) add(name, 100);
    queue.flush();
    expect(sent).toEqual(['a', 'b', 'c']);
    vi.advanceTimersByTime(10_000);
    expect(sent).toHaveLength(3);
  });
});
