import type { SeededRandom } from './seededRandom';

/** What takes up light: the dye of red cells and pink plasma, of nuclei, of blue plasma, and of orange grains. */
export type Dye = 'eosin' | 'nucleus' | 'plasma' | 'grains';

export const dyes: readonly Dye[] = ['eosin', 'nucleus', 'plasma', 'grains'];

/** A round shape with a wavy rim. Lengths are in micrometres from the centre of the field. */
export interface Blob {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Longer to shorter axis. Default 1. */
  readonly elongation?: number;
  /** Of the longer axis, in radians. Default 0. */
  readonly angle?: number;
  /** Waves of the rim from two a turn on: size as a share of the radius, and phase. Default none. */
  readonly waves?: readonly (readonly [size: number, phase: number])[];
}

/** How much dye stands over each point of a square field: optical density, [points, points] a dye. */
export class Field {
  readonly density: Readonly<Record<Dye, Float64Array>>;

  /** @param points a side; @param micrometres a side */
  constructor(
    readonly points: number,
    readonly micrometres: number,
  ) {
    const plane = () => new Float64Array(points * points);
    this.density = { eosin: plane(), nucleus: plane(), plasma: plane(), grains: plane() };
  }

  /**
   * Adds dye where any of the blobs lies and none of the holes.
   * @param amount optical density, or a function of place and of the depth inside the first blob (0 rim to 1 centre)
   */
  add(
    dye: Dye,
    blobs: readonly Blob[],
    amount: number | ((x: number, y: number, depth: number) => number),
    holes: readonly Blob[] = [],
  ): void {
    const { points, micrometres } = this;
    const step = micrometres / points;
    const plane = this.density[dye];
    const reach = blobs.map((blob) => 1.35 * blob.radius * Math.sqrt(blob.elongation ?? 1) + step);
    const bound = (side: 'x' | 'y', sign: 1 | -1) => {
      const edge = Math.max(...blobs.map((blob, k) => sign * blob[side] + reach[k]!));
      const place = (sign * edge + micrometres / 2) / step;
      return Math.max(0, Math.min(points - 1, sign === 1 ? Math.ceil(place) : Math.floor(place)));
    };
    const [fromX, toX, fromY, toY] = [bound('x', -1), bound('x', 1), bound('y', -1), bound('y', 1)];
    for (let row = fromY; row <= toY; row++) {
      for (let column = fromX; column <= toX; column++) {
        const x = (column + 0.5) * step - micrometres / 2;
        const y = (row + 0.5) * step - micrometres / 2;
        let cover = 0;
        for (const blob of blobs) cover = Math.max(cover, coverage(inside(blob, x, y), step));
        for (const hole of holes) cover = Math.min(cover, 1 - coverage(inside(hole, x, y), step));
        if (cover <= 0) continue;
        const first = blobs[0]!;
        const value =
          typeof amount === 'number'
            ? amount
            : amount(x, y, Math.max(0, Math.min(1, inside(first, x, y) / first.radius)));
        plane[row * points + column]! += cover * value;
      }
    }
  }
}

/** Depth of a point below a blob's rim, in micrometres; negative outside. */
function inside(blob: Blob, x: number, y: number): number {
  const { angle = 0, elongation = 1, waves = [] } = blob;
  const [dx, dy] = [x - blob.x, y - blob.y];
  const [cos, sin, stretch] = [Math.cos(angle), Math.sin(angle), Math.sqrt(elongation)];
  const along = (dx * cos + dy * sin) / stretch;
  const across = (dy * cos - dx * sin) * stretch;
  let rim = 1;
  if (waves.length > 0) {
    const turn = Math.atan2(across, along);
    waves.forEach(([size, phase], k) => {
      rim += size * Math.cos((k + 2) * turn + phase);
    });
  }
  return rim * blob.radius - Math.sqrt(along * along + across * across);
}

/** Share of a point that is covered: the rim is two points wide. */
function coverage(depth: number, step: number): number {
  return Math.max(0, Math.min(1, depth / (2 * step) + 0.5));
}

/** Waves of a rim: sizes normal with the given deviation for two waves a turn, falling with their number. */
export function rimWaves(random: SeededRandom, deviation: number): [number, number][] {
  return [2, 3, 4, 5].map((count) => [
    (Math.max(-2, Math.min(2, random.normal())) * deviation * 2) / count,
    random.uniform() * 2 * Math.PI,
  ]);
}

/** Smooth unevenness about 1, such as that of chromatin: a few plane waves. @param length of a wave in micrometres */
export function unevenness(
  random: SeededRandom,
  strength: number,
  length: number,
): (x: number, y: number) => number {
  const waves = Array.from({ length: 5 }, () => {
    const direction = random.uniform() * 2 * Math.PI;
    const frequency = ((2 * Math.PI) / length) * (0.6 + 0.8 * random.uniform());
    return [frequency * Math.cos(direction), frequency * Math.sin(direction), random.uniform() * 2 * Math.PI];
  });
  return (x, y) => {
    let sum = 0;
    for (const [a, b, phase] of waves) sum += Math.cos(a! * x + b! * y + phase!);
    return Math.max(0, 1 + (strength * sum) / 2);
  };
}

/**
 * A field as a camera sees it: light falls off by the dyes' absorption (Beer and Lambert), points are averaged to pixels,
 * blurred, and made noisy.
 * @returns bytes [size, size, 3]
 */
export function photograph(
  field: Field,
  size: number,
  look: {
    /** Red, green, blue of the empty slide, 0 to 1. */
    readonly light: readonly number[];
    /** Share by which light changes over half the field, and in which direction. */
    readonly falloff: number;
    readonly falloffDirection: number;
    /** Absorption of red, green, blue by a dye's unit density. */
    readonly absorption: Readonly<Record<Dye, readonly number[]>>;
    /** Standard deviation in pixels. */
    readonly blur: number;
    /** Standard deviation, pixels from 0 to 1. */
    readonly noise: number;
  },
  random: SeededRandom,
): Uint8Array {
  const share = field.points / size;
  const [cos, sin] = [Math.cos(look.falloffDirection), Math.sin(look.falloffDirection)];
  const bytes = new Uint8Array(size * size * 3);
  for (let channel = 0; channel < 3; channel++) {
    const plane = new Float64Array(size * size);
    for (let row = 0; row < field.points; row++) {
      for (let column = 0; column < field.points; column++) {
        const at = row * field.points + column;
        let density = 0;
        for (const dye of dyes) density += field.density[dye][at]! * look.absorption[dye][channel]!;
        plane[Math.floor(row / share) * size + Math.floor(column / share)]! +=
          Math.exp(-density) / (share * share);
      }
    }
    const seen = blurred(plane, size, look.blur);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const across = ((column - size / 2) * cos + (row - size / 2) * sin) / (size / 2);
        const value =
          seen[row * size + column]! * look.light[channel]! * (1 + look.falloff * across) +
          look.noise * random.normal();
        bytes[(row * size + column) * 3 + channel] = Math.round(255 * Math.max(0, Math.min(1, value)));
      }
    }
  }
  return bytes;
}

/** Gaussian blur along rows, then columns; beyond an edge the edge's value goes on. */
function blurred(plane: Float64Array, size: number, deviation: number): Float64Array {
  const reach = Math.ceil(3 * deviation);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-((k - reach) ** 2) / (2 * Math.max(deviation, 1e-6) ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const pass = (from: Float64Array, along: number, across: number) => {
    const to = new Float64Array(size * size);
    for (let line = 0; line < size; line++) {
      for (let place = 0; place < size; place++) {
        let sum = 0;
        for (let k = -reach; k <= reach; k++) {
          const near = Math.max(0, Math.min(size - 1, place + k));
          sum += weights[k + reach]! * from[line * across + near * along]!;
        }
        to[line * across + place * along] = sum / total;
      }
    }
    return to;
  };
  return pass(pass(plane, 1, size), size, 1);
}
