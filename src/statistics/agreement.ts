/** Whether two executions of a study agree where bits cannot: on another machine, with other rounding. */
import { LabError } from '../errors';
import { equivalenceTest } from './equivalence';
import { holmCorrection } from './holm';
import { independentValues } from './independence';
import type { Interval } from './interval';
import { mean, standardDeviation } from './mean';
import { type Level, sortedLevels } from './observation';
import type { PairedDifference } from './pairedDifference';
import { noticeableShift } from './power';
import { tInterval, tTest } from './studentT';
import { type AxisWords, atLevel, percent } from './wording';

export type Agreement = 'agrees' | 'disagrees' | 'cannot tell';

/** A paired difference as it was recorded, or computed anew. */
export type ExecutedDifference = Pick<
  PairedDifference,
  'level' | 'seeds' | 'differences' | 'pretrainingRuns' | 'mean'
>;

export interface LevelAgreement {
  readonly level: Level;
  readonly agreement: Agreement;
  /** Seeds of both executions. */
  readonly seeds: readonly number[];
  /** Recorded seeds that were not executed again, or failed. */
  readonly notRecomputed: readonly number[];
  /** Mean over seeds of recomputed - recorded paired difference; undefined without seeds. */
  readonly shift?: number;
  /** At the confidence of Holm's correction for all levels; undefined for fewer than two independent shifts. */
  readonly interval?: Interval;
  /** Half of the recorded difference, or the smallest shift that matters: a larger shift would change what the study says. */
  readonly largestAllowed: number;
  /**
   * The smallest shift that would have been noticed with 90 % power; undefined for fewer than two independent shifts, and
   * where every recomputed difference equals the recorded one.
   */
  readonly noticeable?: number;
  /** Whether all shifts come from one pretraining run, so that its luck cannot be told from a fault. */
  readonly conditional: boolean;
}

export interface StudyAgreement {
  /** 'disagrees' if any level does, 'agrees' if all do, else 'cannot tell'. */
  readonly agreement: Agreement;
  readonly levels: readonly LevelAgreement[];
  /** The largest of the levels' noticeable shifts; undefined where none has one. */
  readonly noticeable?: number;
  readonly sentence: string;
}

export interface AgreementOptions {
  readonly axis?: AxisWords;
  /** Shifts up to this never matter, whatever was recorded; in units of the metric. Default 0. */
  readonly smallestThatMatters?: number;
  /** Chance of finding any disagreement where there is none. Default 0.05. */
  readonly alpha?: number;
}

/** A shift below this share of the recorded difference is rounding, however regular it is. */
const negligibleShare = 0.01;

/** From fewer independent shifts their spread is so badly known that agreement is never said of numbers that differ. */
const fewestShifts = 3;

/**
 * Compares the recorded paired differences of a study with recomputed ones, by the shift of each seed. A level 'disagrees'
 * where the shift's t interval, Holm-corrected for all levels, excludes 0; it 'agrees' where two one-sided tests place the
 * shift within half of the recorded difference and a shift of that size would have been noticed with 90 % power; else it
 * 'cannot tell'. So an execution too small to find a fault never agrees.
 * @param recorded of one comparison, one a level
 * @param recomputed of the same comparison; levels and seeds may be missing
 * @throws LabError for a level or seed that was not recorded
 */
export function agreementOf(
  recorded: readonly ExecutedDifference[],
  recomputed: readonly ExecutedDifference[],
  options: AgreementOptions = {},
): StudyAgreement {
  const { axis, smallestThatMatters = 0, alpha = 0.05 } = options;
  if (!(smallestThatMatters >= 0))
    throw new LabError(`The smallest shift that matters is ${smallestThatMatters}; give a number from 0 on.`);
  for (const { level } of recomputed)
    if (!recorded.some((each) => each.level === level))
      throw new LabError(
        `The level ${level} was recomputed and never recorded; compare the levels of the record.`,
      );
  const order = sortedLevels(recorded.map(({ level }) => level));
  const shifts = order.map((level) =>
    shiftsAt(
      recorded.find((each) => each.level === level)!,
      recomputed.find((each) => each.level === level),
    ),
  );
  // The plain t test, for which equal shifts that are not 0 are certain: no chance moves all seeds alike.
  const tests = holmCorrection(
    shifts.map(({ independent }) => tTest(independent)),
    alpha,
  );
  const strictest = 1 - alpha / Math.max(1, shifts.length);
  const levels = shifts.map((each, k): LevelAgreement => {
    const { level, seeds, notRecomputed, conditional, independent } = each;
    const { confidence, rejected } = tests[k];
    const interval = tInterval(independent, confidence);
    const largestAllowed = Math.max(each.effect / 2, smallestThatMatters);
    const noticeable = noticeableAt(each, strictest);
    const agreement = judge(each, { rejected, largestAllowed, noticeable, alpha });
    return {
      level,
      agreement,
      seeds,
      notRecomputed,
      ...(independent.length > 0 && { shift: mean(independent) }),
      ...(interval && { interval }),
      largestAllowed,
      ...(noticeable !== undefined && { noticeable }),
      conditional,
    };
  });
  const all = levels.map(({ agreement }) => agreement);
  const agreement = all.includes('disagrees')
    ? 'disagrees'
    : all.length > 0 && all.every((each) => each === 'agrees')
      ? 'agrees'
      : 'cannot tell';
  const noticeables = levels.flatMap(({ noticeable }) => (noticeable === undefined ? [] : [noticeable]));
  const found = {
    agreement,
    levels,
    ...(noticeables.length > 0 && { noticeable: Math.max(...noticeables) }),
  } as const;
  return { ...found, sentence: sentenceOf(found, axis) };
}

interface Shifts {
  readonly level: Level;
  readonly seeds: readonly number[];
  readonly notRecomputed: readonly number[];
  /** Size of the recorded difference, over all of its seeds. */
  readonly effect: number;
  readonly independent: readonly number[];
  readonly conditional: boolean;
}

function shiftsAt(recorded: ExecutedDifference, recomputed: ExecutedDifference | undefined): Shifts {
  const { level, seeds: all, differences, pretrainingRuns } = recorded;
  const extra = recomputed?.seeds.find((seed) => !all.includes(seed));
  if (extra !== undefined)
    throw new LabError(
      `Seed ${extra} at level ${level} was recomputed and has no recorded pair; compare the seeds of the record.`,
    );
  const seeds = all.filter((seed) => recomputed?.seeds.includes(seed));
  const shifts = seeds.map(
    (seed) => recomputed!.differences[recomputed!.seeds.indexOf(seed)] - differences[all.indexOf(seed)],
  );
  const { values, conditional } = independentValues(
    shifts,
    seeds.map((seed) => pretrainingRuns[all.indexOf(seed)]),
  );
  return {
    level,
    seeds,
    notRecomputed: all.filter((seed) => !seeds.includes(seed)),
    effect: Math.abs(recorded.mean ?? 0),
    independent: values,
    conditional,
  };
}

/** At the strictest of Holm's steps, and never below what counts as rounding. */
function noticeableAt({ independent, effect }: Shifts, confidence: number): number | undefined {
  const deviation = standardDeviation(independent);
  if (deviation === undefined || independent.every((shift) => shift === 0)) return undefined;
  const shift = noticeableShift({ standardDeviation: deviation, n: independent.length, confidence });
  return Math.max(shift, negligibleShare * effect);
}

function judge(
  { independent, effect, conditional }: Shifts,
  {
    rejected,
    largestAllowed,
    noticeable,
    alpha,
  }: { rejected: boolean; largestAllowed: number; noticeable: number | undefined; alpha: number },
): Agreement {
  if (independent.length < 2) return 'cannot tell';
  if (independent.every((shift) => shift === 0)) return 'agrees';
  const rounding = negligibleShare * effect;
  // Another machine's pretraining run may come out elsewhere, and moves all of its trials alike.
  if (rejected && Math.abs(mean(independent)) > rounding) return conditional ? 'cannot tell' : 'disagrees';
  if (independent.length < fewestShifts || !(largestAllowed > 0) || noticeable! > largestAllowed)
    return 'cannot tell';
  if (independent.every((shift) => Math.abs(shift) <= rounding)) return 'agrees';
  return equivalenceTest(independent, largestAllowed)! <= alpha ? 'agrees' : 'cannot tell';
}

function sentenceOf(
  { agreement, levels, noticeable }: Omit<StudyAgreement, 'sentence'>,
  axis: AxisWords | undefined,
): string {
  const because = levels.filter((level) => level.agreement === agreement);
  if (agreement === 'agrees') {
    const found = levels.reduce((sum, { seeds }) => sum + seeds.length, 0);
    const lost = levels.reduce((sum, { notRecomputed }) => sum + notRecomputed.length, 0);
    const part = lost > 0 ? ` on the ${found} of ${found + lost} recorded pairs that were recomputed` : '';
    if (noticeable === undefined) return `agrees${part}; every recomputed difference equals the recorded one`;
    return `agrees${part}; a shift of ${upwards(noticeable)} would have been noticed with 90 % power`;
  }
  if (levels.length === 0) return 'cannot tell; no level was recorded';
  return `${agreement}; ${because.map((level) => reasonWords(level, axis)).join('; ')}`;
}

function reasonWords(found: LevelAgreement, axis: AxisWords | undefined): string {
  const { level, agreement, shift, interval, noticeable, largestAllowed, conditional, seeds } = found;
  const place = atLevel(axis, level).trimStart();
  const at = place ? `${place} ` : '';
  if (shift === undefined) return `${at}no recorded seed was recomputed`;
  if (noticeable === undefined) return `${at}one seed cannot show a shift (${shift.toFixed(4)})`;
  if (agreement === 'disagrees') {
    const range = interval
      ? ` (${percent(interval.confidence)} interval ${interval.low.toFixed(4)} to ${interval.high.toFixed(4)})`
      : '';
    return `${at}the difference shifted by ${shift.toFixed(4)}${range}`;
  }
  const given = conditional ? ', and all seeds start from one pretraining run' : '';
  return (
    `${at}${seeds.length} seeds would have shown a shift of ${upwards(noticeable)}, ` +
    `the shift is ${shift.toFixed(4)} and at most ${largestAllowed.toFixed(4)} is allowed${given}`
  );
}

/** Two significant figures, rounded up, so that no more is promised than holds. */
function upwards(value: number): string {
  if (value === 0) return '0';
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return String(Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(2)));
}
