import * as fs from 'node:fs';
import * as path from 'node:path';
import { Command } from 'commander';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import type { TierName } from '../form/tier';
import { writeReport } from '../report/htmlReport';
import { jsonLines, resultRows } from '../report/resultRows';
import { type StudyOutcome, study } from '../report/studyOutcome';
import { asRegistered, findStudies } from './namedStudies';
import {
  armsOption,
  cardsOption,
  everywhereOption,
  firstSeedOption,
  jsonOption,
  levelsOption,
  printJson,
  seedsOption,
  tierOption,
} from './options';

interface RunOptions {
  tier: TierName;
  levels?: (number | string)[];
  seeds?: number;
  firstSeed?: number;
  arms?: string[];
  everywhere?: true;
  cards?: string[];
  out?: string;
  json?: boolean;
}

export function runCommand(): Command {
  return new Command('run')
    .description('Compute what a study lacks, then print its results table and verdict')
    .argument('<studies...>', "ids, 'all', or files that export a study (./my-study.ts)")
    .addOption(tierOption('laptop'))
    .addOption(levelsOption())
    .addOption(seedsOption())
    .addOption(firstSeedOption())
    .addOption(armsOption())
    .addOption(everywhereOption())
    .addOption(cardsOption())
    .option('--out <folder>', 'also write the HTML report, results.json and results.jsonl there')
    .addOption(jsonOption())
    .action(async (names: string[], { cards, out, json, ...choice }: RunOptions) => {
      const outcomes: StudyOutcome[] = [];
      for (const definition of await findStudies(names, cards)) {
        const done = await study(definition, asRegistered(definition, choice));
        outcomes.push(done);
        if (out) await writeResults(done, path.resolve(out));
        if (!json) printStudy(done);
      }
      if (json) printJson(outcomes.map((done) => done.toJSON()));
      const failed = outcomes.reduce((sum, done) => sum + done.failed.length, 0);
      if (failed > 0) {
        throw new LabError(
          `${failed} ${failed === 1 ? 'run' : 'runs'} failed: 'lab show RUN' tells why, and the same command tries again.`,
        );
      }
    });
}

/** The results table and the verdict as text. */
export function printStudy(done: StudyOutcome): void {
  for (const fault of done.damaged) {
    process.stderr.write(`Computed again: ${fault.file} was damaged (${fault.reason}).\n`);
  }
  process.stdout.write(`\n${done.toText()}\n`);
}

async function writeResults(done: StudyOutcome, folder: string): Promise<void> {
  fs.mkdirSync(folder, { recursive: true });
  const name = `${done.data.id}-${done.data.tier}`;
  await writeReport(done, path.join(folder, `${name}.html`));
  writeDurably(path.join(folder, `${name}.results.json`), `${JSON.stringify(done.toJSON(), null, 2)}\n`);
  writeDurably(path.join(folder, `${name}.results.jsonl`), jsonLines(resultRows(done.data)));
  process.stderr.write(`Written to ${folder}: ${name}.html, ${name}.results.json, ${name}.results.jsonl\n`);
}
