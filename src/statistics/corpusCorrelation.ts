/** Whether gains follow distances over pairs of corpora: pairs share corpora, so they are not independent cases. */
import { type SeededRandom, seededRandom } from '../data/seededRandom';
import { LabError } from '../errors';
import { checkShare, type Interval } from './interval';
import { mean, quantileOfSorted } from './mean';
import { correlationOfRanks, ranks, smallestTellableCorrelation, spearman } from './rankCorrelation';

/** One corpus pretrained on and one tried on: their distance, and what was gained with each seed. */
export interface CorpusPair {
  readonly source: string;
  readonly target: string;
  readonly distance: number;
  /** In the same order of seeds for every pair. */
  readonly gains: readonly number[];
}

export interface CorpusCorrelation {
  /** Spearman's, between distances and mean gains; undefined where either does not vary. */
  readonly correlation: number | undefined;
  /** Pairs used: those of two different corpora. */
  readonly pairs: number;
  readonly sources: number;
  readonly targets: number;
  /**
   * Two-sided p that distances and gains have nothing to do with each other: how seldom a rearrangement of the corpora
   * gives so large a |rho|. Undefined where the correlation is.
   */
  readonly p: number | undefined;
  /** Ways to rearrange the corpora; no p can be below one over this number. */
  readonly arrangements: number;
  /** The smallest |rho| that so many pairs could tell from 0 at 5 % if they were independent, which they are not. */
  readonly smallestTellable: number | undefined;
  /**
   * Percentile bootstrap over sources, targets and seeds: somewhat too wide. Undefined for fewer than four sources or
   * targets, where it is too narrow (three of each covered 0.69 instead of 0.95 in simulations of a strong correlation).
   */
  readonly interval: Interval | undefined;
}

export interface CorpusCorrelationOptions {
  readonly seed: number | string;
  /** Default 0.95. */
  readonly confidence?: number;
  /** Default 2,000. */
  readonly resamples?: number;
}

/** Up to so many rearrangements all are tried; of more, as many are drawn. */
const triedArrangements = 10_000;

/**
 * Spearman's correlation of distance with mean gain over all pairs of a source and another target. A corpus with itself is
 * left out: its distance is 0 and its gain largest by construction. The p rearranges whole corpora (Mantel 1967), names that
 * are source and target together; the interval resamples sources, targets and seeds, each as a whole (Owen 2007).
 * @throws LabError for a missing or doubled pair, a distance or gain that is not a number, or other numbers of seeds
 */
export function corpusCorrelation(
  pairs: readonly CorpusPair[],
  options: CorpusCorrelationOptions,
): CorpusCorrelation {
  const { seed, confidence = 0.95, resamples = 2000 } = options;
  checkShare(confidence);
  const grid = new Grid(pairs);
  const { sources, targets, cells } = grid;
  const correlation = spearman(
    cells.map(({ distance }) => distance),
    cells.map(({ gains }) => mean(gains)),
  );
  const { p, arrangements } = rearranged(grid, seededRandom(`rearranged corpora/${seed}`), correlation);
  return {
    correlation,
    pairs: cells.length,
    sources: sources.length,
    targets: targets.length,
    p,
    arrangements,
    smallestTellable: smallestTellableCorrelation(cells.length),
    interval:
      correlation === undefined || sources.length < 4 || targets.length < 4
        ? undefined
        : resampled(grid, seededRandom(`resampled corpora/${seed}`), { confidence, resamples }),
  };
}

/** What a correlation over pairs of corpora tells, and how little it may be. */
export function corpusCorrelationSentence(found: CorpusCorrelation): string {
  const { correlation, pairs, sources, targets, p, arrangements, smallestTellable, interval } = found;
  const over = `over ${pairs} pairs of ${sources} sources and ${targets} other targets`;
  if (correlation === undefined) return `There is no rank correlation ${over}, since one side does not vary.`;
  const range = interval
    ? `, ${Number((100 * interval.confidence).toFixed(2))} % interval ${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}`
    : '';
  const alone =
    smallestTellable === undefined
      ? 'Even if the pairs were independent, no correlation of so few could be told from 0'
      : `Even if the pairs were independent, nothing below ${smallestTellable.toFixed(2)} could be told from 0`;
  const least = 1 / arrangements;
  const few =
    least > 0.05
      ? `; the corpora can be rearranged in ${arrangements} ways only, so no correlation of theirs can have a p below ${least.toFixed(2)}`
      : '';
  return `The rank correlation is ${correlation.toFixed(2)} ${over} (p ${p!.toFixed(3)} by rearranging corpora${range}). ${alone}${few}.`;
}

/** Pairs of different corpora as a full grid of sources and targets. */
class Grid {
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  /** Row by row, without a corpus with itself. */
  readonly cells: readonly CorpusPair[];
  private readonly byPlace = new Map<string, CorpusPair>();

  constructor(pairs: readonly CorpusPair[]) {
    // Sorted, so that what is drawn does not depend on the order in which the pairs come.
    this.sources = [...new Set(pairs.map(({ source }) => source))].sort();
    this.targets = [...new Set(pairs.map(({ target }) => target))].sort();
    const seeds = pairs[0]?.gains.length ?? 0;
    for (const pair of pairs) {
      const { source, target, distance, gains } = pair;
      const place = placeOf(source, target);
      if (this.byPlace.has(place)) throw new LabError(`The pair ${source}, ${target} is given twice.`);
      if (Number.isNaN(distance))
        throw new LabError(
          `The distance from ${source} to ${target} is NaN; measure it, or leave out a corpus.`,
        );
      if (gains.length === 0 || !gains.every(Number.isFinite))
        throw new LabError(
          `The gains from ${source} to ${target} are ${gains.join(', ') || 'none'}; leave out the seeds that failed.`,
        );
      if (gains.length !== seeds)
        throw new LabError(
          `The pair ${source}, ${target} has ${gains.length} gains and the first pair ${seeds}; give all pairs the same seeds.`,
        );
      this.byPlace.set(place, pair);
    }
    this.cells = this.sources.flatMap((source) =>
      this.targets.flatMap((target) => {
        if (source === target) return [];
        const pair = this.at(source, target);
        if (!pair)
          throw new LabError(
            `The pair ${source}, ${target} is missing; give every source with every target.`,
          );
        return [pair];
      }),
    );
  }

  at(source: string, target: string): CorpusPair | undefined {
    return this.byPlace.get(placeOf(source, target));
  }
}

/** Moves the gains of each corpus to another corpus's place, and counts how often |rho| is as large as seen. */
function rearranged(
  { sources, targets, cells }: Grid,
  random: SeededRandom,
  observed: number | undefined,
): { p: number | undefined; arrangements: number } {
  const both = sources.filter((name) => targets.includes(name));
  const onlySources = sources.filter((name) => !targets.includes(name));
  const onlyTargets = targets.filter((name) => !sources.includes(name));
  const sets = [both, onlySources, onlyTargets];
  const arrangements = sets.reduce((product, set) => product * factorial(set.length), 1);
  if (observed === undefined) return { p: undefined, arrangements };
  const places = new Map(sets.flat().map((name, k) => [name, k]));
  const [rows, columns] = [
    cells.map(({ source }) => places.get(source)!),
    cells.map(({ target }) => places.get(target)!),
  ];
  const distances = ranks(cells.map(({ distance }) => distance));
  // A rearrangement moves gains among the cells, and their ranks with them.
  const gains = ranks(cells.map((cell) => mean(cell.gains)));
  const rankAt = sets.flat().map(() => new Float64Array(places.size));
  for (const [k, gain] of gains.entries()) rankAt[rows[k]][columns[k]] = gain;
  const moved = new Array<number>(gains.length);
  const asLarge = (order: readonly number[]) => {
    for (let k = 0; k < moved.length; k++) moved[k] = rankAt[order[rows[k]]][order[columns[k]]];
    return Math.abs(correlationOfRanks(distances, moved)!) >= Math.abs(observed) - 1e-9;
  };
  const placesOf = (set: readonly string[]) => set.map((name) => places.get(name)!);
  const [first, second, third] = sets.map(placesOf);
  if (arrangements <= triedArrangements) {
    let count = 0;
    for (const a of orders(first))
      for (const b of orders(second)) for (const c of orders(third)) if (asLarge([...a, ...b, ...c])) count++;
    return { p: count / arrangements, arrangements };
  }
  // The order as it is counts as one of those drawn.
  let count = 1;
  for (let k = 1; k < triedArrangements; k++)
    if (asLarge([first, second, third].flatMap((set) => random.shuffle([...set])))) count++;
  return { p: count / triedArrangements, arrangements };
}

function resampled(
  grid: Grid,
  random: SeededRandom,
  { confidence, resamples }: { confidence: number; resamples: number },
): Interval | undefined {
  const drawn = (count: number) => Array.from({ length: count }, () => random.integer(count));
  const table = grid.sources.map((source) =>
    grid.targets.map((target) => (source === target ? undefined : grid.at(source, target))),
  );
  const found: number[] = [];
  for (let r = 0; r < resamples; r++) {
    const [sources, targets] = [drawn(grid.sources.length), drawn(grid.targets.length)];
    const seeds = drawn(grid.cells[0].gains.length);
    const cells = sources.flatMap((source) => targets.flatMap((target) => table[source][target] ?? []));
    const value = spearman(
      cells.map(({ distance }) => distance),
      cells.map(({ gains }) => mean(seeds.map((seed) => gains[seed]))),
    );
    // Resamples of one cell over and over have no correlation.
    if (value !== undefined) found.push(value);
  }
  if (found.length === 0) return undefined;
  found.sort((a, b) => a - b);
  const [low, high] = [(1 - confidence) / 2, (1 + confidence) / 2].map((share) =>
    quantileOfSorted(found, share),
  );
  return { low, high, confidence };
}

function* orders(items: readonly number[]): Generator<readonly number[]> {
  if (items.length === 0) yield [];
  for (const [k, item] of items.entries())
    for (const rest of orders(items.filter((_, other) => other !== k))) yield [item, ...rest];
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

function placeOf(source: string, target: string): string {
  return `${source}\n${target}`;
}
