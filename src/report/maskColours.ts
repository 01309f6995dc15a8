/** Label images as pictures: one colour a class. */
import { LabError } from '../errors';

/** Far apart to the eye, also for the colour-blind (Okabe & Ito 2008), greys last. */
const colours: readonly (readonly [number, number, number])[] = [
  [86, 180, 233],
  [110, 110, 110],
  [240, 240, 240],
  [213, 94, 0],
  [204, 121, 167],
  [240, 228, 66],
  [0, 158, 115],
  [0, 114, 178],
  [230, 159, 0],
  [60, 60, 60],
];

/**
 * Colours from 0 to 1 of a label image, [pixels, 3] row-major, as imageGrid takes them; void pixels are black.
 * @throws LabError for a label beyond the colours there are
 */
export function maskColours(mask: ArrayLike<number>, voidLabel?: number): Float32Array {
  const painted = new Float32Array(mask.length * 3);
  for (let at = 0; at < mask.length; at++) {
    const label = mask[at]!;
    if (label === voidLabel) continue;
    const colour = colours[label];
    if (!colour)
      throw new LabError(
        `There are colours for ${colours.length} classes, and a pixel has the label ${label}.`,
      );
    painted.set(
      colour.map((value) => value / 255),
      at * 3,
    );
  }
  return painted;
}
