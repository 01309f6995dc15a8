/** Sentences about results, written from the numbers: what a notebook or a README says was found is said by these. */
import type { Level } from '../form/axis';
import { axisWords, observations, studyVerdict } from '../runner/analysis';
import { higherIsBetter, metricTitle } from '../runner/metricWords';
import { pairedSeeds, type StudyResults } from '../runner/results';
import { type ControlAtLevel, compareWithControl } from '../statistics/control';
import { levelWords, list, signed } from '../statistics/wording';
import type { Displayable, MimeBundle } from './display';

/** Sentences that show themselves as Markdown. */
export class Findings implements Displayable {
  constructor(readonly sentences: readonly string[]) {}

  toText(): string {
    return this.sentences.join('\n');
  }

  toDisplay(): MimeBundle {
    const text = this.sentences.join('\n\n');
    return { 'text/markdown': text, 'text/plain': this.toText() };
  }
}

/**
 * How one arm stands against another at each level where both ran: ahead, behind or not told apart, by paired tests that are
 * Holm-corrected for these levels. "Not told apart" says that nothing was shown, not that both are equal.
 */
export function comparisonSentence(
  results: StudyResults,
  arm: string,
  other: string,
  metric = results.task.metrics[0]!,
): string {
  const title = (name: string) => results.arms[name]?.title ?? name;
  const { levels } = compareWithControl(observations(results, metric), {
    treatment: arm,
    control: other,
    levels: results.levels as Level[],
    higherIsBetter: higherIsBetter(metric),
  });
  const known = levels.filter(({ difference }) => difference.mean !== undefined);
  const [subject, object] = [quoted(title(arm)), quoted(title(other))];
  if (known.length === 0) return `${subject} and ${object} have no finished pair.`;
  const axis = axisWords(results);
  const clauses = (['ahead', 'behind', 'not told apart'] as const).flatMap((outcome) => {
    const there = known.filter((level) => level.outcome === outcome);
    if (there.length === 0) return [];
    const place = axis
      ? ` at ${levelWords(
          axis,
          there.map(({ level }) => level),
        )}`
      : '';
    return [`${outcome}${place} (${there.map(numbers).join('; ')})`];
  });
  const correction = known.length > 1 ? `, Holm-corrected for ${known.length} levels` : '';
  return `${subject} against ${object}, ${metricTitle(metric)}, paired by seed${correction}: ${list(clauses)}.`;
}

const quoted = (title: string) => `“${title}”`;

function numbers({ difference, correctedInterval }: ControlAtLevel): string {
  const { mean, signs, seeds, conditional } = difference;
  const interval = correctedInterval
    ? `, interval ${signed(correctedInterval.low)} to ${signed(correctedInterval.high)}`
    : '';
  const side = Math.max(signs.positive, signs.negative);
  const given = conditional && seeds.length > 1 ? ', given one pretraining run' : '';
  return `${signed(mean!)}${interval}, ${side} of ${seeds.length} seeds${given}`;
}

/** What was expected before the study ran, and what came out. */
export function expectationSentences(results: StudyResults): string[] {
  return [`**Expected:** ${results.claim.expected}`, `**Found:** ${studyVerdict(results).sentence}`];
}

/** A replication on other seeds, in a sentence: its verdict and the differences it rests on. */
export function replicationSentence(results: StudyResults): string {
  const { sentence, finding } = studyVerdict(results);
  return `On ${pairedSeeds(results)} the verdict is *${finding}*. ${sentence}`;
}

/** The verdict's differences in short: '+0.18, +0.23 at 2 and 8 labels per class'. */
export function briefDifferences(results: StudyResults): string {
  const { levels, trend } = studyVerdict(results);
  const axis = axisWords(results);
  const known = levels.filter(({ difference }) => difference.mean !== undefined);
  const means = known.map(({ difference }) => signed(difference.mean!)).join(', ');
  const place = axis
    ? ` at ${levelWords(
        axis,
        known.map(({ level }) => level),
      )}`
    : '';
  const change =
    trend?.trend.mean === undefined
      ? ''
      : `; change from ${trend.trend.from} to ${trend.trend.to}: ${signed(trend.trend.mean)}`;
  return `${means}${place}${change}`;
}
