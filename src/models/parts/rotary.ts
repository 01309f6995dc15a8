/** Positions as rotations of queries and keys (Su et al. 2021, section 3.2.2). */
import { gathered } from '../../engine/kernels/gathered';
import { tf } from '../../engine/native';

/** Cosines and sines, each [time, width of a head]. */
export interface Rotation {
  readonly cosines: tf.Tensor;
  readonly sines: tf.Tensor;
}

/**
 * Rotations of the positions from 0, of pairs that lie half a head apart, as Llama has them.
 * @param base of the wavelengths; 10,000 in the paper
 */
export function rotation(time: number, headWidth: number, base: number): Rotation {
  const half = headWidth / 2;
  const angles = (of: (angle: number) => number) =>
    tf.tensor(
      Float32Array.from({ length: time * headWidth }, (_, at) => {
        const [position, place] = [Math.floor(at / headWidth), at % half];
        return of(position * base ** (-place / half));
      }),
      [time, headWidth],
    );
  return { cosines: angles(Math.cos), sines: angles(Math.sin) };
}

/** Those of other positions than the first ones: rows of a longer table. @param places int32 [time] */
export function rotationAt({ cosines, sines }: Rotation, places: tf.Tensor): Rotation {
  return { cosines: gathered(cosines, places), sines: gathered(sines, places) };
}

/** @param x [batch, heads, time, width of a head] */
export function rotated(x: tf.Tensor, { cosines, sines }: Rotation): tf.Tensor {
  const half = (x.shape[3] as number) / 2;
  const [first, second] = tf.split(x, [half, half], 3) as [tf.Tensor, tf.Tensor];
  return x.mul(cosines).add(tf.concat([second.neg(), first], 3).mul(sines));
}
