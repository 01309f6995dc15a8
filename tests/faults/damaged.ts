/** Seeded damage to files: what a fuzzer does to JSON and to bytes. */
import type { SeededRandom } from '../../src/data/seededRandom';

/** Values that programs forget to expect. */
const awkward: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  0.5,
  1e308,
  2 ** 31,
  2 ** 53,
  '',
  'x'.repeat(10_000),
  '\u0000\ud800',
  '__proto__',
  [],
  {},
  [[[]]],
  { constructor: null },
];

/** A copy of one of the list, so that no damage makes a circle. */
const pick = <T>(random: SeededRandom, list: readonly T[]): T =>
  structuredClone(list[random.integer(list.length)]!);

/** Every container inside a JSON value, itself included. */
function containers(value: unknown): (unknown[] | Record<string, unknown>)[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = value as unknown[] | Record<string, unknown>;
  return [own, ...Object.values(own).flatMap(containers)];
}

/** A copy of a JSON value with one to four of its parts replaced, removed, added or renamed. */
export function damagedJson(value: unknown, random: SeededRandom): unknown {
  const holder = { root: structuredClone(value) };
  for (let change = 1 + random.integer(4); change > 0; change--) {
    const places = containers(holder);
    const place = places[random.integer(places.length)] as Record<string, unknown>;
    const keys = Object.keys(place);
    const key = keys.length > 0 ? pick(random, keys) : 'x';
    const kind = random.integer(5);
    if (kind <= 1) place[key] = pick(random, awkward);
    else if (kind === 2 && place !== (holder as object)) delete place[key];
    else if (kind === 3 && typeof place[key] === 'number')
      place[key] = (place[key] as number) * pick(random, [-1, 1.5, 2 ** 20, 2 ** 40]);
    else
      place[pick(random, ['x', 'toString', 'size', '0', `${key} `])] = structuredClone(
        place[key] ?? pick(random, awkward),
      );
  }
  return holder.root;
}

/** Text of which a stretch is removed, repeated, overwritten or cut off. */
export function damagedBytes(content: Uint8Array, random: SeededRandom): Buffer {
  const bytes = Buffer.from(content);
  const from = random.integer(bytes.length);
  const length = 1 + random.integer(Math.min(40, bytes.length - from));
  const [before, part, after] = [
    bytes.subarray(0, from),
    bytes.subarray(from, from + length),
    bytes.subarray(from + length),
  ];
  switch (random.integer(5)) {
    case 0:
      return Buffer.concat([before, after]);
    case 1:
      return Buffer.concat([before, part, part, part, after]);
    case 2:
      return Buffer.concat([before, Buffer.from(part.map(() => random.integer(256))), after]);
    case 3:
      return Buffer.from(before);
    default:
      bytes[from] = bytes[from]! ^ (1 << random.integer(8));
      return bytes;
  }
}
