/** Drawn road scenes as a driver sees them, with a class for every pixel: what costs hours by hand is exact here. */
import { LabelledFrames } from './labelledFrames';
import { type SeededRandom, seededRandom } from './seededRandom';

/** In the order of their labels. */
export const roadClasses = ['sky', 'road', 'lane', 'car', 'person', 'sign', 'vegetation'] as const;
type RoadClass = (typeof roadClasses)[number];

/** Label of pixels without a right answer: the bonnet of one's own car. */
export const roadVoid = 255;

export const weathers = ['clear', 'rain', 'night'] as const;
export type Weather = (typeof weathers)[number];

const [height, width] = [32, 48];
export const roadShape = [height, width, 3] as const;

type Colour = readonly [number, number, number];

/** What stays over the frames of one drive. */
interface Drive {
  readonly weather: Weather;
  /** Row of the horizon, and column where the road's edges meet. */
  readonly horizon: number;
  readonly vanishing: number;
  /** Half the road's width at the bottom, in pixels. */
  readonly halfWidth: number;
  readonly light: number;
  readonly sky: Colour;
  readonly asphalt: Colour;
  readonly green: Colour;
  readonly treeSpacing: number;
}

interface Thing {
  readonly kind: 'car' | 'person' | 'sign' | 'vegetation';
  /** Distance: 1 at the bottom of the picture, larger further away. */
  readonly depth: number;
  /** Place across, in half road widths from the middle. */
  readonly across: number;
  readonly colour: Colour;
  readonly size: number;
}

const between = (random: SeededRandom, low: number, high: number) => low + (high - low) * random.uniform();
const shade = (random: SeededRandom, [r, g, b]: Colour, by: number): Colour => {
  const change = () => between(random, -by, by);
  return [r + change(), g + change(), b + change()];
};

function driveOf(random: SeededRandom, weather: Weather): Drive {
  return {
    weather,
    horizon: Math.round(between(random, 9, 14)),
    vanishing: between(random, 0.35, 0.65) * width,
    halfWidth: between(random, 18, 27),
    light: weather === 'night' ? between(random, 0.16, 0.3) : between(random, 0.75, 1.1),
    sky: shade(random, weather === 'clear' ? [110, 160, 225] : [165, 170, 178], 22),
    asphalt: shade(random, [98, 98, 102], 18),
    green: shade(random, [66, 112, 52], 22),
    treeSpacing: between(random, 0.5, 1.2),
  };
}

function thingsOf(random: SeededRandom): Thing[] {
  const things: Thing[] = [];
  const many = (most: number, make: () => Thing) => {
    for (let k = random.integer(most + 1); k > 0; k--) things.push(make());
  };
  const depth = () => 1 / between(random, 0.16, 0.85);
  many(3, () => ({
    ...{ kind: 'car', depth: depth(), across: between(random, -0.7, 0.7), size: between(random, 0.85, 1.2) },
    colour: shade(
      random,
      [
        [185, 40, 40],
        [40, 60, 150],
        [205, 205, 210],
        [35, 35, 40],
      ][random.integer(4)] as never,
      25,
    ),
  }));
  many(2, () => ({
    ...{ kind: 'person', depth: depth(), size: between(random, 0.8, 1.15) },
    across: (random.integer(2) ? 1 : -1) * between(random, 0.75, 1.5),
    colour: shade(random, [150, 90, 70], 60),
  }));
  many(2, () => ({
    ...{
      kind: 'sign',
      depth: depth(),
      size: between(random, 0.8, 1.2),
      across: (random.integer(2) ? 1 : -1) * 1.25,
    },
    colour: shade(
      random,
      [
        [210, 45, 40],
        [235, 200, 50],
        [40, 90, 190],
      ][random.integer(3)] as never,
      15,
    ),
  }));
  return things;
}

/** One frame: bytes [32, 48, 3] and classes [32, 48]. */
function frameOf(random: SeededRandom, drive: Drive): { pixels: Uint8Array; mask: Uint8Array } {
  const colours: Colour[] = new Array(height * width);
  const mask = new Uint8Array(height * width);
  const paint = (row: number, column: number, colour: Colour, kind: RoadClass) => {
    if (row < 0 || column < 0 || row >= height || column >= width) return;
    colours[row * width + column] = colour;
    mask[row * width + column] = roadClasses.indexOf(kind);
  };
  const vanishing = drive.vanishing + between(random, -2, 2);
  /** How large things stand at a row: 0 at the horizon, 1 at the bottom. */
  const nearness = (row: number) => (row - drive.horizon) / (height - 1 - drive.horizon);
  const phase = between(random, 0, 4);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const near = nearness(row);
      if (near <= 0) {
        paint(row, column, drive.sky.map((value) => value - 25 * (row / drive.horizon)) as never, 'sky');
        continue;
      }
      const across = (column - vanishing) / (drive.halfWidth * near);
      // Dashes are of equal length on the road, so longer the nearer they are.
      const dash = (1 / near + phase) % 2 < 1.1;
      const lane = (Math.abs(across) < 0.05 && dash) || Math.abs(Math.abs(across) - 0.92) < 0.045;
      if (Math.abs(across) > 1) paint(row, column, drive.green, 'vegetation');
      else if (lane) paint(row, column, [225, 225, 215], 'lane');
      else paint(row, column, drive.asphalt, 'road');
    }
  for (const thing of [...thingsOf(random), ...treesOf(random, drive)].sort((a, b) => b.depth - a.depth))
    paintThing(thing, drive, vanishing, paint);
  const bonnet = Math.round(between(random, 1, 3));
  const pixels = new Uint8Array(height * width * 3);
  const wet = drive.weather === 'rain';
  for (let at = 0; at < height * width; at++) {
    const [row, column] = [Math.floor(at / width), at % width];
    const own = row >= height - bonnet && Math.abs(column - width / 2) < width * 0.32;
    if (own) mask[at] = roadVoid;
    const colour = own ? ([60, 60, 66] as Colour) : colours[at]!;
    // At night the lamps light what is near and ahead.
    const lamp =
      drive.weather === 'night' && row > drive.horizon
        ? 0.55 * nearness(row) * Math.exp(-(((column - width / 2) / 14) ** 2))
        : 0;
    const streak = wet && random.uniform() < 0.05 ? 45 : 0;
    for (const [channel, value] of colour.entries()) {
      const lit = value * (drive.light + lamp) * (wet ? 0.8 : 1) + (wet ? 32 : 0) + streak;
      pixels[at * 3 + channel] = Math.max(0, Math.min(255, Math.round(lit + 7 * random.normal())));
    }
  }
  return { pixels, mask };
}

function treesOf(random: SeededRandom, { treeSpacing }: Drive): Thing[] {
  const trees: Thing[] = [];
  for (let depth = 1.3; depth < 6; depth += treeSpacing)
    for (const side of [-1, 1])
      if (random.uniform() < 0.6)
        trees.push({
          ...{
            kind: 'vegetation',
            depth,
            size: between(random, 0.8, 1.5),
            across: side * between(random, 1.5, 2.4),
          },
          colour: shade(random, [48, 92, 44], 18),
        });
  return trees;
}

type Paint = (row: number, column: number, colour: Colour, kind: RoadClass) => void;

function paintThing(thing: Thing, drive: Drive, vanishing: number, paint: Paint): void {
  const near = 1 / thing.depth;
  const foot = Math.round(drive.horizon + near * (height - 1 - drive.horizon));
  const middle = vanishing + thing.across * drive.halfWidth * near;
  const scale = near * thing.size;
  const box = (low: number, high: number, half: number, colour: Colour, offset = 0) => {
    for (let row = Math.round(foot - high * scale); row <= Math.round(foot - low * scale); row++)
      for (
        let column = Math.round(middle + offset - half * scale);
        column <= Math.round(middle + offset + half * scale);
        column++
      )
        paint(row, column, colour, thing.kind);
  };
  const { colour } = thing;
  if (thing.kind === 'car') {
    box(0, 8, 7.5, colour);
    box(8, 12, 5, [50, 62, 74]);
    box(0, 1.5, 7, [22, 22, 24]);
  } else if (thing.kind === 'person') {
    box(0, 7, 1.3, [45, 48, 66]);
    box(7, 13, 1.8, colour);
    box(13, 16, 1.1, [205, 160, 130]);
  } else if (thing.kind === 'sign') {
    box(0, 14, 0.4, [120, 120, 124]);
    box(14, 20, 3, colour);
  } else {
    box(0, 6, 0.9, [88, 66, 46]);
    box(6, 26, 6, colour);
  }
}

/**
 * Frames of seeded drives, one drive after the other; what one drive has (weather, light, camera, road) no other has.
 * @param drives their numbers: the same number is the same drive in every call
 */
export function roadFrames({
  seed,
  drives,
  framesOfDrive,
}: {
  readonly seed: number;
  readonly drives: readonly number[];
  readonly framesOfDrive: number;
}): { readonly frames: LabelledFrames; readonly weather: readonly Weather[] } {
  const count = drives.length * framesOfDrive;
  const pixels = new Uint8Array(count * height * width * 3);
  const masks = new Uint8Array(count * height * width);
  const weather: Weather[] = [];
  drives.forEach((drive, at) => {
    const random = seededRandom(`road-scenes/${seed}/${drive}`);
    const own = driveOf(random, weathers[drive % weathers.length]!);
    for (let frame = 0; frame < framesOfDrive; frame++) {
      const place = at * framesOfDrive + frame;
      const drawn = frameOf(random, own);
      pixels.set(drawn.pixels, place * height * width * 3);
      masks.set(drawn.mask, place * height * width);
      weather.push(own.weather);
    }
  });
  return { frames: new LabelledFrames(pixels, roadShape, masks), weather };
}
