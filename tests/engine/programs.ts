/** Small programs for the tests of the engine, and what is alive of them. */
import { afterAll, beforeAll, expect } from 'vitest';
import { nativeBackend } from '../../src/engine/binding';
import { tf } from '../../src/engine/native';
import { compile, type Engine } from '../../src/engine/program';
import { disposeIdleSessions } from '../../src/engine/session';

/** A variable of these values. */
export const variable = (values: number[]) => tf.tidy(() => tf.variable(tf.tensor1d(values)));
/** The values of a tensor, which is disposed. */
export const read = (tensor: tf.Tensor) => {
  const values = [...tensor.dataSync()];
  tensor.dispose();
  return values;
};
export const savedModels = () =>
  (nativeBackend().binding as unknown as { getNumOfSavedModels(): number }).getNumOfSavedModels();

/** Adds `amount` to a vector and can look at it: the smallest program with state. */
export function accumulator(start: number[], engine: Engine = 'compiled', shapeLimit?: number) {
  const total = variable(start);
  const program = compile({
    state: { total },
    engine,
    shapeLimit,
    functions: {
      add: ({ amount }: { amount: tf.Tensor }) => {
        total.assign(total.add(amount));
        return { sum: total.sum() };
      },
      look: ({ factor }: { factor: tf.Tensor }) => ({ values: total.mul(factor) }),
    },
  });
  return {
    total,
    program,
    add: (amount: number) => read(program.add({ amount }).sum)[0],
    look: (factor = 1) => read(program.look({ factor }).values),
    dispose() {
      program.program.dispose();
      total.dispose();
    },
  };
}

/** Everything alive: tfjs tensors, TensorFlow tensors, sessions. */
export const alive = () => [tf.memory().numTensors, nativeBackend().binding.getNumOfTensors(), savedModels()];

/** Checks, once a file's tests are over, that disposing left nothing behind. Call it at the top of the file. */
export function expectNothingLeft(): void {
  let before: number[];
  beforeAll(() => {
    disposeIdleSessions();
    before = alive();
  });
  afterAll(() => {
    disposeIdleSessions();
    expect(alive()).toEqual(before);
  });
}
