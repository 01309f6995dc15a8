import { afterEach, describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { compile, type Engine } from '../../src/engine/program';
import { randomness } from '../../src/engine/randomness';
import { LabError } from '../../src/errors';
import { expectClose, normals } from '../numerical';
import { accumulator, expectNothingLeft, read, savedModels, variable } from './programs';

expectNothingLeft();

describe.each(['compiled', 'eager'] as const)('a program, %s', (engine) => {
  it('says which engine it is', () => {
    const one = accumulator([0], engine);
    expect(one.program.program.engine).toBe(engine);
    one.dispose();
  });

  it('shares state between its functions, and looking does not change it', () => {
    const one = accumulator([1, 2], engine);
    expect(one.look()).toEqual([1, 2]);
    expect(one.add(10)).toBe(23);
    expect(one.look()).toEqual([11, 12]);
    expect(one.look(2)).toEqual([22, 24]);
    expect(one.add(1)).toBe(25);
    expect(one.look()).toEqual([12, 13]);
    one.dispose();
  });

  it('takes a number as an input, not as a constant', () => {
    const one = accumulator([0], engine);
    expect([3, 3, -1, 0.5].map(one.add)).toEqual([3, 6, 5, 5.5]);
    one.dispose();
  });

  it('returns new tensors, also where a result is the state or an argument', () => {
    const weight = variable([1, 2]);
    const program = compile({
      state: { weight },
      engine,
      functions: { both: ({ x }: { x: tf.Tensor }) => ({ weight, x, twice: x }) },
    });
    const x = tf.tensor1d([5]);
    for (let time = 0; time < 2; time++) {
      const results = program.both({ x });
      expect(Object.values(results).map(read)).toEqual([[1, 2], [5], [5]]);
    }
    expect([...weight.dataSync(), ...x.dataSync()]).toEqual([1, 2, 5]);
    program.program.dispose();
    tf.dispose([weight, x]);
  });

  it('computes from the values that the state had, whatever is assigned meanwhile', () => {
    const weight = variable([0]);
    const program = compile({
      state: { weight },
      engine,
      functions: {
        set: ({ x }: { x: tf.Tensor }) => {
          // Reads that take longer than the assignment.
          const before = tf.ones([64, 64]).mul(weight).mean();
          weight.assign(x.reshape([1]));
          return { before, after: weight.sum() };
        },
      },
    });
    for (let call = 1; call <= 100; call++) {
      const { before, after } = program.set({ x: call });
      expect([...read(before), ...read(after)]).toEqual([call - 1, call]);
    }
    program.program.dispose();
    weight.dispose();
  });

  it('tells arguments apart that are one tensor in the first call', () => {
    const program = compile({
      state: {},
      engine,
      functions: { minus: ({ a, b }: { a: tf.Tensor; b: tf.Tensor }) => ({ value: a.sub(b) }) },
    });
    const [x, y] = [tf.scalar(5), tf.scalar(2)];
    expect(read(program.minus({ a: x, b: x }).value)).toEqual([0]);
    expect(read(program.minus({ a: x, b: y }).value)).toEqual([3]);
    program.program.dispose();
    tf.dispose([x, y]);
  });

  it('tells state apart that starts from one tensor, and an argument that is that tensor too', () => {
    const start = tf.tensor1d([1, 2]);
    const [a, b] = [tf.variable(start), tf.variable(start)];
    const program = compile({
      state: { a, b },
      engine,
      functions: {
        step: ({ x }: { x: tf.Tensor }) => {
          a.assign(a.add(1));
          return { value: a.mul(100).add(b.mul(10)).add(x) };
        },
      },
    });
    expect(read(program.step({ x: start }).value)).toEqual([211, 322]);
    const zeros = tf.zeros([2]);
    expect(read(program.step({ x: zeros }).value)).toEqual([310, 420]);
    program.program.synchronize();
    expect([...b.dataSync(), ...start.dataSync()]).toEqual([1, 2, 1, 2]);
    program.program.dispose();
    tf.dispose([a, b, start, zeros]);
  });

  it('keeps int32 and bool arguments, state and results as they are', () => {
    const counter = tf.tidy(() => tf.variable(tf.tensor1d([1, 2], 'int32'), false));
    const program = compile({
      state: { counter },
      engine,
      functions: {
        step: ({ mask }: { mask: tf.Tensor }) => {
          counter.assign(counter.add(mask.cast('int32')));
          return { counter, inverse: mask.logicalNot() };
        },
      },
    });
    const mask = tf.tensor1d([true, false], 'bool');
    const { counter: counted, inverse } = program.step({ mask });
    expect([counted.dtype, inverse.dtype]).toEqual(['int32', 'bool']);
    expect([read(counted), read(inverse)]).toEqual([
      [2, 2],
      [0, 1],
    ]);
    program.program.dispose();
    tf.dispose([counter, mask]);
  });
});

describe('argument shapes', () => {
  it('compile again when new, up to a limit that says so and what to do', () => {
    const one = accumulator([0], 'compiled', 2);
    const lookAt = (length: number) => {
      const factor = tf.ones([length]);
      try {
        return read(one.program.look({ factor }).values).length;
      } finally {
        factor.dispose();
      }
    };
    expect([lookAt(1), lookAt(3), lookAt(1), lookAt(3)]).toEqual([1, 3, 1, 3]);
    expect(() => lookAt(4)).toThrow(LabError);
    expect(() => lookAt(4)).toThrow(
      "Function 'look' was called with 3 different sets of argument shapes, the last factor:float32[4], and shapeLimit is 2; pad batches to a few fixed shapes, or raise shapeLimit.",
    );
    // The limit is each function's own, and what is compiled goes on working.
    expect(one.add(1)).toBe(1);
    expect(lookAt(3)).toBe(3);
    one.dispose();
  });

  it('keep the state where a new one is compiled in the middle of training', () => {
    const one = accumulator([0]);
    one.add(1);
    const amount = tf.tensor1d([5]);
    expect(read(one.program.add({ amount }).sum)).toEqual([6]);
    expect(one.add(1)).toBe(7);
    amount.dispose();
    one.dispose();
  });
});

describe('a refused call', () => {
  it('leaves state and program usable: the same function compiles once its arguments are right', () => {
    const weight = variable([1, 2]);
    const random = randomness(1);
    const build = () =>
      compile({
        state: { weight, ...random.state },
        functions: {
          step: ({ x }: { x: tf.Tensor }) => {
            const noise = random.uniform([2]);
            weight.assign(weight.add(1));
            if (x.shape[0] > 2) throw new LabError('Too long.');
            random.advance();
            return { value: weight.mul(x), noise };
          },
        },
      });
    const program = build();
    const [right, wrong] = [tf.ones([2]), tf.ones([3])];
    const tensors = tf.memory().numTensors;
    expect(() => program.step({ x: wrong })).toThrow('Too long.');
    expect(tf.memory().numTensors).toBe(tensors);
    expect([...weight.dataSync()]).toEqual([1, 2]);
    const { value, noise } = program.step({ x: right });
    expect(read(value)).toEqual([2, 3]);
    // Random numbers are those of the seed's first step, whatever was refused before.
    const undisturbed = randomness(1);
    expect(read(noise)).toEqual(read(tf.tidy(() => undisturbed.uniform([2]))));
    // The refused attempt left no trace in the graph: a program without one computes the same and shares the session.
    const sessions = savedModels();
    const other = build();
    Object.values(other.step({ x: right })).map(read);
    expect(savedModels()).toBe(sessions);
    other.program.dispose();
    program.program.dispose();
    tf.dispose([weight, right, wrong, random.state, undisturbed.state]);
  });
});

describe('state', () => {
  it('comes home with synchronize, not before', () => {
    const one = accumulator([1]);
    one.add(1);
    expect([...one.total.dataSync()]).toEqual([1]);
    one.program.program.synchronize();
    expect([...one.total.dataSync()]).toEqual([2]);
    one.program.program.synchronize();
    expect(one.add(1)).toBe(3);
    one.dispose();
  });

  it('is taken from the tensors after reload', () => {
    const one = accumulator([1]);
    one.add(1);
    tf.tidy(() => one.total.assign(tf.tensor1d([100])));
    one.program.program.reload();
    expect(one.add(1)).toBe(101);
    one.dispose();
  });

  it('is brought home by dispose, after which calls are refused by name', () => {
    const one = accumulator([1]);
    one.add(5);
    one.program.program.dispose();
    one.program.program.dispose();
    expect([...one.total.dataSync()]).toEqual([6]);
    expect(() => one.add(1)).toThrow("The program of 'add' was disposed; compile it again.");
    one.total.dispose();
  });
});

describe('the engine', () => {
  const previous = process.env.LAB_ENGINE;
  afterEach(() => {
    if (previous === undefined) delete process.env.LAB_ENGINE;
    else process.env.LAB_ENGINE = previous;
  });
  const built = (engine?: Engine) =>
    compile({ state: {}, engine, functions: { f: () => ({ x: tf.scalar(1) }) } });

  it('is chosen by LAB_ENGINE, and by the option before that', () => {
    delete process.env.LAB_ENGINE;
    expect(built().program.engine).toBe('compiled');
    process.env.LAB_ENGINE = 'eager';
    expect(built().program.engine).toBe('eager');
    expect(built('compiled').program.engine).toBe('compiled');
  });

  it('is refused where LAB_ENGINE names none', () => {
    process.env.LAB_ENGINE = 'fast';
    expect(() => built()).toThrow(LabError);
    expect(() => built()).toThrow("LAB_ENGINE is 'fast'; set it to 'compiled' or 'eager'.");
  });
});

describe('the graph', () => {
  it('holds large uniform constants as Fill, equal ones once, others as they are', () => {
    const uneven = normals(1000, 'uneven');
    const program = compile({
      state: {},
      functions: {
        f: ({ x }: { x: tf.Tensor }) => ({
          uniform: tf.ones([500, 500]).mul(x),
          first: tf.tensor1d(uneven).add(x),
          second: tf.tensor1d(uneven).sub(x),
        }),
      },
    });
    expect(program.program.graph()).toBeUndefined();
    const { uniform, first, second } = program.f({ x: 3 });
    expect(new Set(read(uniform))).toEqual(new Set([3]));
    expectClose(
      read(first),
      uneven.map((value) => value + 3),
      1e-6,
    );
    expectClose(
      read(second),
      uneven.map((value) => value - 3),
      1e-6,
    );
    const graph = Buffer.from(program.program.graph()!);
    expect(graph.includes('Fill')).toBe(true);
    expect(graph.length).toBeGreaterThan(4000);
    expect(graph.length).toBeLessThan(8000);
    expect(program.program.compilation.bytes).toBe(graph.length);
    program.program.dispose();
  });
});
