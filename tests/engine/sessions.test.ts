import { describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { compile } from '../../src/engine/program';
import { randomness } from '../../src/engine/randomness';
import { disposeIdleSessions } from '../../src/engine/session';
import { accumulator, alive, expectNothingLeft, read, savedModels, variable } from './programs';

expectNothingLeft();

describe('programs that compute the same', () => {
  it('share one session and keep their own values in interleaved calls', () => {
    disposeIdleSessions();
    const sessions = savedModels();
    const [one, two] = [accumulator([0, 0]), accumulator([100, 200])];
    const sums = [one.add(1), two.add(1), one.add(2), two.add(2), one.add(3), two.add(3)];
    expect(sums).toEqual([2, 302, 6, 306, 12, 312]);
    expect([one.look(), two.look(), one.look()]).toEqual([
      [6, 6],
      [106, 206],
      [6, 6],
    ]);
    disposeIdleSessions();
    expect(savedModels()).toBe(sessions + 1);
    one.program.program.synchronize();
    expect([...one.total.dataSync(), ...two.total.dataSync()]).toEqual([6, 6, 106, 206]);
    one.dispose();
    expect(two.add(0)).toBe(312);
    two.dispose();
  });

  it('compile once in turn: the second finds the first one’s session', () => {
    disposeIdleSessions();
    const first = accumulator([1, 2]);
    first.add(1);
    first.dispose();
    const sessions = savedModels();
    const second = accumulator([7, 8]);
    expect(second.add(1)).toBe(17);
    expect(savedModels()).toBe(sessions);
    second.dispose();
  });

  it('are told apart from those that differ in one constant', () => {
    const build = (constant: number) => {
      const state = variable([1]);
      const program = compile({
        state: { state },
        functions: { times: ({ x }: { x: tf.Tensor }) => ({ value: state.mul(x).mul(constant) }) },
      });
      return { program, state };
    };
    const all = [2, 3].map(build);
    expect(all.map(({ program }) => read(program.times({ x: 5 }).value)[0])).toEqual([10, 15]);
    for (const { program, state } of all) {
      program.program.dispose();
      state.dispose();
    }
  });

  it('leave few idle sessions, and none once those are disposed', () => {
    disposeIdleSessions();
    const sessions = savedModels();
    for (let length = 1; length <= 8; length++) {
      const one = accumulator(Array(length).fill(1));
      one.add(1);
      one.dispose();
    }
    expect(savedModels() - sessions).toBeLessThanOrEqual(4);
    disposeIdleSessions();
    expect(savedModels()).toBe(sessions);
  });
});
describe('1,000 steps', () => {
  it.each(['compiled', 'eager'] as const)('leave as many tensors alive as one, %s', (engine) => {
    const weight = variable([0.5, -0.5]);
    const random = randomness(1);
    const program = compile({
      state: { weight, ...random.state },
      engine,
      functions: {
        train: ({ rate }: { rate: tf.Tensor }) => {
          const { value, grads } = tf.variableGrads(
            () =>
              weight
                .sub(random.normal([2]))
                .square()
                .sum() as tf.Scalar,
            [weight],
          );
          weight.assign(weight.sub(grads[weight.name].mul(rate)));
          random.advance();
          return { loss: value };
        },
      },
    });
    const step = () => read(program.train({ rate: 0.01 }).loss)[0];
    step();
    const after = alive();
    for (let count = 0; count < 1000; count++) step();
    expect(alive()).toEqual(after);
    program.program.dispose();
    tf.dispose([weight, random.state]);
  });
});
