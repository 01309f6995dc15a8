import type { Augmentation } from '../objectives/augmentation';

/** Of handwritten digits: what leaves a digit readable. Set by hand, not tuned. */
export const digitAugmentation = {
  rotation: 20,
  shift: 0.1,
  scale: [0.8, 1.25],
  shear: 0.2,
  brightness: 0.2,
  noise: 0.05,
  cutout: 0.25,
} as const satisfies Augmentation;

/** Of cells, which have no upright way; stain, light and sharpness differ from slide to slide. Set by hand, not tuned. */
export const cellAugmentation = {
  rotation: 180,
  shift: 0.1,
  scale: [0.8, 1.25],
  shear: 0.1,
  brightness: 0.2,
  noise: 0.03,
  cutout: 0.2,
  colour: { contrast: 0.3, saturation: 0.3, tint: 0.15, blur: 1 },
  outside: 'nearest',
} as const satisfies Augmentation;
