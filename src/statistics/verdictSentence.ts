/** Verdicts in plain English: what was asked, what came out, and the numbers that it rests on. */

import type { Contrast } from './contrast';
import type { ControlAtLevel, ControlOutcome } from './control';
import { formatCensored } from './crossing';
import type {
  Finding,
  LevelFinding,
  MultiplierFinding,
  TrendFinding,
  VerdictInput,
  VerdictParts,
} from './findings';
import type { Interval } from './interval';
import type { Level } from './observation';
import {
  atLevel,
  atLevels,
  basisWords,
  commonSharingWords,
  intervalWords,
  lackingWords,
  levelWords,
  percent,
  sharingWords,
  signed,
} from './wording';

/** The claim as the rule states it, and how it is tested. */
export function verdictQuestion(
  input: VerdictInput,
  levels: readonly Level[],
  hypotheses: number,
  judged: readonly Contrast[],
): string {
  const how = [
    'paired differences over seeds, t intervals',
    ...(hypotheses > 1 ? [`Holm-corrected for ${hypotheses} hypotheses`] : []),
    ...commonSharingWords(judged),
  ];
  return `"${claim(input, levels)}" (${how.join(', ')})`;
}

/** The finding, its reasons, and the control's outcome. */
export function verdictSentence(input: VerdictInput, question: string, parts: VerdictParts): string {
  const said = commonSharingWords(
    parts.trend ? [parts.trend.trend] : parts.levels.map(({ difference }) => difference),
  );
  const words = { supports: 'supports', contradicts: 'contradicts', inconclusive: 'is inconclusive on' };
  const { finding, levels, trend, multiplier, control } = parts;
  const reasons = [
    ...(trend ? [trendReason(input, trend, said)] : []),
    ...(trend ? [] : levels.map((level) => levelReason(input, level, said))),
    ...(multiplier ? [multiplierReason(input, multiplier, said)] : []),
  ];
  const why = reasons.length > 0 ? reasons.join('; ') : 'no level was asked';
  const reported = trend && levels.length > 0 ? ` Not judged: ${reportedLevels(input, levels, said)}.` : '';
  const beside = control ? ` ${controlSentence(input, control, said)}` : '';
  return `The study ${words[finding]} ${question}: ${why}.${reported}${beside}`;
}

function claim(input: VerdictInput, levels: readonly Level[]): string {
  const { rule, metric, axis, higherIsBetter } = input;
  const { treatment, reference, moreThan, trend, multiplier, requires = 'all' } = rule;
  const [treated, referred] = [title(input, treatment), title(input, reference)];
  const smallest = rule.smallestDifferenceThatMatters ?? 0;
  const margin = smallest > 0 ? ` by more than ${smallest}` : '';
  const less = higherIsBetter ? '' : ' (less is better)';
  const others = moreThan && [title(input, moreThan.treatment), title(input, moreThan.reference)];
  const gain = others ? ` by more than ${others.join(' is than ')}` : '';
  const taken = others ? `, less that of ${others.join(' over ')},` : '';
  const main = trend
    ? `The lead of ${treated} over ${referred}${taken} in ${metric}${less} is ` +
      `${rule.expects === 'better' ? 'larger' : 'smaller'}${margin}${atLevel(axis, trend.to)} than${atLevel(axis, trend.from)}`
    : `${treated} is ${rule.expects} than ${referred}${gain} in ${metric}${less}${margin}${atLevels(axis, levels, requires)}`;
  if (!multiplier) return main;
  return `${main}, and worth more than ${multiplier.atLeast} times the labels${atLevel(axis, multiplier.at)}`;
}

function levelReason(
  input: VerdictInput,
  { level, finding, ...found }: LevelFinding,
  said: readonly string[],
): string {
  const place = placeWords(input, level);
  const { difference, correctedInterval, adjustedP } = found;
  return `${place}${testedWords(difference, correctedInterval, adjustedP, said)}${outcome(finding!)}`;
}

function trendReason(
  input: VerdictInput,
  { trend, finding, correctedInterval, adjustedP }: TrendFinding,
  said: readonly string[],
): string {
  const { from, to } = input.rule.trend!;
  const place = input.axis
    ? `from ${levelWords(input.axis, [from])} to ${levelWords(input.axis, [to])} the difference changes by `
    : 'the difference changes by ';
  return `${place}${testedWords(trend, correctedInterval, adjustedP, said)}${outcome(finding)}`;
}

/** '+0.204 (97.5 % interval +0.178 to +0.230, 5 of 5 seeds above zero)', or why there is no interval. */
function testedWords(
  found: Contrast,
  interval: Interval | undefined,
  adjustedP: number | undefined,
  said: readonly string[],
): string {
  const { seeds, mean, missing, unpaired, independent } = found;
  const lacking = [...missing, ...unpaired];
  if (seeds.length === 0)
    return ['undecided, since no seed is complete', ...lackingWords(0, lacking)].join(', ');
  if (independent.length < 2)
    return [
      `undecided, since the one complete seed (${signed(mean!)}) gives no interval`,
      ...lackingWords(seeds.length, lacking),
    ].join(', ');
  const how = interval
    ? intervalWords(interval)
    : `the same for all ${independent.length}, sign test p ${adjustedP!.toFixed(3)}`;
  return `${signed(mean!)} (${how}, ${basisWords(found, said)})`;
}

function multiplierReason(input: VerdictInput, found: MultiplierFinding, said: readonly string[]): string {
  const { at, atLeast, finding, multiplier, correctedInterval, adjustedP } = found;
  const place = `the label multiplier${atLevel(input.axis, at)} is `;
  if (!multiplier)
    return `the label multiplier${atLevel(input.axis, at)} is undecided, since no seed has it and the whole label curve of ${title(input, input.rule.reference)}`;
  const value = formatCensored(multiplier.multiplier);
  const { seeds, missing } = multiplier;
  const basis = [
    correctedInterval
      ? `${percent(correctedInterval.confidence)} interval ${formatCensored(correctedInterval.low)} to ${formatCensored(correctedInterval.high)}`
      : 'no interval from one seed',
    ...sharingWords({ ...multiplier, independent: { length: multiplier.repeats } }).filter(
      (words) => !said.includes(words),
    ),
    ...lackingWords(seeds.length, missing),
  ].join(', ');
  const reach =
    adjustedP === undefined && correctedInterval ? ', and no level measured can tell it from that' : '';
  return `${place}${value} (${basis}), ${atLeast} asked for${reach}${outcome(finding)}`;
}

function reportedLevels(
  input: VerdictInput,
  levels: readonly LevelFinding[],
  said: readonly string[],
): string {
  return levels
    .map(({ level, difference }) => {
      const { tInterval, p } = difference;
      return `${placeWords(input, level)}${testedWords(difference, tInterval, p, said)}`;
    })
    .join('; ');
}

function controlSentence(
  input: VerdictInput,
  { control, levels, notRun }: ControlOutcome,
  said: readonly string[],
): string {
  const name = title(input, control);
  if (levels.length === 0) return `The control (${name}) was not run${atLevel(input.axis, ...notRun)}.`;
  const correction = levels.length > 1 ? `; Holm-corrected for ${levels.length} levels` : '';
  const outcomes = levels.map((each) => controlWords(input, each, said)).join('; ');
  const rest = notRun.length > 0 ? `; the control was not run${atLevel(input.axis, ...notRun)}` : '';
  return `Against the control (${name}${correction}), ${title(input, input.rule.treatment)} is ${outcomes}${rest}.`;
}

function controlWords(input: VerdictInput, found: ControlAtLevel, said: readonly string[]): string {
  const { level, outcome: how, difference, correctedInterval, adjustedP } = found;
  const place = atLevel(input.axis, level);
  const words = how === 'ahead' ? 'ahead' : how === 'behind' ? 'behind' : 'not told apart from it';
  // A control that runs on fewer seeds by plan lacks nothing.
  const planned = { ...difference, unpaired: [] };
  return `${words}${place}, ${testedWords(planned, correctedInterval, adjustedP, said)}`;
}

function placeWords({ axis }: VerdictInput, level: Level): string {
  return axis ? `at ${levelWords(axis, [level])} ` : '';
}

function outcome(finding: Finding): string {
  return `, ${finding}`;
}

function title({ titles = {} }: VerdictInput, arm: string): string {
  return titles[arm] ?? arm;
}
