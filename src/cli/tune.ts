import { Command } from 'commander';
import { atLevel, type Level } from '../form/axis';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import { textTable } from '../report/textTable';
import { choicesAtEnds } from '../runner/grid';
import { candidateText, sameCandidate, tune } from '../runner/tune';
import {
  type Candidate,
  candidateMeans,
  chosenCandidates,
  type TuningRecord,
  tuningFile,
} from '../runner/tuningRecord';
import { findStudy } from './namedStudies';
import { cardsOption, jsonOption, printJson, tierOption } from './options';

interface TuneOptions {
  tier: TierName;
  cards?: string[];
  out?: string;
  json?: boolean;
}

export function tuneCommand(): Command {
  return new Command('tune')
    .description(
      "Choose a study's settings on dev, from one grid for every arm that grows while the best lies at its end; records all scores, and the next 'lab run' takes up what was chosen",
    )
    .argument('<study>', 'an id, or a file that exports a study')
    .addOption(tierOption('laptop'))
    .addOption(cardsOption())
    .option('--out <folder>', 'record there instead of in notebooks/records')
    .addOption(jsonOption())
    .action(async (name: string, { tier, cards, out, json }: TuneOptions) => {
      const study = await findStudy(name, cards);
      const record = await tune(study, { tier, ...(out ? { records: out } : {}) });
      if (json) printJson(record);
      else process.stdout.write(`${describe(study, record)}\nRecorded in ${tuningFile(record.study, out)}\n`);
    });
}

/** A row a candidate, a column an arm and level: the mean over seeds; the chosen ones are marked. */
function describe({ axis }: Study, record: TuningRecord): string {
  const { scores, metric, seeds } = record;
  const chosen = chosenCandidates(record);
  const columns = [...chosen].flatMap(([arm, levels]) =>
    [...levels.keys()].map((level) => ({ arm, level, means: candidateMeans(scores, arm, level) })),
  );
  const candidates = [...new Map(scores.map((s) => [candidateText(s.candidate), s.candidate])).values()];
  const cell = (candidate: Candidate, { arm, level, means }: (typeof columns)[number]): string => {
    const found = means.find((one) => sameCandidate(one.candidate, candidate));
    if (!found) return '';
    const mark = sameCandidate(chosen.get(arm)!.get(level)!, candidate) ? '*' : ' ';
    return `${found.mean.toFixed(4)}${mark}`;
  };
  const rows = candidates.map((candidate) => [
    candidateText(candidate),
    ...columns.map((column) => cell(candidate, column)),
  ]);
  const place = (arm: string, level: Level) => (axis.title ? `${arm}, ${level}` : arm);
  const head = ['candidate', ...columns.map(({ arm, level }) => place(arm, level))];
  const ends = choicesAtEnds(record, chosen).map(
    ({ arm, level, setting, value, side, because }) =>
      `${arm} ${axis.title ? `${atLevel(axis, level)} ` : ''}takes the ${side} ${setting} tried (${value}): ${because}.`,
  );
  return [
    textTable(head, rows),
    `${metric} on dev, mean of seeds ${seeds.join(', ')}; * is the chosen one of a column.`,
    ...ends,
  ].join('\n');
}
