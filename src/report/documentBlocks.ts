/**
 * Blocks of a Markdown file that are written from records: between `<!-- lab NAME ... -->` and `<!-- /lab -->`. Nobody types
 * a number into them, and a check finds one that was.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LabError } from '../errors';
import { levelText } from '../form/axis';
import type { TierName } from '../form/tier';
import { projectRoot } from '../paths';
import { cells, studyVerdict } from '../runner/analysis';
import { metricTitle } from '../runner/metricWords';
import { armsOf, pairedSeeds } from '../runner/results';
import { formatCensored } from '../statistics/crossing';
import { studies } from '../studies';
import { briefDifferences } from './findings';
import { Outcomes } from './notebookCheck';
import { replicationSeed } from './replicationOf';
import type { StudyOutcome } from './studyOutcome';

const block = /<!-- lab ([a-z-]+)((?: [^\s>]+)*) -->\n[\s\S]*?<!-- \/lab -->/g;

/** A Markdown text with its blocks written anew from the records. @throws LabError for a block that there is not */
export function writtenBlocks(text: string, records?: string): string {
  const outcomes = new Outcomes(records);
  return text.replace(block, (_, name: string, words: string) => {
    const given = words.trim().split(' ').filter(Boolean);
    const write = writers[name];
    if (!write) throw new LabError(`There is no block 'lab ${name}' to write.`);
    return `<!-- lab ${name}${words} -->\n${write(outcomes, given)}\n<!-- /lab -->`;
  });
}

const writers: Readonly<Record<string, (outcomes: Outcomes, given: readonly string[]) => string>> = {
  findings: (outcomes) => findingsTable(outcomes),
  start: () => startTime(),
  results: (outcomes, [study, tier]) => ifRecorded(outcomes, study!, tier, resultsMarkdown),
  verdict: (outcomes, [study, tier]) =>
    ifRecorded(outcomes, study!, tier, ({ verdict }) => verdict.verdict.sentence),
  headline: (outcomes, [study, tier]) => ifRecorded(outcomes, study!, tier, headline),
  expectation: (outcomes, [study, tier]) =>
    ifRecorded(outcomes, study!, tier, ({ expectation }) => expectation.sentences.join('\n\n')),
  against: (outcomes, [study, ...arms]) =>
    ifRecorded(outcomes, study!, 'laptop', (outcome) =>
      outcome.against(arms[0]!, ...arms.slice(1)).sentences.join('\n\n'),
    ),
};

/** How long 'npm start' took, as scripts/measureStart.mjs measured it. */
function startTime(): string {
  const file = path.join(projectRoot, 'docs', 'start-time.json');
  if (!fs.existsSync(file)) return 'Not measured yet.';
  const { seconds, setUpSeconds, firstTrialSeconds, cores, processor, measured } = JSON.parse(
    fs.readFileSync(file, 'utf8'),
  ) as { readonly [name: string]: number | string };
  const minutes = (value: unknown) => {
    const whole = Math.round(Number(value));
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  };
  return (
    `Measured on ${measured} in a fresh clone on ${cores} cores (${processor}): ${minutes(seconds)} in all, ` +
    `${minutes(setUpSeconds)} of it set-up; the curve begins after ${minutes(firstTrialSeconds)}.`
  );
}

/** What is written of a record; where there is none, that there is none. */
function ifRecorded(
  outcomes: Outcomes,
  study: string,
  tier = 'laptop',
  write: (outcome: StudyOutcome) => string,
): string {
  const outcome = outcomes.recorded({ study, tier: tier as TierName, firstSeed: 1 });
  return outcome ? write(outcome) : `Not recorded at the tier '${tier}'.`;
}

/** A row a study: what is claimed, what was found, and what a replication on fresh seeds found. */
function findingsTable(outcomes: Outcomes): string {
  const rows = studies.map((study) => {
    const cell = (firstSeed: number) => {
      const outcome = outcomes.recorded({ study: study.id, tier: 'laptop', firstSeed });
      return outcome ? brief(outcome) : 'not recorded';
    };
    return [`\`${study.id}\``, study.claim.sentence, cell(1), cell(replicationSeed)];
  });
  const head = ['study', 'claim', 'found', 'again on fresh seeds'];
  return markdownTable(head, rows);
}

function brief({ data }: StudyOutcome): string {
  const { finding, control } = studyVerdict(data);
  const beside = control
    ? control.levels.length === 0
      ? '; control not run'
      : `; against the control ${control.levels
          .map(({ outcome, level }) => `${outcome} at ${levelText(level)}`)
          .join(', ')}`
    : '';
  return `*${finding}*: ${briefDifferences(data)} (${metricTitle(data.task.metrics[0]!)}, ${pairedSeeds(data)})${beside}`;
}

/** The verdict in the words of a first reading; the whole of it, with intervals, is another block. */
function headline({ data }: StudyOutcome): string {
  const { finding, multiplier, control } = studyVerdict(data);
  const title = (arm: string) => `“${data.arms[arm]!.title}”`;
  const { treatment, reference } = data.verdict;
  const saved =
    multiplier?.multiplier && multiplier.correctedInterval
      ? `With ${multiplier.at} ${data.axis.title} it is worth ${formatCensored(multiplier.multiplier.multiplier)} times the labels ` +
        `(interval ${formatCensored(multiplier.correctedInterval.low)} to ${formatCensored(multiplier.correctedInterval.high)}; ${multiplier.atLeast} were asked for).`
      : '';
  const beside = control?.levels.length
    ? `Against ${title(data.verdict.control!)} it is ${control.levels
        .map(({ outcome, level }) => `${outcome} at ${levelText(level)}`)
        .join(' and ')}.`
    : '';
  const sentences = [
    `**The claim: ${finding}.**`,
    `${title(treatment)} minus ${title(reference)}: ${briefDifferences(data)} (${metricTitle(data.task.metrics[0]!)}, ${pairedSeeds(data)}).`,
    ...[saved, beside].filter((sentence) => sentence !== ''),
  ];
  return sentences.join(' ');
}

/** Arms by levels: mean and half the interval. */
function resultsMarkdown({ data }: StudyOutcome): string {
  const metric = data.task.metrics[0]!;
  const all = cells(data, metric);
  const rows = armsOf(data).map((arm) => [
    data.arms[arm]!.title,
    ...data.levels.map((level) => {
      const cell = all.find((one) => one.arm === arm && one.level === level);
      if (cell?.mean === undefined) return '';
      const { interval } = cell;
      const half = interval ? ` ± ${((interval.high - interval.low) / 2).toFixed(3)}` : '';
      return `${cell.mean.toFixed(3)}${half}`;
    }),
  ]);
  return markdownTable(['arm', ...data.levels.map(levelText)], rows);
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (fields: readonly string[]) =>
    `| ${fields.map((field) => field.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
