import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Command } from 'commander';
import { LabError } from '../errors';
import type { TierName } from '../form/tier';
import { textTable } from '../report/textTable';
import { computeMissing } from '../runner/compute';
import { planStudy } from '../runner/plan';
import { RunStore } from '../runner/store';
import { findStudy } from './namedStudies';
import { armsOption, tierOption } from './options';

interface GraphOptions {
  tier: TierName;
  arms?: string[];
  out: string;
}

export function graphCommand(): Command {
  return new Command('graph')
    .description("Write a study's compiled training steps as SavedModel files, to look at in Netron")
    .argument('<study>', 'an id, or a file that exports a study')
    .addOption(tierOption('quick'))
    .addOption(armsOption())
    .option('--out <folder>', 'where the .pb files go', 'graphs')
    .action(async (name: string, { tier, arms, out }: GraphOptions) => {
      const study = await findStudy(name);
      const folder = path.resolve(out);
      const home = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-graph-'));
      try {
        const options = { tier, seeds: 1, engine: 'compiled' as const, ...(arms ? { arms } : {}) };
        const plan = await planStudy(study, options, home);
        process.env.LAB_GRAPHS = folder;
        // One trial an arm is enough: the other levels compile the same graphs.
        const first = plan.arms.flatMap(
          (arm) => plan.trials.find((run) => run.determinants.name === arm) ?? [],
        );
        await computeMissing({ ...plan, trials: first }, new RunStore(home));
      } finally {
        delete process.env.LAB_GRAPHS;
        fs.rmSync(home, { recursive: true, force: true });
      }
      const files = fs.existsSync(folder)
        ? fs.readdirSync(folder).filter((file) => file.endsWith('.pb'))
        : [];
      if (files.length === 0)
        throw new LabError(`No arm of '${study.id}' compiles a graph: name others with --arms.`);
      const rows = files
        .sort()
        .map((file) => [file, `${(fs.statSync(path.join(folder, file)).size / 1e6).toFixed(2)} MB`]);
      process.stdout.write(
        `${textTable(['graph', 'size'], rows)}\n\nIn ${folder}; Netron opens them, TensorFlow loads them.\n`,
      );
    });
}
