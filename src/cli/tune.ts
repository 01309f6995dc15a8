import { Command } from 'commander';
import type { TierName } from '../ablations/ablation';
import { type TuningRecord, tune, tuningFile } from '../ablations/tuning';
import { textTable } from '../report/textTable';
import { findAblation } from './ablations';
import { cardsOption, jsonOption, printJson, tierOption } from './options';

interface TuneOptions {
  tier: TierName;
  cards?: string[];
  out?: string;
  json?: boolean;
}

export function tuneCommand(): Command {
  return new Command('tune')
    .description("Choose an ablation's settings on dev, from one grid for every arm, and record all scores")
    .argument('<ablation>', 'an id, or a JavaScript module that exports an ablation')
    .addOption(tierOption('laptop'))
    .addOption(cardsOption())
    .option('--out <folder>', 'record there instead of in notebooks/')
    .addOption(jsonOption())
    .action(async (name: string, { tier, cards, out, json }: TuneOptions) => {
      const ablation = await findAblation(name, cards);
      const record = await tune(ablation, { tier, ...(out ? { recordedFolder: out } : {}) });
      if (json) printJson(record);
      else process.stdout.write(`${describe(record)}\nRecorded in ${tuningFile(record.ablation, out)}\n`);
    });
}

/** A row a candidate, a column an arm and budget: the mean over seeds; the chosen ones are marked. */
function describe({ scores, candidates, chosen, metric, seeds }: TuningRecord): string {
  const columns = [...new Map(scores.map((s) => [`${s.arm}, ${s.labelsPerClass}`, s])).values()];
  const mean = (candidate: string, arm: string, labelsPerClass: number) => {
    const values = scores.filter(
      (s) => s.candidate === candidate && s.arm === arm && s.labelsPerClass === labelsPerClass,
    );
    return values.reduce((sum, { value }) => sum + value, 0) / values.length;
  };
  const rows = Object.keys(candidates).map((candidate) => [
    candidate,
    ...columns.map(({ arm, labelsPerClass }) => {
      const mark = chosen[arm]?.[labelsPerClass] === candidate ? '*' : ' ';
      return `${mean(candidate, arm, labelsPerClass).toFixed(4)}${mark}`;
    }),
  ]);
  const head = ['candidate', ...columns.map(({ arm, labelsPerClass }) => `${arm}, ${labelsPerClass}`)];
  return `${textTable(head, rows)}\n${metric} on dev, mean of seeds ${seeds.join(', ')}; * is the chosen one of a column.`;
}
