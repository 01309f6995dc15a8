import { Command } from 'commander';
import { doctor } from './doctor';

/** The command, for the command line to list; scripts/lab.mjs calls doctorProgram, which needs no package. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Print the environment fingerprint that results carry, and check that every part works')
    .option('--json', 'print one JSON object: fingerprint and health')
    .action(({ json = false }: { json?: boolean }) => doctor(json));
}
