/** The loss along a line or over a plane in the space of weights (Goodfellow, Vinyals & Saxe 2015; Li et al. 2018). */
import { seededRandom } from '../data/seededRandom';
import { tf } from '../engine/native';
import { LabError } from '../errors';
import type { Parameters } from '../models/parameters';
import { hostTensors, restore } from '../training/checkpoint';

/** Values of weights by name, as {@link hostTensors} gives them. */
type Weights = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly values: Float32Array | Int32Array }>
>;

/**
 * A direction of random numbers in which each filter, column of a matrix or vector has the norm of the weights' own (Li et al.
 * 2018, section 4), so that surfaces of networks of unlike scale compare. Scales, shifts and biases stay.
 */
export function filterNormalisedDirection(parameters: Parameters, seed: number): Weights {
  const random = seededRandom(`direction/${seed}`);
  return Object.fromEntries(
    Object.entries(hostTensors(parameters)).map(([name, { shape, values }]) => {
      const own = values as Float32Array;
      const direction = new Float32Array(own.length);
      if (shape.length < 2) return [name, { shape, values: direction }];
      const columns = shape.at(-1)!;
      for (let k = 0; k < own.length; k++) direction[k] = random.normal();
      for (let column = 0; column < columns; column++) {
        let [mine, drawn] = [0, 0];
        for (let k = column; k < own.length; k += columns) {
          mine += own[k]! ** 2;
          drawn += direction[k]! ** 2;
        }
        const scale = Math.sqrt(mine / drawn);
        for (let k = column; k < own.length; k += columns) direction[k]! *= scale;
      }
      return [name, { shape, values: direction }];
    }),
  );
}

/**
 * The loss at weights + a first + b second for each a and b; the weights are restored afterwards.
 * @param loss of the present weights
 * @returns one row for each b, one column for each a
 * @throws LabError for a direction that lacks a parameter or has it in another size
 */
export function lossOnPlane(
  parameters: Parameters,
  loss: () => number,
  {
    first,
    second,
    a,
    b = [0],
  }: { first: Weights; second?: Weights; a: readonly number[]; b?: readonly number[] },
): number[][] {
  const centre = hostTensors(parameters);
  const along = (name: string, direction: Weights | undefined): ArrayLike<number> | undefined => {
    if (!direction) return undefined;
    const found = direction[name]?.values as Float32Array | undefined;
    if (found?.length !== (centre[name]!.values as Float32Array).length)
      throw new LabError(
        `The direction does not fit the parameter '${name}': make it from these parameters.`,
      );
    return found;
  };
  try {
    return b.map((y) =>
      a.map((x) => {
        for (const [name, parameter] of Object.entries(parameters)) {
          const [one, other] = [along(name, first), along(name, second)];
          const moved = (centre[name]!.values as Float32Array).map(
            (value, k) => value + x * one![k]! + (other ? y * other[k]! : 0),
          );
          const tensor = tf.tensor(moved, parameter.shape);
          parameter.assign(tensor);
          tensor.dispose();
        }
        return loss();
      }),
    );
  } finally {
    restore(parameters, centre, 'the weights before');
  }
}

/** From one set of weights (0) to another (1): the direction of a line for {@link lossOnPlane}. */
export function directionTo(from: Weights, to: Weights): Weights {
  return Object.fromEntries(
    Object.entries(from).map(([name, { shape, values }]) => {
      const target = to[name]?.values as Float32Array | undefined;
      if (target?.length !== (values as Float32Array).length)
        throw new LabError(`The second set of weights has no '${name}' of the same size.`);
      return [name, { shape, values: target.map((value, k) => value - (values as Float32Array)[k]!) }];
    }),
  );
}
