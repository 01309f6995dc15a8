import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { compile, type Engine } from '../../src/engine/program';
import { type Randomness, randomness } from '../../src/engine/randomness';

beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

/** Two sites drawn in each of three steps: [step][site][numbers]. */
function draws(random: Randomness, engine: Engine, kind: 'uniform' | 'normal' = 'uniform'): number[][][] {
  const program = compile({
    state: random.state,
    engine,
    functions: {
      draw: () => {
        const [first, second] = [random[kind]([5]), random[kind]([5])];
        random.advance();
        return { first, second };
      },
    },
  });
  const numbers = [0, 1, 2].map(() => {
    const { first, second } = program.draw({});
    return [[...first.dataSync()], [...second.dataSync()]];
  });
  program.program.dispose();
  return numbers;
}

describe('a stream', () => {
  it.each(['uniform', 'normal'] as const)('of %s numbers repeats by seed, eagerly and compiled', (kind) => {
    const eager = draws(randomness(3), 'eager', kind);
    expect(draws(randomness(3), 'eager', kind)).toEqual(eager);
    expect(draws(randomness(3), 'compiled', kind)).toEqual(eager);
  });

  it('differs at every site, in every step, and for every seed, neighbouring ones too', () => {
    const all = [0, 1, 2, -1, 2 ** 31 - 1, 1_000_003].flatMap((seed) =>
      draws(randomness(seed), 'compiled').flatMap((step) => step.map((numbers) => numbers.join())),
    );
    expect(all.length).toBe(36);
    expect(new Set(all).size).toBe(36);
  });

  it('starts again on reset', () => {
    const random = randomness(3);
    const first = draws(random, 'compiled');
    expect(draws(random, 'compiled')).not.toEqual(first);
    random.reset(3);
    expect(draws(random, 'compiled')).toEqual(first);
    random.reset(4);
    expect(draws(random, 'eager')).toEqual(draws(randomness(4), 'eager'));
  });

  it('goes on from a saved counter', () => {
    const random = randomness(3);
    const whole = draws(random, 'compiled');
    const later = randomness(99);
    later.state['randomness.counter'].assign(tf.tensor1d([3, 1], 'int32'));
    expect(draws(later, 'compiled').slice(0, 2)).toEqual(whole.slice(1));
  });

  it('names its state, so that one program can hold two', () => {
    expect(Object.keys(randomness(1, 'masks').state)).toEqual(['masks.counter']);
  });
});

describe('moments, within five standard errors of 100,000 draws', () => {
  const count = 100_000;
  const mean = (values: Float32Array, power: number) =>
    values.reduce((sum, value) => sum + value ** power, 0) / count;

  it('of uniform numbers in [0, 1)', () => {
    const values = randomness(8).uniform([count]).dataSync() as Float32Array;
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    for (const power of [1, 2, 3, 4]) {
      const expected = 1 / (power + 1);
      const error = Math.sqrt((1 / (2 * power + 1) - expected ** 2) / count);
      expect(Math.abs(mean(values, power) - expected)).toBeLessThan(5 * error);
    }
    const pairs = values.reduce(
      (sum, value, k) => sum + (k > 0 ? (value - 0.5) * (values[k - 1] - 0.5) : 0),
      0,
    );
    expect(Math.abs(pairs / count)).toBeLessThan(5 / 12 / Math.sqrt(count));
  });

  it('of standard normal numbers', () => {
    const values = randomness(8).normal([count]).dataSync() as Float32Array;
    // E x^k is 0, 1, 0, 3; the variance of x^k is E x^2k - (E x^k)^2.
    for (const [power, expected, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ])
      expect(Math.abs(mean(values, power) - expected)).toBeLessThan(5 * Math.sqrt(variance / count));
  });

  it('of neighbouring sites and steps, which are not correlated', () => {
    const random = randomness(8);
    const first = random.uniform([count]).dataSync();
    const second = random.uniform([count]).dataSync();
    random.advance();
    const later = random.uniform([count]).dataSync();
    for (const other of [second, later]) {
      const products = [...first].reduce((sum, value, k) => sum + (value - 0.5) * (other[k] - 0.5), 0);
      expect(Math.abs(products / count)).toBeLessThan(5 / 12 / Math.sqrt(count));
    }
  });
});
