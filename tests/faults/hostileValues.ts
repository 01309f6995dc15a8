/** Values that an attacker would write: a grammar of paths, ids and markup, and JSON in which they stand. */
import type { SeededRandom } from '../../src/data/seededRandom';

const mark = 'document.title="RAN"';

/** Markup that runs a script in a page which repeats it as it stands. */
export const payloads = [
  `</script><script>${mark}</script>`,
  `"><img src=x onerror='${mark}'>`,
  `'><svg onload='${mark}'>`,
  `<iframe srcdoc="<script>top.${mark}</script>"></iframe>`,
  `<a href="javascript:${mark}" autofocus onfocus='${mark}'>x</a>`,
  `--><script>${mark}</script><!--`,
  `</style><script>${mark}</script>`,
  `<math><mi xlink:href="javascript:${mark}">`,
];

const pick = <T>(random: SeededRandom, list: readonly T[]): T => list[random.integer(list.length)]!;
const some = (random: SeededRandom, most: number, make: () => string) =>
  Array.from({ length: 1 + random.integer(most) }, make).join('');

const separators = ['/', '//', '\\', '/./', '\n/', '\r/', '\u2028/', '\u0000/', '%2f'];
const starts = ['', '/', '//', './', 'C:/', 'C:\\', '~/', 'file:///', '\\\\server\\', '@scope/'];
const steps = [
  '..',
  '..',
  '..',
  '.',
  'x',
  'victim.txt',
  'etc',
  'hostname',
  ' ',
  'con',
  '.git',
  'node_modules',
];

function pathLike(random: SeededRandom): string {
  return (
    pick(random, starts) +
    some(random, 6, () => pick(random, steps) + pick(random, separators)) +
    pick(random, steps)
  );
}

function idLike(random: SeededRandom): string {
  const digits = pick(random, ['0123456789abcdef', '0123456789ABCDEF', '0123456789abcdeg']);
  const length = pick(random, [64, 64, 63, 65, 40, 1]);
  return Array.from({ length }, () => digits[random.integer(digits.length)]).join('');
}

const names = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '0',
  '-1',
  'NaN',
  '',
  ' ',
  '.',
  '\u202e',
  '\ud800',
];
const escapes = ['\u001b[2J', '\u001b]0;title\u0007', '\u009b1A', '\u0008\u0008', '\r', '\u2066'];

/** A text of one to three such pieces, which may follow on what stood there. */
export function hostileText(random: SeededRandom, stood = ''): string {
  const kinds = [
    () => pathLike(random),
    () => idLike(random),
    () => pick(random, payloads),
    () => pick(random, names),
    () => pick(random, escapes),
  ];
  return (random.uniform() < 0.3 ? stood : '') + some(random, 3, () => pick(random, kinds)());
}

const numbers = [-1, 0, 0.5, -0, 1e308, 5e-324, 2 ** 31, 2 ** 53, 1e21, 65];

/** Every place inside a JSON value that a name leads to. */
function places(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const own = value as Record<string, unknown>;
  return Object.keys(own).flatMap((name): [Record<string, unknown>, string][] => [
    [own, name],
    ...places(own[name]),
  ]);
}

/** A copy of a JSON value in which one to three texts, numbers or names are an attacker's; the rest stands. */
export function hostileJson<Value>(value: Value, random: SeededRandom): Value {
  const copy = structuredClone(value);
  const all = places(copy).filter(
    ([holder, name]) => typeof holder[name] !== 'object' || random.uniform() < 0.1,
  );
  for (let change = 1 + random.integer(3); change > 0 && all.length > 0; change--) {
    const [holder, name] = pick(random, all);
    const stood = holder[name];
    if (random.uniform() < 0.1 && !Array.isArray(holder)) {
      // A name of the attacker's, as JSON.parse would make it.
      Object.defineProperty(holder, hostileText(random), {
        value: stood,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    } else if (typeof stood === 'number') {
      holder[name] = random.uniform() < 0.5 ? pick(random, numbers) : hostileText(random);
    } else {
      holder[name] = hostileText(random, typeof stood === 'string' ? stood : '');
    }
  }
  return copy;
}
