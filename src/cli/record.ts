import { Command } from 'commander';
import type { TierName } from '../ablations/ablation';
import { record } from '../ablations/recorded';
import { storedStudy } from '../ablations/study';
import { findAblations } from './ablations';
import { cardsOption, firstSeedOption, seedsOption, tierOption } from './options';

interface Options {
  tier: TierName;
  seeds?: number;
  firstSeed?: number;
  cards?: string[];
  out?: string;
}

export function recordCommand(): Command {
  return new Command('record')
    .description('Write the results in the store beside the notebooks, as notebooks/ID.results.json')
    .argument('<ablations...>', "ids, 'all', or JavaScript modules that export an ablation")
    .addOption(tierOption('laptop'))
    .addOption(seedsOption())
    .addOption(firstSeedOption())
    .addOption(cardsOption())
    .option('--out <folder>', 'another folder than notebooks/')
    .action(async (names: string[], { cards, out, ...choice }: Options) => {
      for (const ablation of await findAblations(names, cards)) {
        const done = await storedStudy(ablation, choice);
        process.stdout.write(`${record(done.data, out)}\n`);
      }
    });
}
