import * as path from 'node:path';
import { Command, Option } from 'commander';
import { LabError } from '../errors';
import type { Study } from '../form/study';
import type { TierName } from '../form/tier';
import { requireInstallation } from '../installation';
import { allDocuments, checkDocument } from '../report/documents';
import { textTable } from '../report/textTable';
import { type ComparedNumber, differences } from '../runner/comparison';
import { shortId } from '../runner/identity';
import { readResults } from '../runner/recordFile';
import { summariseChanges } from '../runner/staleness';
import { type Outcome, type Verification, verify } from '../runner/verify';
import { type TuningVerification, verifyTuning } from '../runner/verifyTuning';
import { findStudies } from './namedStudies';
import {
  armsOption,
  cardsOption,
  firstSeedOption,
  jsonOption,
  printJson,
  seedsOption,
  tierOption,
} from './options';

const mostDifferences = 40;

/** 3: nothing speaks against the record, and too little was computed to say more. */
const statusOf: Readonly<Record<Outcome, number>> = {
  VERIFIED: 0,
  AGREES: 0,
  'NOT VERIFIED': 1,
  'CANNOT TELL': 3,
};

interface Options {
  tier: TierName;
  seeds?: number;
  firstSeed?: number;
  arms?: string[];
  cards?: string[];
  records?: string;
  documents?: true | string[];
  tuning?: true;
  json?: boolean;
}

function checkDocuments(files: readonly string[] | undefined, records: string | undefined): void {
  const checks = (files ?? allDocuments()).map((file) => checkDocument(file, records));
  const faulty = checks.filter(({ faults }) => faults.length > 0);
  for (const { file, faults } of faulty)
    for (const fault of faults) process.stdout.write(`${path.relative('.', file)}: ${fault}.\n`);
  process.stdout.write(
    `${checks.length - faulty.length} of ${checks.length} documents show what the records hold.\n`,
  );
  if (faulty.length > 0) process.exitCode = 1;
}

async function verifyTunings(
  studies: readonly Study[],
  { json, records }: Pick<Options, 'json' | 'records'>,
): Promise<void> {
  const all: TuningVerification[] = [];
  for (const study of studies) {
    const done = await verifyTuning(study, { ...(records !== undefined && { records }) });
    all.push(done);
    if (json) continue;
    const { faults, differing, otherChoices, equal, compared, sameEnvironment } = done;
    const more = differing.length > mostDifferences ? [`and ${differing.length - mostDifferences} more`] : [];
    const lines = [
      `${done.study}, tuning: ${done.verified ? 'VERIFIED' : done.verified === null ? 'OTHER ENVIRONMENT' : 'NOT VERIFIED'}`,
      `  ${equal} of ${compared} dev scores agree bit for bit${sameEnvironment ? '' : ', in another environment'}.`,
      ...[...faults, ...otherChoices, ...differing.slice(0, mostDifferences), ...more].map(
        (line) => `  ${line}`,
      ),
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  if (json) printJson(all);
  process.exitCode = all.some(({ verified }) => verified === false)
    ? 1
    : all.some(({ verified }) => verified === null)
      ? 3
      : 0;
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      "Check a record against its study's definition, execute the study again from nothing and compare: every number bit for bit in the same environment, on another machine the paired differences. Exit status 1 if anything differs, 3 if too little was computed to tell.",
    )
    .argument('[studies...]', "ids, 'all', or files that export a study")
    .addOption(tierOption('laptop'))
    .addOption(seedsOption())
    .addOption(firstSeedOption())
    .addOption(armsOption())
    .addOption(cardsOption())
    .addOption(new Option('--records <folder>', 'where the records are, if not in notebooks/records'))
    .option('--tuning', 'try again what was tried to choose settings, and compare every dev score')
    .option(
      '--documents [files...]',
      'compare what README, docs and notebooks (or these files; HTML reports too) show with the records; executes nothing',
    )
    .addOption(jsonOption())
    .action(async (names: string[], { cards, json, documents, tuning, ...options }: Options) => {
      if (documents) return checkDocuments(documents === true ? undefined : documents, options.records);
      if (names.length === 0) throw new LabError("Name the studies to verify, or 'all'.");
      requireInstallation();
      if (tuning) return verifyTunings(await findStudies(names, cards), { json, records: options.records });
      const { tier, firstSeed, records } = options;
      const all: Verification[] = [];
      for (const study of await findStudies(names, cards)) {
        if (names.includes('all') && !readResults(study.id, { tier, firstSeed, folder: records })) {
          process.stderr.write(`${study.id}: nothing is recorded at the tier '${tier}'.\n`);
          continue;
        }
        const done = await verify(study, options);
        all.push(done);
        if (!json) process.stdout.write(describe(done));
      }
      if (json) printJson(all);
      if (all.length === 0)
        throw new LabError(`Nothing is recorded at the tier '${tier}', so nothing was verified.`);
      const statuses = all.map(({ outcome }) => statusOf[outcome]);
      process.exitCode = statuses.includes(1) ? 1 : Math.max(...statuses);
    });
}

function describe(done: Verification): string {
  const { comparison, check, stale, agreements, outcome, partial } = done;
  const { numbers, onlyRecorded, onlyRecomputed } = comparison;
  const differing = differences(numbers);
  const part = partial ? ', in part' : '';
  const lines = [
    `${done.study}, ${done.tier}, recorded ${done.recordedOn}: ${outcome}${part}`,
    done.sameEnvironment
      ? `  ${numbers.length - differing.length} of ${numbers.length} numbers agree bit for bit (same environment).`
      : `  Computed in another environment: ${numbers.length - differing.length} of ${numbers.length} numbers are equal all the same.`,
    ...agreements.map(({ reference, agreement }) => `  Against ${reference}: ${agreement.sentence}.`),
    `  Verdict: recorded ${done.verdicts.recorded}, recomputed ${done.verdicts.recomputed}.`,
    `  ${done.registered.sentence}`,
  ];
  if (!done.unedited)
    lines.push('  The record was edited after it was written: its checksum does not match.');
  for (const fault of check.faults) lines.push(`  The record is not what the study asks for: ${fault}.`);
  if (onlyRecomputed.length > 0)
    lines.push(`  The record lacks runs that the study computes: ${brief(onlyRecomputed)}.`);
  if (onlyRecorded.length > 0 && !partial)
    lines.push(`  The record holds runs that the study does not compute: ${brief(onlyRecorded)}.`);
  for (const failure of check.failed) lines.push(`  In the record: ${failure}.`);
  if (stale.length > 0) {
    lines.push(`  ${stale.length} recorded runs come from other code or data: ${summariseChanges(stale)}.`);
  }
  if (outcome !== 'VERIFIED') lines.push(`  The recomputed runs are in ${done.recomputedIn}.`);
  const table = done.sameEnvironment ? differenceTable(differing) : '';
  return `${lines.join('\n')}\n${table}`;
}

function brief(places: readonly string[]): string {
  return places.length > 6
    ? `${places.slice(0, 6).join('; ')} and ${places.length - 6} more`
    : places.join('; ');
}

/** Recorded beside recomputed numbers, where they differ. */
function differenceTable(numbers: readonly ComparedNumber[]): string {
  if (numbers.length === 0) return '';
  const rows = numbers
    .slice(0, mostDifferences)
    .map(({ place, quantity, recorded, recomputed, recordedRun }) => [
      place,
      quantity,
      String(recorded),
      String(recomputed),
      typeof recorded === 'number' && typeof recomputed === 'number'
        ? (recomputed - recorded).toExponential(2)
        : '',
      shortId(recordedRun),
    ]);
  const more = numbers.length > rows.length ? `and ${numbers.length - rows.length} more\n` : '';
  const head = ['run', 'quantity', 'recorded', 'recomputed', 'difference', 'receipt'];
  return `\n${textTable(head, rows)}\n${more}`;
}
