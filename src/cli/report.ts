import * as fs from 'node:fs';
import * as path from 'node:path';
import { Command } from 'commander';
import { labFolder } from '../paths';
import { writeReport } from '../report/htmlReport';
import type { StudyOutcome } from '../report/studyOutcome';
import { type CurrentStudyOptions, currentStudy } from './currentStudy';
import { findStudies } from './namedStudies';
import { cardsOption, firstSeedOption, recordedOption, seedsOption, tierOption } from './options';

interface Options extends CurrentStudyOptions {
  readonly cards?: readonly string[];
  readonly out?: string;
}

export function reportCommand(): Command {
  return new Command('report')
    .description('Write the HTML report of what is computed: one self-contained file a study')
    .argument('[studies...]', "ids, 'all', or files that export a study", ['all'])
    .addOption(tierOption('laptop'))
    .addOption(seedsOption())
    .addOption(firstSeedOption())
    .addOption(cardsOption())
    .addOption(recordedOption())
    .option('--out <folder>', 'where to write; default .lab/reports')
    .action(async (names: string[], { cards, out, ...choice }: Options) => {
      for (const study of await findStudies(names, cards)) {
        process.stdout.write(`${await writeReportTo(await currentStudy(study, 'report', choice), out)}\n`);
      }
    });
}

/** Writes a study's report under its usual name and returns the file. */
export async function writeReportTo(study: StudyOutcome, folder = labFolder('reports')): Promise<string> {
  const file = path.resolve(folder, `${study.data.id}-${study.data.tier}.html`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  await writeReport(study, file);
  return file;
}
