import * as fs from 'node:fs';
import * as path from 'node:path';
import { Command } from 'commander';
import type { Ablation, TierName } from '../ablations/ablation';
import { planStudy } from '../ablations/plan';
import { recordedBlock } from '../ablations/recorded';
import { placeOf, staleRuns, summariseChanges } from '../ablations/staleness';
import { RunStore } from '../ablations/store';
import { recordedStudy, type Study, storedStudy } from '../ablations/study';
import { LabError } from '../errors';
import { labFolder } from '../paths';
import { writeReport } from '../report/htmlReport';
import { findAblations } from './ablations';
import { seedsOption, tierOption } from './options';

interface Options {
  tier: TierName;
  seeds?: number;
  recorded?: boolean;
  out?: string;
}

export function reportCommand(): Command {
  return new Command('report')
    .description('Write the HTML report of what is computed: one self-contained file an ablation')
    .argument('[ablations...]', "ids, 'all', or JavaScript modules that export an ablation", ['all'])
    .addOption(tierOption('laptop'))
    .addOption(seedsOption())
    .option('--recorded', 'of the recorded results instead of the runs in the store')
    .option('--out <folder>', 'where to write; default .lab/reports')
    .action(async (names: string[], { tier, seeds, recorded, out }: Options) => {
      for (const ablation of await findAblations(names)) {
        const study = recorded
          ? recordedStudy(ablation, recordedBlock(ablation.id, tier).results)
          : await computed(ablation, { tier, ...(seeds ? { seeds } : {}) });
        process.stdout.write(`${await writeReportTo(study, out)}\n`);
      }
    });
}

/** Writes a study's report under its usual name and returns the file. */
export async function writeReportTo(study: Study, folder = labFolder('reports')): Promise<string> {
  const file = path.resolve(folder, `${study.data.id}-${study.data.tier}.html`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  await writeReport(study, file);
  return file;
}

/** The study in the store. Where runs of an earlier state stand in place of missing ones, it says what changed. */
async function computed(ablation: Ablation, options: { tier: TierName; seeds?: number }): Promise<Study> {
  const study = await storedStudy(ablation, options);
  const missing = new Set(study.missing.map((run) => placeOf(run.determinants)));
  if (missing.size === 0) return study;
  const store = new RunStore();
  const earlier = store
    .records(ablation.id)
    .filter(({ determinants }) => determinants.tier === options.tier && missing.has(placeOf(determinants)))
    .map(({ id, determinants }) => ({ run: id, determinants }));
  const stale = staleRuns(earlier, await planStudy(ablation, options, store.folder));
  const remedy = `'lab run ${ablation.id} --tier ${options.tier}' computes them`;
  if (stale.length > 0) {
    const places = [...new Set(stale.map(({ determinants }) => placeOf(determinants)))];
    const more = places.length > 3 ? ` and ${places.length - 3} more` : '';
    throw new LabError(
      `The report of '${ablation.id}' was not written, because runs no longer match the code or data: ${places.slice(0, 3).join('; ')}${more}; changed since: ${summariseChanges(stale)}; ${remedy} anew.`,
    );
  }
  if (study.data.trials.every((trial) => trial.state === 'missing')) {
    throw new LabError(`Nothing of '${ablation.id}' is computed at the tier '${options.tier}': ${remedy}.`);
  }
  return study;
}
