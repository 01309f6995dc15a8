import * as path from 'node:path';
import { Command } from 'commander';
import type { TierName } from '../form/tier';
import { runNotebook } from '../kernel/runNotebook';
import { sealNotebook } from '../report/notebookCheck';
import { tierOption } from './options';

interface Options {
  tier?: TierName;
  out?: string;
}

export function executeCommand(): Command {
  return new Command('execute')
    .description(
      'Execute notebooks from top to bottom, in place, and seal their outputs with a hash, so that an edited number is found',
    )
    .argument('<notebooks...>', 'files')
    .addOption(tierOption())
    .option('--out <folder>', 'write them there instead')
    .action(async (notebooks: string[], { tier, out }: Options) => {
      for (const notebook of notebooks) {
        const output = out ? path.join(out, path.basename(notebook)) : notebook;
        await runNotebook(notebook, { output, parameters: tier ? { tier } : {} });
        sealNotebook(output);
        process.stdout.write(`${output}\n`);
      }
    });
}
