import { Command } from 'commander';
import type { TierName } from '../form/tier';
import { register, registrationOf } from '../runner/registration';
import { findStudies } from './namedStudies';
import {
  armsOption,
  cardsOption,
  everywhereOption,
  firstSeedOption,
  seedsOption,
  tierOption,
} from './options';

interface Options {
  tier: TierName;
  seeds?: number;
  firstSeed?: number;
  arms?: string[];
  everywhere?: true;
  cards?: string[];
  out?: string;
}

export function registerCommand(): Command {
  return new Command('register')
    .description(
      "Write down what will be run (definition, settings, seeds, rule, expectation, with a hash) before it is run; commit it, and 'lab verify' checks by git that the runs came after",
    )
    .argument('<studies...>', "ids, 'all', or files that export a study")
    .addOption(tierOption('laptop'))
    .addOption(seedsOption())
    .addOption(firstSeedOption())
    .addOption(armsOption())
    .addOption(everywhereOption())
    .addOption(cardsOption())
    .option('--out <folder>', 'another folder than notebooks/registrations')
    .action(async (names: string[], { cards, out, ...asked }: Options) => {
      for (const study of await findStudies(names, cards))
        process.stdout.write(`${register(registrationOf(study, asked), out)}\n`);
      process.stdout.write(
        "Commit this before 'lab run', which with the same --first-seed runs what is registered.\n",
      );
    });
}
