/** At which levels a treatment helps, harms, or makes no difference that matters; and where the difference changes sign. */
import { formatCensored } from './crossing';
import { equivalenceTest } from './equivalence';
import { type CorrectedTest, correctedTests, type HolmStep, holmCorrection } from './holm';
import type { Interval } from './interval';
import { type Level, sortedLevels } from './observation';
import type { PairedDifference } from './pairedDifference';
import type { Scale } from './scale';
import { type SignChange, signChangeCount, signChangeOver } from './signChange';
import { tInterval } from './studentT';
import {
  type AxisWords,
  atLevel,
  basisWords,
  capitalized,
  commonSharingWords,
  intervalWords,
  levelWords,
  list,
  percent,
  sharingWords,
  signed,
} from './wording';

/**
 * 'not decided' is what small studies often find: neither a difference nor its absence was shown. 'no difference' needs a
 * margin, and a mean that surely lies within it.
 */
export type Effect = 'helps' | 'harms' | 'no difference' | 'not decided';

export interface EffectAtLevel {
  readonly level: Level;
  readonly effect: Effect;
  readonly difference: PairedDifference;
  /** At the confidence of Holm's correction for all levels; undefined for fewer than two independent values. */
  readonly correctedInterval?: Interval;
  /** Whether the mean surely lies within the margin, also where it helps or harms. Absent without a margin. */
  readonly withinMargin?: boolean;
  /** The interval that lies within the margin exactly when `withinMargin` says so. */
  readonly equivalenceInterval?: Interval;
}

export interface WhereItHelps {
  readonly levels: readonly EffectAtLevel[];
  /** How often the mean difference changes sign along a numeric axis. */
  readonly signChanges: number;
  /** Of a numeric axis on which the mean difference changes sign once. */
  readonly signChange?: SignChange & {
    /** Whether help was shown at a level on one side of it and harm at one on the other. */
    readonly shown: boolean;
  };
  readonly sentence: string;
}

export interface WhereItHelpsOptions {
  /** Default true. */
  readonly higherIsBetter?: boolean;
  /** Of the treatment, for the sentence. */
  readonly title?: string;
  readonly axis?: AxisWords;
  /** Absent for categories: then no sign change is looked for. */
  readonly scale?: Scale;
  /** The largest difference that does not matter, in units of the metric. Absent: absence of a difference is never claimed. */
  readonly margin?: number;
  /** Chance of any false help or harm over all levels; the same again of any false absence. Default 0.05. */
  readonly alpha?: number;
}

/**
 * Judges each level by the paired t interval at the confidence of Holm's correction for all levels given: by the same measure
 * as a verdict. Absence of a difference is shown by two one-sided tests ({@link equivalenceTest}), Holm-corrected likewise.
 * @param differences of one comparison, one a level
 * @throws LabError for a margin that is not above 0, or a level without a place on the scale
 */
export function whereItHelps(
  differences: readonly PairedDifference[],
  options: WhereItHelpsOptions = {},
): WhereItHelps {
  const { higherIsBetter = true, scale, margin, alpha = 0.05 } = options;
  const order = sortedLevels(differences.map(({ level }) => level));
  const sorted = order.flatMap((level) => differences.filter((difference) => difference.level === level));
  const tests = correctedTests(
    sorted.map(({ independent }) => ({ values: independent, hypothesis: 0 })),
    alpha,
  );
  const equivalences =
    margin === undefined
      ? undefined
      : holmCorrection(
          sorted.map(({ independent }) => equivalenceTest(independent, margin)),
          alpha,
        );
  const levels = sorted.map((difference, k) =>
    effectAt(difference, tests[k], equivalences?.[k], higherIsBetter),
  );
  const change = scale && signChangeOver(sorted, { scale, higherIsBetter });
  const found = {
    levels,
    signChanges: scale ? signChangeCount(sorted) : 0,
    ...(change && { signChange: { ...change, shown: isShown(change, levels) } }),
  };
  return { ...found, sentence: sentenceOf(found, options) };
}

function effectAt(
  difference: PairedDifference,
  { rejected, interval }: CorrectedTest,
  equivalence: HolmStep | undefined,
  higherIsBetter: boolean,
): EffectAtLevel {
  const { level, independent } = difference;
  const better = higherIsBetter === difference.mean! > 0;
  const within = equivalence?.rejected;
  const effect = rejected ? (better ? 'helps' : 'harms') : within ? 'no difference' : 'not decided';
  // Two one-sided tests at alpha are one interval at 1 - 2 alpha.
  const around = equivalence && tInterval(independent, 2 * equivalence.confidence - 1);
  return {
    level,
    effect,
    difference,
    ...(interval && { correctedInterval: interval }),
    ...(within !== undefined && { withinMargin: within }),
    ...(around && { equivalenceInterval: around }),
  };
}

function isShown({ to }: SignChange, levels: readonly EffectAtLevel[]): boolean {
  const [before, after] = to === 'worse' ? ['helps', 'harms'] : ['harms', 'helps'];
  const first = levels.findIndex(({ effect }) => effect === before);
  return first >= 0 && levels.findLastIndex(({ effect }) => effect === after) > first;
}

function sentenceOf(found: Omit<WhereItHelps, 'sentence'>, options: WhereItHelpsOptions): string {
  const { levels, signChange } = found;
  const { axis, margin, title = levels[0]?.difference.treatment ?? 'the treatment' } = options;
  if (levels.length === 0) return `No level was measured, so nothing is known of ${title}.`;
  const clause = (effect: Effect, verb: string) => {
    const there = levels.filter((each) => each.effect === effect).map(({ level }) => level);
    return there.length > 0 ? [`${verb}${atLevel(axis, ...there)}`] : [];
  };
  const decided = [
    ...clause('helps', 'helps'),
    ...clause('harms', 'harms'),
    ...clause('no difference', `makes no difference beyond ${margin}`),
  ];
  const open = levels.filter(({ effect }) => effect === 'not decided');
  const said = commonSharingWords(levels.map(({ difference }) => difference));
  const opened = open.map((each) => openWords(each, axis, said)).join('; ');
  const basis = [...(levels.length > 1 ? [`Holm-corrected for ${levels.length} levels`] : []), ...said].join(
    ', ',
  );
  const how = basis ? ` (${basis})` : '';
  const sentences =
    decided.length > 0
      ? [`${title} ${list(decided)}${how}`, ...(opened ? [`Not decided: ${opened}`] : [])]
      : [`Whether ${title} helps or harms is not decided${how}: ${opened}`];
  const given = levels.map(({ difference }) => difference).find(({ conditional }) => conditional);
  if (given && said.length === 0) sentences.push(`Some of it holds ${sharingWords(given)[0]}`);
  if (signChange) sentences.push(changeWords(signChange, axis));
  else if (found.signChanges > 1)
    sentences.push(`The mean difference changes sign ${found.signChanges} times`);
  const last = levels[levels.length - 1];
  if (options.scale && levels.length > 1 && last.effect === 'helps')
    sentences.push(
      `Up to ${axis ? levelWords(axis, [last.level]) : last.level} it was not seen to stop helping`,
    );
  return capitalized(`${sentences.join('. ')}.`);
}

function openWords(
  { level, difference, correctedInterval }: EffectAtLevel,
  axis: AxisWords | undefined,
  said: readonly string[],
): string {
  const place = atLevel(axis, level).trimStart();
  const { mean, seeds } = difference;
  const numbers =
    mean === undefined
      ? 'no seed is complete'
      : [
          signed(mean),
          ...(correctedInterval ? [intervalWords(correctedInterval)] : []),
          ...(seeds.length > 1 ? [basisWords(difference, said)] : ['one seed']),
        ].join(', ');
  return `${place}${place ? ' ' : ''}(${numbers})`;
}

function changeWords(
  { to, estimate, interval, shown }: NonNullable<WhereItHelps['signChange']>,
  axis?: AxisWords,
) {
  const near = axis ? levelWords(axis, [Number(estimate.value.toPrecision(2))]) : formatCensored(estimate);
  const range = interval
    ? ` (${percent(interval.confidence)} interval ${formatCensored(interval.low)} to ${formatCensored(interval.high)})`
    : '';
  const turn = to === 'worse' ? 'from help to harm' : 'from harm to help';
  return `The mean difference turns ${turn} near ${near}${range}${shown ? '' : '; that it does so was not shown'}`;
}
