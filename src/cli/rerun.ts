import { Command } from 'commander';
import { LabError } from '../errors';
import { baseOf } from '../form/onCards';
import { textTable } from '../report/textTable';
import { shortId } from '../runner/identity';
import { placeOf } from '../runner/places';
import { RunStore } from '../runner/store';
import { rerun } from '../runner/verify';
import { findStudy } from './namedStudies';
import { cardsOption, jsonOption, printJson } from './options';

interface Options {
  study?: string;
  cards?: string[];
  json?: boolean;
}

export function rerunCommand(): Command {
  return new Command('rerun')
    .description('Execute one run of the store again and print the difference of each of its numbers')
    .argument('<run>', "a run's id, or its first digits")
    .option('--study <file>', 'the file that exports its study, where that is one of your own')
    .addOption(cardsOption())
    .addOption(jsonOption())
    .action(async (id: string, { study: name, cards, json }: Options) => {
      const store = new RunStore();
      const record = store.find(id);
      const study = await findStudy(name ?? baseOf(record.determinants.study), cards);
      if (study.id !== record.determinants.study) {
        throw new LabError(
          `Run ${shortId(record.id)} belongs to '${record.determinants.study}', not to '${study.id}': name its cards with --cards, as when it was computed.`,
        );
      }
      const done = await rerun(study, record, store);
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
        `${shortId(record.id)} (${placeOf(record)}), executed again in ${where}: ${agree} of ${done.numbers.length} numbers are equal.\n\n${textTable(['quantity', 'recorded', 'again', 'difference'], rows)}\n`,
      );
    });
}
