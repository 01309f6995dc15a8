import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Command } from 'commander';
import { LabError } from '../errors';
import { installationFolder, projectRoot } from '../paths';

export function notebookCommand(): Command {
  return new Command('notebook')
    .description('Open JupyterLab in notebooks/, with the TypeScript kernel; more arguments go to JupyterLab')
    .argument('[notebook]', 'a notebook to open, relative to notebooks/')
    .allowExcessArguments()
    .passThroughOptions()
    .action(async (notebook: string | undefined, _options: object, command: Command) => {
      const jupyter = installationFolder('python', 'bin', 'jupyter');
      if (!fs.existsSync(jupyter)) throw new LabError("JupyterLab is not set up: run 'npm run setup'.");
      const folder = path.join(projectRoot, 'notebooks');
      if (notebook && !notebook.startsWith('-') && !fs.existsSync(path.join(folder, notebook))) {
        throw new LabError(`There is no notebook ${path.join(folder, notebook)}.`);
      }
      await untilClosed(jupyter, ['lab', ...command.args], folder);
    });
}

/** JupyterLab asks for itself whether Ctrl-C is meant; its exit status becomes ours. */
function untilClosed(program: string, args: readonly string[], folder: string): Promise<void> {
  const child = spawn(program, args, { cwd: folder, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new LabError(`JupyterLab did not start: ${error.message}.`)));
    child.once('exit', (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}
