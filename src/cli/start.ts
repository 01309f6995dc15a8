import * as fs from 'node:fs';
import * as path from 'node:path';
import { Command } from 'commander';
import type { TierName } from '../ablations/ablation';
import { study } from '../ablations/study';
import { LabError } from '../errors';
import { runNotebook } from '../kernel/runNotebook';
import { labFolder, projectRoot } from '../paths';
import { findAblation } from './ablations';
import { tierOption } from './options';
import { writeReportTo } from './report';
import { printStudy } from './run';

const flagship = 'pretraining-versus-scratch';
const tiers: readonly TierName[] = ['quick', 'laptop', 'full'];

export function startCommand(): Command {
  return new Command('start')
    .description(
      `Run the flagship ablation (${flagship}), its notebook and its report: what 'npm start' does`,
    )
    .addOption(tierOption())
    .action(async ({ tier = tierOfEnvironment() }: { tier?: TierName }) => {
      const done = await study(await findAblation(flagship), { tier });
      const report = await writeReportTo(done);
      const notebook = await executeNotebook(done.data.id, tier);
      printStudy(done);
      if (notebook) process.stdout.write(`\nNotebook: ${notebook}`);
      process.stdout.write(`\nReport:   ${report}\n`);
      process.stdout.write(
        "Next:     'npx lab notebook' opens JupyterLab, 'npx lab verify' executes it all again.\n",
      );
      if (done.failed.length > 0) process.exitCode = 1;
    });
}

function tierOfEnvironment(): TierName {
  const name = process.env.LAB_TIER ?? 'laptop';
  const tier = tiers.find((known) => known === name);
  if (!tier) throw new LabError(`LAB_TIER is '${name}': set it to quick, laptop or full.`);
  return tier;
}

/** Executes the ablation's notebook, whose name ends in its id; the runs are in the store already. */
async function executeNotebook(id: string, tier: TierName): Promise<string | undefined> {
  const folder = path.join(projectRoot, 'notebooks');
  const name = fs.readdirSync(folder).find((file) => file.endsWith(`${id}.ipynb`));
  if (!name) return undefined;
  const output = labFolder('notebooks', name);
  fs.mkdirSync(path.dirname(output), { recursive: true });
  await runNotebook(path.join(folder, name), { output, parameters: { tier } });
  return output;
}
