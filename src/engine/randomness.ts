import { currentCall } from './drawSites';
import { tf } from './native';
import type { State } from './program';
import { rawOp } from './rawOp';

/** Random tensors that repeat exactly: each draw is a pure function of (seed, step, site in the program). */
export interface Randomness {
  /** One int32 pair [seed, step]; belongs to the state of the program that draws. */
  readonly state: State;
  /** Uniform in [0, 1), float32, of the given shape. */
  uniform(shape: readonly number[]): tf.Tensor;
  /** The seed pair, int32 [2], of the next site: for kernels that draw the numbers of `uniform` themselves. */
  seeds(): tf.Tensor;
  /** Standard normal, float32, of the given shape. */
  normal(shape: readonly number[]): tf.Tensor;
  /** Ends a step: the next one draws new numbers. Call once in each function that draws. */
  advance(): void;
  /** Starts again from a seed, at step 0. */
  reset(seed: number): void;
}

/** Distance between the seeds of two sites; a large odd number, so that neighbouring user seeds never meet. */
const siteStride = 0x9e3779b1 | 0;

/**
 * A stream of stateless random numbers (TensorFlow's StatelessRandomUniform and StatelessRandomNormal, counter-based
 * as in Salmon et al. 2011). The same seed gives the same numbers eagerly and compiled.
 */
export function randomness(seed: number, name = 'randomness'): Randomness {
  const counter = tf.tidy(() => tf.variable(tf.tensor1d([seed | 0, 0], 'int32'), false));
  let site = 0;
  let call = currentCall();
  const seeds = () => {
    if (call !== currentCall()) {
      call = currentCall();
      site = 0;
    }
    site++;
    return counter.add(tf.tensor1d([Math.imul(site, siteStride), 0], 'int32'));
  };
  const draw = (kernel: string, shape: readonly number[]) =>
    rawOp(kernel, [tf.tensor1d([...shape], 'int32'), seeds()], {
      dtype: { type: 'float32' },
      T: { type: 'int32' },
      Tseed: { type: 'int32' },
    });
  return {
    state: { [`${name}.counter`]: counter },
    uniform: (shape) => draw('StatelessRandomUniform', shape),
    seeds,
    normal: (shape) => draw('StatelessRandomNormal', shape),
    advance() {
      counter.assign(counter.add(tf.tensor1d([0, 1], 'int32')));
      site = 0;
    },
    reset(next) {
      const value = tf.tensor1d([next | 0, 0], 'int32');
      counter.assign(value);
      value.dispose();
      site = 0;
    },
  };
}
