import { Command } from 'commander';
import type { TierName } from '../ablations/ablation';
import type { ComparedNumber } from '../ablations/comparison';
import { shortId } from '../ablations/identity';
import { readRecorded } from '../ablations/recorded';
import { summariseChanges } from '../ablations/staleness';
import { agreement, differences, type Verification, verify } from '../ablations/verification';
import { LabError } from '../errors';
import { textTable } from '../report/textTable';
import { findAblations } from './ablations';
import { armsOption, cardsOption, jsonOption, printJson, seedsOption, tierOption } from './options';

const mostDifferences = 40;

interface Options {
  tier: TierName;
  seeds?: number;
  arms?: string[];
  cards?: string[];
  recorded?: string;
  json?: boolean;
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'Execute an ablation again from nothing and compare every recorded number: bit for bit in the same environment, else within a tolerance from the seed spread. Exit status 1 if any differs.',
    )
    .argument('<ablations...>', "ids, 'all', or JavaScript modules that export an ablation")
    .addOption(tierOption('laptop'))
    .addOption(seedsOption())
    .addOption(armsOption())
    .addOption(cardsOption())
    .option('--recorded <folder>', 'where the recorded results are, if not in notebooks/')
    .addOption(jsonOption())
    .action(async (names: string[], { tier, seeds, arms, cards, recorded, json }: Options) => {
      const all: Verification[] = [];
      for (const ablation of await findAblations(names, cards)) {
        if (names.includes('all') && !readRecorded(ablation.id, recorded)?.tiers[tier]) {
          process.stderr.write(`${ablation.id}: nothing is recorded at the tier '${tier}'.\n`);
          continue;
        }
        const options = { tier, ...(seeds ? { seeds } : {}), ...(arms ? { arms } : {}) };
        const done = await verify(ablation, {
          ...options,
          ...(recorded ? { recordedFolder: recorded } : {}),
        });
        all.push(done);
        if (!json) process.stdout.write(describe(done));
      }
      if (json) printJson(all);
      if (all.length === 0)
        throw new LabError(`Nothing is recorded at the tier '${tier}', so nothing was verified.`);
      if (all.some((done) => !done.passed)) process.exitCode = 1;
    });
}

function describe(done: Verification): string {
  const { comparison, stale } = done;
  const { agree, of } = agreement(comparison);
  const how = comparison.sameEnvironment
    ? 'bit for bit (same environment fingerprint)'
    : 'within a tolerance from the recorded seed spread (another environment)';
  const lines = [
    `${done.ablation}, ${done.tier}, recorded ${done.recordedOn}: ${done.passed ? 'VERIFIED' : 'NOT VERIFIED'}`,
    `  ${agree} of ${of} numbers agree, compared ${how}.`,
  ];
  if (!done.unedited)
    lines.push('  The recorded results were edited after they were recorded: their checksum does not match.');
  if (comparison.notCompared > 0) lines.push(`  ${comparison.notCompared} recorded runs were not compared.`);
  if (stale.length > 0) {
    lines.push(`  ${stale.length} recorded runs come from other code or data: ${summariseChanges(stale)}.`);
  }
  if (!done.passed) lines.push(`  The recomputed runs are in ${done.recomputedIn}.`);
  const table = differenceTable(differences(comparison.numbers));
  return `${lines.join('\n')}\n${table}`;
}

/** Recorded beside recomputed numbers, where they differ. */
export function differenceTable(numbers: readonly ComparedNumber[]): string {
  if (numbers.length === 0) return '';
  const rows = numbers
    .slice(0, mostDifferences)
    .map(({ place, quantity, recorded, recomputed, tolerance, recordedRun }) => [
      place,
      quantity,
      String(recorded),
      String(recomputed),
      typeof recorded === 'number' && typeof recomputed === 'number'
        ? (recomputed - recorded).toExponential(2)
        : '',
      tolerance === 0 ? 'equal' : tolerance.toPrecision(2),
      shortId(recordedRun),
    ]);
  const more = numbers.length > rows.length ? `and ${numbers.length - rows.length} more\n` : '';
  const head = ['run', 'quantity', 'recorded', 'recomputed', 'difference', 'allowed', 'receipt'];
  return `\n${textTable(head, rows)}\n${more}`;
}
