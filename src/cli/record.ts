import { Command } from 'commander';
import type { TierName } from '../form/tier';
import { storedStudy } from '../report/studyOutcome';
import { studyWords } from '../runner/commandWords';
import { recordResults } from '../runner/recordFile';
import { asRegistered, findStudies } from './namedStudies';
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
    .description('Record the results in the store beside the notebooks, as notebooks/records/ID.TIER.jsonl')
    .argument('<studies...>', "ids, 'all', or files that export a study")
    .addOption(tierOption('laptop'))
    .addOption(seedsOption())
    .addOption(firstSeedOption())
    .addOption(cardsOption())
    .option('--out <folder>', 'another folder than notebooks/records')
    .action(async (names: string[], { cards, out, ...choice }: Options) => {
      for (const study of await findStudies(names, cards)) {
        const done = await storedStudy(study, asRegistered(study, choice));
        process.stdout.write(`${recordResults(done.data, out, studyWords(study))}\n`);
      }
    });
}
