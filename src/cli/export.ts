/** `lab export`: results for other people's tools. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Command, Option } from 'commander';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import { csv, jsonLines, resultRows } from '../report/resultRows';
import { writeTensorboard } from '../report/tensorboard';
import { type CurrentStudyOptions, currentStudy } from './currentStudy';
import { findStudy } from './namedStudies';
import { cardsOption, firstSeedOption, recordedOption, seedsOption, tierOption } from './options';

interface Options extends CurrentStudyOptions {
  readonly format: 'jsonl' | 'csv' | 'tensorboard';
  readonly cards?: readonly string[];
  readonly out?: string;
}

/** The command, for the command line to add. */
export function exportCommand(): Command {
  return new Command('export')
    .description('Give the results to other tools: a table with one row a trial, or TensorBoard scalars')
    .argument('<study>', 'its id, or a file that exports it')
    .addOption(tierOption('laptop'))
    .addOption(seedsOption())
    .addOption(firstSeedOption())
    .addOption(cardsOption())
    .addOption(recordedOption())
    .addOption(
      new Option('--format <format>', 'jsonl (one object a line), csv, or tensorboard (a log folder)')
        .choices(['jsonl', 'csv', 'tensorboard'])
        .default('jsonl'),
    )
    .option('--out <path>', 'where to write; a table goes to stdout by default')
    .action(async (name: string, { format, cards, out, ...choice }: Options) => {
      if (format === 'tensorboard' && out === undefined) {
        throw new LabError("Name the log folder for TensorBoard: '--out FOLDER'.");
      }
      const { data } = await currentStudy(await findStudy(name, cards), 'export', choice);
      if (format === 'tensorboard') {
        const folder = path.resolve(out!);
        const runs = writeTensorboard(data, folder);
        process.stdout.write(`${runs} runs in ${folder}: 'tensorboard --logdir ${folder}' shows them.\n`);
        return;
      }
      const table = (format === 'csv' ? csv : jsonLines)(resultRows(data));
      if (out === undefined) process.stdout.write(table);
      else {
        const file = path.resolve(out);
        fs.mkdirSync(path.dirname(file), { recursive: true });
        writeDurably(file, table);
        process.stdout.write(`${file}\n`);
      }
    });
}
