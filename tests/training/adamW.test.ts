import { describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import type { Parameters } from '../../src/models/parameters';
import { type AdamWOptions, adamW } from '../../src/training/adamW';
import { expectClose, normals } from '../numerical';

/** A quadratic per parameter, sum of curvature * (p - target)^2 / 2: its gradient is known in closed form. */
const problem = {
  'encoder.weight': { shape: [2, 3], curvature: 3 },
  'encoder.bias': { shape: [3], curvature: 0.5 },
  'head.weight': { shape: [3, 1, 2], curvature: 10 },
  scalar: { shape: [], curvature: 1 },
};
type Name = keyof typeof problem;
const names = Object.keys(problem) as Name[];
const size = (name: Name) => problem[name].shape.reduce((a, b) => a * b, 1);
const start = Object.fromEntries(names.map((name) => [name, normals(size(name), `start/${name}`)]));
const target = Object.fromEntries(names.map((name) => [name, normals(size(name), `target/${name}`)]));

function freshParameters(): Parameters {
  return Object.fromEntries(
    names.map((name) => [name, tf.tidy(() => tf.variable(tf.tensor(start[name], problem[name].shape)))]),
  );
}

const lossOf = (parameters: Parameters) => () =>
  tf.addN(
    names.map((name) =>
      parameters[name]
        .sub(tf.tensor(target[name], problem[name].shape))
        .square()
        .sum()
        .mul(problem[name].curvature / 2),
    ),
  );

/** Algorithm 2 of Loshchilov & Hutter 2019, number by number, with decay for matrices alone and global-norm clipping. */
function slowAdamW(
  steps: number,
  rate: (name: Name, step: number) => number,
  options: Required<AdamWOptions> & { readonly weightDecay: number },
) {
  const { beta1, beta2, epsilon, weightDecay, clipNorm } = options;
  const values = Object.fromEntries(names.map((name) => [name, Float64Array.from(start[name])]));
  const zeros = () => Object.fromEntries(names.map((name) => [name, new Float64Array(size(name))]));
  const [m, v] = [zeros(), zeros()];
  const norms: number[] = [];
  for (let t = 1; t <= steps; t++) {
    const gradients = Object.fromEntries(
      names.map((name) => [
        name,
        values[name].map((value, k) => problem[name].curvature * (value - target[name][k])),
      ]),
    );
    const norm = Math.sqrt(names.flatMap((name) => [...gradients[name]]).reduce((sum, g) => sum + g * g, 0));
    norms.push(norm);
    for (const name of names) {
      const alpha = rate(name, t - 1);
      for (let k = 0; k < size(name); k++) {
        const gradient = gradients[name][k] * Math.min(1, clipNorm / norm);
        m[name][k] = beta1 * m[name][k] + (1 - beta1) * gradient;
        v[name][k] = beta2 * v[name][k] + (1 - beta2) * gradient ** 2;
        const corrected = m[name][k] / (1 - beta1 ** t);
        const root = Math.sqrt(v[name][k] / (1 - beta2 ** t));
        const decay = problem[name].shape.length > 1 ? weightDecay * values[name][k] : 0;
        values[name][k] -= alpha * (corrected / (root + epsilon) + decay);
      }
    }
  }
  return { values, norms };
}

const defaults = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1 };

/** Runs our optimiser; returns the values by name and the reported norms and losses. */
function run(steps: number, rate: (name: Name, step: number) => number, options: AdamWOptions) {
  return tf.tidy(() => {
    const parameters = freshParameters();
    const optimizer = adamW(parameters, options);
    const norms: number[] = [];
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) {
      const { loss, gradientNorm } = optimizer.step(lossOf(parameters), (name) =>
        tf.scalar(rate(name as Name, step)),
      );
      norms.push(gradientNorm.dataSync()[0]);
      losses.push(loss.dataSync()[0]);
    }
    const values = Object.fromEntries(names.map((name) => [name, parameters[name].dataSync().slice()]));
    tf.dispose([parameters, optimizer.state]);
    return { values, norms, losses };
  });
}

describe('adamW', () => {
  it.each([
    ['defaults', {}],
    ['no clipping', { clipNorm: Number.POSITIVE_INFINITY }],
    ['no decay', { weightDecay: 0 }],
    ['other constants', { beta1: 0.5, beta2: 0.9, epsilon: 1e-3, weightDecay: 0.5, clipNorm: 5 }],
  ] satisfies [string, AdamWOptions][])('follows algorithm 2 for 30 steps: %s', (_, options) => {
    const rate = (_name: Name, step: number) => 0.1 / (1 + step);
    const slow = slowAdamW(30, rate, { ...defaults, ...options });
    const { values, norms } = run(30, rate, options);
    for (const name of names) expectClose(values[name], slow.values[name], 2e-5);
    expectClose(norms, slow.norms, 1e-5);
  });

  it('moves each parameter by its own learning rate', () => {
    const rate = (name: Name) => (name.startsWith('head.') ? 0.1 : 0.001);
    const slow = slowAdamW(10, rate, defaults);
    const { values } = run(10, rate, {});
    for (const name of names) expectClose(values[name], slow.values[name], 2e-5);
  });

  it('leaves what has learning rate 0 exactly as it is, decay included', () => {
    const { values } = run(5, (name) => (name.startsWith('encoder.') ? 0 : 0.1), { weightDecay: 0.5 });
    expect(values['encoder.weight']).toEqual(start['encoder.weight']);
    expect(values['encoder.bias']).toEqual(start['encoder.bias']);
    expect(values['head.weight']).not.toEqual(start['head.weight']);
  });

  it('decays matrices, not biases or scalars', () => {
    // One step: later ones differ in all parameters, since clipping couples them.
    const [first, plain] = [0.9, 0].map((weightDecay) => run(1, () => 0.1, { weightDecay }).values);
    expect(first['encoder.bias']).toEqual(plain['encoder.bias']);
    expect(first.scalar).toEqual(plain.scalar);
    for (const name of ['encoder.weight', 'head.weight'] as const)
      expectClose(
        first[name],
        plain[name].map((value, k) => value - 0.1 * 0.9 * start[name][k]),
        1e-6,
      );
  });

  it('decays each matrix by its own rate, where that is a function of the name', () => {
    const { values } = run(1, () => 0.1, { weightDecay: (name) => (name.startsWith('head.') ? 0.9 : 0) });
    const uniform = [0.9, 0].map((weightDecay) => run(1, () => 0.1, { weightDecay }).values);
    expect(values['head.weight']).toEqual(uniform[0]['head.weight']);
    expect(values['encoder.weight']).toEqual(uniform[1]['encoder.weight']);
  });

  it('moves each element by the learning rate on the first step, whatever the gradient (closed form)', () => {
    const { values } = run(1, () => 0.25, { weightDecay: 0, clipNorm: Number.POSITIVE_INFINITY });
    for (const name of names)
      values[name].forEach((value, k) => {
        const direction = Math.sign(start[name][k] - target[name][k]);
        expect(value - start[name][k], `${name}[${k}]`).toBeCloseTo(-0.25 * direction, 2);
      });
  });

  it('forgets its moments on reset', () => {
    tf.tidy(() => {
      const parameters = freshParameters();
      const optimizer = adamW(parameters);
      const steps = () => {
        for (const name of names) parameters[name].assign(tf.tensor(start[name], problem[name].shape));
        for (let step = 0; step < 4; step++) optimizer.step(lossOf(parameters), tf.scalar(0.1));
        return names.map((name) => parameters[name].dataSync().slice());
      };
      const first = steps();
      expect(steps()).not.toEqual(first);
      optimizer.reset();
      expect(steps()).toEqual(first);
      tf.dispose([parameters, optimizer.state]);
    });
  });

  it('takes a zero gradient for what it is: nothing moves, nothing divides by zero', () => {
    tf.tidy(() => {
      const weight = tf.variable(tf.ones([2, 2]));
      const optimizer = adamW({ weight }, { weightDecay: 0 });
      const { gradientNorm } = optimizer.step(() => weight.mul(0).sum(), tf.scalar(0.1));
      expect(gradientNorm.dataSync()[0]).toBe(0);
      expect([...weight.dataSync()]).toEqual([1, 1, 1, 1]);
      tf.dispose([weight, optimizer.state]);
    });
  });

  it('names a parameter that the loss does not depend on', () => {
    tf.tidy(() => {
      const used = tf.variable(tf.ones([2]));
      const unused = tf.variable(tf.ones([2]));
      const optimizer = adamW({ used, unused });
      expect(() => optimizer.step(() => used.square().sum(), tf.scalar(0.1))).toThrow(
        "The loss does not depend on the parameter 'unused'",
      );
      tf.dispose([used, unused, optimizer.state]);
    });
  });
});
