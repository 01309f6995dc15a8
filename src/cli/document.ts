import { Command } from 'commander';
import { writeDocuments } from '../report/documents';

export function documentCommand(): Command {
  return new Command('document')
    .description('Write the tables, sentences and figures of README and docs anew from the records')
    .action(() => {
      const changed = writeDocuments();
      process.stdout.write(changed.length > 0 ? `${changed.join('\n')}\n` : 'Nothing changed.\n');
    });
}
