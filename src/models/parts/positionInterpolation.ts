/** A table of positions on a grid, read at another number of rows and columns. */
import { tf } from '../../engine/native';

/** Of the cubic between points, as torch has it (Keys 1981, eq. 4, with a = -3/4). */
const sharpness = -0.75;

function cubic(distance: number): number {
  const x = Math.abs(distance);
  if (x <= 1) return (sharpness + 2) * x ** 3 - (sharpness + 3) * x ** 2 + 1;
  return x < 2 ? sharpness * (x ** 3 - 5 * x ** 2 + 8 * x - 4) : 0;
}

/** What each of `to` places reads of `from` places that cover the same length: [to, from], rows sum to 1. */
export function interpolationWeights(from: number, to: number): Float32Array {
  const weights = new Float32Array(to * from);
  for (let place = 0; place < to; place++) {
    const centre = ((place + 0.5) * from) / to - 0.5;
    const left = Math.floor(centre);
    // Beyond the border stands the border.
    for (let near = left - 1; near <= left + 2; near++)
      weights[place * from + Math.min(from - 1, Math.max(0, near))]! += cubic(centre - near);
  }
  return weights;
}

/**
 * Bicubic interpolation, without averaging where the grid becomes coarser, as torch's `interpolate` does it.
 * @param table [side * side, width], row after row
 * @returns [rows * columns, width]
 */
export function interpolatedPositions(table: tf.Tensor, rows: number, columns: number): tf.Tensor {
  const [places, width] = table.shape as [number, number];
  const side = Math.round(Math.sqrt(places));
  if (rows === side && columns === side) return table;
  const along = (to: number) => tf.tensor2d(interpolationWeights(side, to), [to, side]);
  // Down: [rows, side] x [side, side * width]. Across: the same with rows and columns in each other's place.
  const down = tf.matMul(along(rows), table.reshape([side, side * width]) as tf.Tensor2D);
  const turned = down
    .reshape([rows, side, width])
    .transpose([1, 0, 2])
    .reshape([side, rows * width]);
  return tf
    .matMul(along(columns), turned as tf.Tensor2D)
    .reshape([columns, rows, width])
    .transpose([1, 0, 2])
    .reshape([rows * columns, width]);
}
