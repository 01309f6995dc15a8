import { Command } from 'commander';
import { studyOf } from '../ablations/cardRoles';
import { shortId } from '../ablations/identity';
import { placeOf } from '../ablations/staleness';
import { RunStore } from '../ablations/store';
import { rerun } from '../ablations/verification';
import { LabError } from '../errors';
import { textTable } from '../report/textTable';
import { findAblation } from './ablations';
import { cardsOption, jsonOption, printJson } from './options';

interface Options {
  ablation?: string;
  cards?: string[];
  json?: boolean;
}

export function rerunCommand(): Command {
  return new Command('rerun')
    .description('Execute one run of the store again and print the difference of each of its numbers')
    .argument('<run>', "a run's id, or its first digits")
    .option('--ablation <module>', 'the module that exports its ablation, where that is not registered')
    .addOption(cardsOption())
    .addOption(jsonOption())
    .action(async (id: string, { ablation: name, cards, json }: Options) => {
      const store = new RunStore();
      const record = store.find(id);
      const ablation = await findAblation(name ?? studyOf(record.determinants.ablation), cards);
      if (ablation.id !== record.determinants.ablation) {
        throw new LabError(
          `Run ${shortId(record.id)} belongs to '${record.determinants.ablation}', not to '${ablation.id}': name its cards with --cards, as when it was computed.`,
        );
      }
      const done = await rerun(ablation, record, store);
      if (!done.passed) process.exitCode = 1;
      if (json) return printJson(done);
      const rows = done.numbers
        .filter(({ quantity, agrees }) => !quantity.startsWith('curve ') || !agrees)
        .map(({ quantity, recorded, recomputed }) => [
          quantity,
          String(recorded),
          String(recomputed),
          typeof recorded === 'number' && typeof recomputed === 'number' ? String(recomputed - recorded) : '',
        ]);
      const where = done.sameEnvironment
        ? 'the same environment'
        : 'another environment than the recorded one';
      const agree = done.numbers.filter((number) => number.agrees).length;
      process.stdout.write(
        `${shortId(record.id)} (${placeOf(record.determinants)}), executed again in ${where}: ${agree} of ${done.numbers.length} numbers are equal.\n\n${textTable(['quantity', 'recorded', 'again', 'difference'], rows)}\n`,
      );
    });
}
