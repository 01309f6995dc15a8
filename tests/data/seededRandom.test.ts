import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/data/seededRandom';

describe('seededRandom', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    const draw = (seed: number | string) => {
      const random = seededRandom(seed);
      return [random.uniform(), random.integer(1000), random.normal(), ...random.shuffle([1, 2, 3, 4, 5])];
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw('labels/7')).toEqual(draw('labels/7'));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('keeps to its numbers for ever: recorded results depend on them', () => {
    const random = seededRandom(1);
    expect([random.integer(1e9), random.integer(1e9), random.integer(1e9)]).toEqual([
      980691863, 874780676, 822843476,
    ]);
  });

  it('draws whole numbers evenly (chi-squared, 9 degrees of freedom, below the 99.9 % point)', () => {
    const random = seededRandom('evenness');
    const counts = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 100_000; draw++) counts[random.integer(10)]!++;
    const statistic = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(statistic).toBeLessThan(27.88);
    expect(() => random.integer(0)).toThrow('whole number from 1');
  });

  it('draws normal numbers of mean 0, variance 1 and kurtosis 3', () => {
    const random = seededRandom('normal');
    const numbers = Array.from({ length: 100_000 }, () => random.normal());
    const moment = (power: number) => numbers.reduce((sum, x) => sum + x ** power, 0) / numbers.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.015);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.02);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
  });

  it('shuffles every order equally often', () => {
    const random = seededRandom('orders');
    const counts = new Map<string, number>();
    for (let round = 0; round < 24_000; round++) {
      const order = random.shuffle([0, 1, 2, 3]).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
