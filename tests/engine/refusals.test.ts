import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nativeBackend } from '../../src/engine/binding';
import { tf } from '../../src/engine/native';
import { compile, TraceError } from '../../src/engine/program';
import { disposeIdleSessions } from '../../src/engine/session';
import { LabError } from '../../src/errors';

type Body = (args: { x: tf.Tensor }) => Record<string, tf.Tensor>;

let weight: tf.Variable;
beforeEach(() => {
  weight = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
});
afterEach(() => {
  weight.dispose();
  disposeIdleSessions();
});

/** Calls a function once, compiled, on x = [5, 6] with `weight` as its state. */
function call(body: Body): Record<string, number[]> {
  const program = compile({ state: { weight }, functions: { step: body } });
  const x = tf.tensor1d([5, 6]);
  try {
    return Object.fromEntries(
      Object.entries(program.step({ x })).map(([key, tensor]) => {
        const values = [...tensor.dataSync()];
        tensor.dispose();
        return [key, values];
      }),
    );
  } finally {
    program.program.dispose();
    x.dispose();
  }
}

/** The refusal: its class, that it names the function, and that nothing is left of the attempt. */
function refusalOf(body: Body): string {
  const [tensors, native] = [tf.memory().numTensors, nativeBackend().binding.getNumOfTensors()];
  const binding = nativeBackend().binding;
  let refusal: unknown;
  try {
    call(body);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(LabError);
  expect(nativeBackend().binding).toBe(binding);
  expect(tf.memory().numTensors).toBe(tensors);
  // The state may have been uploaded by the attempt, and stays so.
  expect(nativeBackend().binding.getNumOfTensors()).toBeLessThanOrEqual(native + 1);
  expect([...weight.dataSync()]).toEqual([1, 2]);
  return (refusal as Error).message;
}

describe('a value read in JavaScript', () => {
  const sentence = "step: the function reads a tensor's value in JavaScript";

  it.each<[string, Body]>([
    ['of an argument', ({ x }) => ({ y: x.mul(x.dataSync()[0]) })],
    ['of the state', ({ x }) => ({ y: x.mul(weight.dataSync()[0]) })],
    ['of a computed tensor', ({ x }) => ({ y: x.mul(x.sum().arraySync() as number) })],
    [
      'in print',
      ({ x }) => {
        x.print();
        return { y: x };
      },
    ],
    [
      'after the state was changed',
      ({ x }) => {
        weight.assign(weight.add(1));
        return { y: x.mul(weight.sum().dataSync()[0]) };
      },
    ],
  ])('is refused: %s', (_, body) => {
    expect(refusalOf(body)).toContain(sentence);
  });

  it('is refused of a tensor from outside, uploaded to the engine or not', () => {
    const fresh = tf.scalar(3);
    const uploaded = tf.scalar(3);
    uploaded.add(1).dispose();
    for (const outside of [fresh, uploaded])
      expect(refusalOf(({ x }) => ({ y: x.mul(outside.dataSync()[0]) }))).toContain(sentence);
    tf.dispose([fresh, uploaded]);
  });

  it('is allowed of a constant that the function itself made', () => {
    expect(call(({ x }) => ({ y: x.mul(tf.scalar(3).dataSync()[0]) }))).toEqual({ y: [15, 18] });
  });

  it('names the remedy', () => {
    expect(refusalOf(({ x }) => ({ y: x.mul(x.dataSync()[0]) }))).toContain(
      'compute with tensor ops, or pass the value as an argument',
    );
  });
});

describe('random numbers of JavaScript', () => {
  it.each<[string, Body]>([
    ['Math.random', ({ x }) => ({ y: x.mul(Math.random()) })],
    ['tf.randomUniform', ({ x }) => ({ y: x.add(tf.randomUniform([2])) })],
    ['tf.randomNormal', ({ x }) => ({ y: x.add(tf.randomNormal([2])) })],
    ['tf.dropout', ({ x }) => ({ y: tf.dropout(x, 0.5) })],
  ])('are refused: %s without a seed', (_, body) => {
    const message = refusalOf(body);
    expect(message).toContain('draws random numbers in JavaScript (Math.random');
    expect(message).toContain('draw them from a randomness() stream');
  });

  it.each<[string, Body]>([
    ['randomUniform', ({ x }) => ({ y: x.add(tf.randomUniform([2], 0, 1, 'float32', 7)) })],
    ['randomUniformInt', ({ x }) => ({ y: x.add(tf.randomUniformInt([2], 0, 9, 7)) })],
    ['randomNormal', ({ x }) => ({ y: x.add(tf.randomNormal([2], 0, 1, 'float32', 7)) })],
    ['randomStandardNormal', ({ x }) => ({ y: x.add(tf.randomStandardNormal([2], 'float32', 7)) })],
    ['truncatedNormal', ({ x }) => ({ y: x.add(tf.truncatedNormal([2], 0, 1, 'float32', 7)) })],
    ['randomGamma', ({ x }) => ({ y: x.add(tf.randomGamma([2], 1, 1, 'float32', 7)) })],
    ['rand', ({ x }) => ({ y: x.add(tf.rand([2], () => 0.5)) })],
  ])('are refused: tf.%s with a seed', (name, body) => {
    expect(refusalOf(body)).toMatch(new RegExp(`JavaScript \\(tf\\.(${name}|randomNormal|randomUniform)`));
  });

  it('are refused: tf.dropout with a seed, which repeats one mask for ever', () => {
    expect(refusalOf(({ x }) => ({ y: tf.dropout(x, 0.5, undefined, 7) }))).toContain(
      'tf.randomUniform with a seed',
    );
  });

  it('work again outside, after a refusal and after a call', () => {
    const random = Math.random;
    refusalOf(({ x }) => ({ y: x.mul(Math.random()) }));
    expect(Math.random).toBe(random);
    call(({ x }) => ({ y: x }));
    expect(Math.random).toBe(random);
    tf.randomUniform([2], 0, 1, 'float32', 7).dispose();
  });
});

describe('a tensor from outside', () => {
  let fresh: tf.Tensor;
  let uploaded: tf.Tensor;
  beforeEach(() => {
    fresh = tf.tensor1d([3, 4]);
    uploaded = tf.tensor1d([3, 4]);
    uploaded.add(1).dispose();
  });
  afterEach(() => tf.dispose([fresh, uploaded]));

  it('is refused in an op', () => {
    expect(refusalOf(({ x }) => ({ y: x.add(fresh) }))).toContain(
      'step: the function uses a tensor of shape [2] made outside of it; pass it as an argument, or name it in the state.',
    );
    // Once on the device it is known by the op that meets it.
    expect(refusalOf(({ x }) => ({ y: x.add(uploaded) }))).toMatch(
      /^step: the op Add\w* uses a tensor made outside of the function; pass it as an argument, or name it in the state\.$/,
    );
  });

  it('is refused as a result', () => {
    expect(refusalOf(() => ({ y: fresh }))).toContain('made outside of it');
    expect(refusalOf(() => ({ y: uploaded }))).toContain(
      "step: result 'y' is a tensor from outside the function",
    );
  });

  it('is refused as new state', () => {
    const assigning =
      (tensor: tf.Tensor): Body =>
      ({ x }) => {
        weight.assign(tensor as tf.Tensor<tf.Rank>);
        return { y: x };
      };
    expect(refusalOf(assigning(fresh))).toContain('made outside of it');
    expect(refusalOf(assigning(uploaded))).toContain(
      "the new value of state 'weight' is a tensor from outside",
    );
  });

  it('is refused where it is the tensor that an argument or the state was made of', () => {
    const start = tf.tensor1d([1, 2]);
    const other = tf.variable(start);
    const program = compile({
      state: { other },
      functions: { step: ({ x }: { x: tf.Tensor }) => ({ y: x.add(start).add(other) }) },
    });
    expect(() => program.step({ x: 1 })).toThrow(TraceError);
    tf.dispose([start, other]);
  });

  it('is refused where it is a variable that the state does not name', () => {
    const forgotten = tf.tidy(() => tf.variable(tf.tensor1d([1, 1])));
    expect(refusalOf(({ x }) => ({ y: x.add(forgotten) }))).toContain('name it in the state');
    forgotten.dispose();
  });
});

describe('results', () => {
  it.each([
    ['a number', 3, 'number'],
    ['nothing', undefined, 'undefined'],
    ['an array', [1], 'object'],
  ])('are refused where one is %s, in both engines', (_, value, type) => {
    for (const engine of ['compiled', 'eager'] as const) {
      const program = compile({
        state: {},
        engine,
        functions: { step: () => ({ value: value as unknown as tf.Tensor }) },
      });
      expect(() => program.step({})).toThrow(TraceError);
      expect(() => program.step({})).toThrow(
        `Function 'step' must return tensors, but its result 'value' is ${type}; return the tensor itself.`,
      );
    }
  });

  it('are refused where there are none, in both engines', () => {
    for (const engine of ['compiled', 'eager'] as const) {
      const program = compile({ state: {}, engine, functions: { step: () => ({}) } });
      expect(() => program.step({})).toThrow(
        "Function 'step' returns nothing; return at least one tensor, such as { loss }.",
      );
    }
  });
});
