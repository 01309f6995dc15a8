import * as fs from 'node:fs';
import * as path from 'node:path';
import { Command } from 'commander';
import type { TierName } from '../ablations/ablation';
import { type Study, study } from '../ablations/study';
import { writeDurably } from '../durableFiles';
import { LabError } from '../errors';
import { writeReport } from '../report/htmlReport';
import { jsonLines, resultRows } from '../report/resultRows';
import { findAblations } from './ablations';
import {
  armsOption,
  cardsOption,
  firstSeedOption,
  jsonOption,
  printJson,
  seedsOption,
  tierOption,
} from './options';

interface RunOptions {
  tier: TierName;
  seeds?: number;
  firstSeed?: number;
  arms?: string[];
  cards?: string[];
  out?: string;
  json?: boolean;
}

export function runCommand(): Command {
  return new Command('run')
    .description('Compute what an ablation lacks, then print its results table and verdict')
    .argument('<ablations...>', "ids, 'all', or JavaScript modules that export an ablation")
    .addOption(tierOption('laptop'))
    .addOption(seedsOption())
    .addOption(firstSeedOption())
    .addOption(armsOption())
    .addOption(cardsOption())
    .option('--out <folder>', 'also write the HTML report, results.json and results.jsonl there')
    .addOption(jsonOption())
    .action(async (names: string[], { cards, out, json, ...choice }: RunOptions) => {
      const studies: Study[] = [];
      for (const ablation of await findAblations(names, cards)) {
        const done = await study(ablation, choice);
        studies.push(done);
        if (out) await writeResults(done, path.resolve(out));
        if (!json) printStudy(done);
      }
      if (json) printJson(studies.map((done) => done.toJSON()));
      const failed = studies.reduce((sum, done) => sum + done.failed.length, 0);
      if (failed > 0) {
        throw new LabError(
          `${failed} ${failed === 1 ? 'run' : 'runs'} failed: 'lab show RUN' tells why, and the same command tries again.`,
        );
      }
    });
}

/** The results table and the verdict as text. */
export function printStudy(done: Study): void {
  for (const fault of done.damaged) {
    process.stderr.write(`Computed again: ${fault.file} was damaged (${fault.reason}).\n`);
  }
  process.stdout.write(`\n${done.toText()}\n`);
}

async function writeResults(done: Study, folder: string): Promise<void> {
  fs.mkdirSync(folder, { recursive: true });
  const name = `${done.data.id}-${done.data.tier}`;
  await writeReport(done, path.join(folder, `${name}.html`));
  writeDurably(path.join(folder, `${name}.results.json`), `${JSON.stringify(done.toJSON(), null, 2)}\n`);
  writeDurably(path.join(folder, `${name}.results.jsonl`), jsonLines(resultRows(done.data)));
  process.stderr.write(`Written to ${folder}: ${name}.html, ${name}.results.json, ${name}.results.jsonl\n`);
}
