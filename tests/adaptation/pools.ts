/** Pools made by a generator, in which the right answer of a selection is known. */
import { type SeededRandom, seededRandom } from '../../src/data/seededRandom';

export const gardenWords =
  'soil seed root leaf stem bloom prune water graft mulch spade compost shade sun'.split(' ');
export const harbourWords = 'ship rope anchor tide crew hull sail deck cargo port crane buoy pilot fog'.split(
  ' ',
);

/** `count` sentences of `length` words of one topic, drawn from a seed. */
export function sentences(words: readonly string[], count: number, length: number, seed: string): string[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => sentence(words, length, random));
}

function sentence(words: readonly string[], length: number, random: SeededRandom): string {
  return Array.from({ length }, () => words[random.integer(words.length)]!).join(' ');
}

/** One part garden to nine parts harbour, shuffled; the target is garden text that is not in the pool. */
export function mixedPool(seed = 'pool') {
  const garden = sentences(gardenWords, 60, 8, `${seed}/garden`);
  const harbour = sentences(harbourWords, 540, 8, `${seed}/harbour`);
  const pool = seededRandom(`${seed}/order`).shuffle([...garden, ...harbour]);
  const target = sentences(gardenWords, 40, 8, `${seed}/target`);
  return { pool, target, isGarden: (text: string) => gardenWords.includes(text.split(' ')[0]!) };
}
