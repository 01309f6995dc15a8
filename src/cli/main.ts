/** The command `lab`. Runs when it is loaded: scripts/lab.mjs imports it once the set-up is complete. */
import { Command, CommanderError } from 'commander';
import { writeRefusal } from '../durableFiles';
import { LabError, StoppedError } from '../errors';
import { setProgressRenderer } from '../progress';
import { terminalProgress } from '../report/progressTerminal';
import { requestStop } from '../stop';
import { benchCommand } from './bench';
import { dataCommand } from './data';
import { doctorCommand } from './doctor';
import { exportCommand } from './export';
import { graphCommand } from './graph';
import { listCommand } from './list';
import { notebookCommand } from './notebook';
import { precisionCommand } from './precision';
import { recordCommand } from './record';
import { reportCommand } from './report';
import { rerunCommand } from './rerun';
import { runCommand } from './run';
import { showCommand } from './show';
import { startCommand } from './start';
import { tuneCommand } from './tune';
import { verifyCommand } from './verify';

const stoppedStatus = 130;

function program(): Command {
  const lab = new Command('lab')
    .description('See, measure and re-execute what pretraining does.')
    .showHelpAfterError("('lab --help' lists the commands, 'lab COMMAND --help' its options)")
    .enablePositionalOptions()
    .helpCommand('help [command]', 'Explain a command');
  const commands = [
    startCommand(),
    listCommand(),
    runCommand(),
    tuneCommand(),
    reportCommand(),
    exportCommand(),
    verifyCommand(),
    recordCommand(),
    showCommand(),
    rerunCommand(),
    notebookCommand(),
    dataCommand(),
    benchCommand(),
    precisionCommand(),
    graphCommand(),
    doctorCommand(),
  ];
  for (const command of commands) lab.addCommand(command.copyInheritedSettings(lab));
  return lab;
}

/** First request: stop at the next safe point and keep what is finished. Second: stop now. */
function stopOnRequest(): void {
  let asked = false;
  const stop = () => {
    if (asked) process.exit(stoppedStatus);
    asked = true;
    process.stderr.write('\nStopping at the next safe point; once more stops at once.\n');
    requestStop();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

async function main(): Promise<void> {
  setProgressRenderer(terminalProgress());
  stopOnRequest();
  // A reader that stops reading (| head) is no defect.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    await program().parseAsync(process.argv);
  } catch (thrown) {
    const file = (thrown as NodeJS.ErrnoException | undefined)?.path;
    const error = file === undefined ? thrown : writeRefusal(file, thrown);
    if (error instanceof StoppedError) process.exitCode = stoppedStatus;
    else process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
    if (error instanceof LabError) process.stderr.write(`${error.message}\n`);
    else if (!(error instanceof CommanderError)) console.error(error);
  }
}

void main();
