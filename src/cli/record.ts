import { Command } from 'commander';
import type { TierName } from '../ablations/ablation';
import { record } from '../ablations/recorded';
import { storedStudy } from '../ablations/study';
import { findAblations } from './ablations';
import { seedsOption, tierOption } from './options';

export function recordCommand(): Command {
  return new Command('record')
    .description('Write the results in the store beside the notebooks, as notebooks/ID.results.json')
    .argument('<ablations...>', "ids, 'all', or JavaScript modules that export an ablation")
    .addOption(tierOption('laptop'))
    .addOption(seedsOption())
    .option('--out <folder>', 'another folder than notebooks/')
    .action(
      async (names: string[], { tier, seeds, out }: { tier: TierName; seeds?: number; out?: string }) => {
        for (const ablation of await findAblations(names)) {
          const done = await storedStudy(ablation, { tier, ...(seeds ? { seeds } : {}) });
          process.stdout.write(`${record(done.data, out)}\n`);
        }
      },
    );
}
