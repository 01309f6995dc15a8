/** Gradients by layer, and the loss along lines and over planes: against closed forms. */
import { describe, expect, it } from 'vitest';
import { tf } from '../../src/engine/native';
import { layerGradients } from '../../src/inspection/layerGradients';
import { directionTo, filterNormalisedDirection, lossOnPlane } from '../../src/inspection/lossSurface';
import { hostTensors } from '../../src/training/checkpoint';
import { expectClose, normals } from '../numerical';

const variables = () => ({
  matrix: tf.variable(tf.tensor(normals(6, 'matrix'), [3, 2])),
  bias: tf.variable(tf.tensor([3, 4])),
});

describe('layerGradients', () => {
  it('tells norms that a closed form gives, in the order asked for', () => {
    const { matrix, bias } = variables();
    // d/dw of half the sum of squares is w itself.
    const loss = () => matrix.square().sum().add(bias.mul(2).square().sum()).div(2);
    const [first, second] = layerGradients({ matrix, bias }, loss, ['bias', 'matrix']);
    expect(first!.layer).toBe('bias');
    expect(first!.norm).toBeCloseTo(20, 4);
    expect(first!.relative).toBeCloseTo(4, 5);
    expect(second!.relative).toBeCloseTo(1, 5);
  });

  it('refuses names that are none, and parameters that the loss does not depend on', () => {
    const { matrix, bias } = variables();
    const loss = () => matrix.square().sum();
    expect(() => layerGradients({ matrix, bias }, loss, ['bais'])).toThrow(
      "There is no parameter 'bais': the names are matrix, bias.",
    );
    expect(() => layerGradients({ matrix, bias }, loss)).toThrow(/does not depend/);
  });
});

describe('lossOnPlane', () => {
  it('is the quadratic that it must be, and leaves the weights as they were', () => {
    const parameters = variables();
    const before = hostTensors(parameters);
    const loss = () => parameters.matrix.square().sum().add(parameters.bias.square().sum()).dataSync()[0]!;
    const towards = directionTo(before, {
      matrix: { shape: [3, 2], values: new Float32Array(6) },
      bias: { shape: [2], values: new Float32Array([3, 0]) },
    });
    const a = [0, 0.5, 1, 2];
    const [row] = lossOnPlane(parameters, loss, { first: towards, a });
    const square = Array.from(before.matrix!.values).reduce((sum, x) => sum + x * x, 0);
    expectClose(
      row!,
      a.map((x) => (1 - x) ** 2 * square + 9 + (4 - 4 * x) ** 2),
      1e-4,
    );
    expect(hostTensors(parameters)).toEqual(before);
    const other = { matrix: before.matrix!, bias: { shape: [2], values: new Float32Array(2) } };
    const plane = lossOnPlane(parameters, loss, { first: towards, second: other, a: [0, 1], b: [0, 1] });
    expect(plane).toHaveLength(2);
    // At (1, 1) the matrix is back where it was.
    expect(plane[1]![1]).toBeCloseTo(square + 9, 3);
  });

  it('takes random directions with the norm of each column, and none for vectors', () => {
    const parameters = variables();
    const direction = filterNormalisedDirection(parameters, 1);
    const norm = (values: ArrayLike<number>, column: number) =>
      Math.hypot(...[0, 1, 2].map((row) => values[row * 2 + column]!));
    const own = hostTensors(parameters).matrix!.values;
    for (const column of [0, 1])
      expect(norm(direction.matrix!.values, column)).toBeCloseTo(norm(own, column), 4);
    expect(Array.from(direction.bias!.values)).toEqual([0, 0]);
    expect(filterNormalisedDirection(parameters, 2)).not.toEqual(direction);
  });

  it('refuses a direction of other parameters', () => {
    const parameters = variables();
    const first = { matrix: { shape: [1], values: new Float32Array(1) } };
    expect(() => lossOnPlane(parameters, () => 0, { first, a: [0] })).toThrow(
      "The direction does not fit the parameter 'matrix': make it from these parameters.",
    );
    expect(() => directionTo(hostTensors(parameters), {})).toThrow("no 'matrix' of the same size");
  });
});
