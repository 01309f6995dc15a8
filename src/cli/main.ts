/** The command `lab`. Runs when it is loaded: scripts/lab.mjs imports it once the set-up is complete. */
// First: it remembers what every module said when it was loaded.
import '../runner/code/loadedCode';

import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { writeRefusal } from '../durableFiles';
import { LabError, StoppedError, steering, writtenOut } from '../errors';
import { setNoticeSink } from '../notices';
import { settleLabHome } from '../paths';
import { setProgressRenderer } from '../progress';
import { terminalProgress } from '../report/progressTerminal';
import { requestStop } from '../stop';
import { commandsFor } from './commandList';

const stoppedStatus = 130;

async function program(): Promise<Command> {
  const lab = new Command('lab')
    .description('See, measure and re-execute what pretraining does.')
    .showHelpAfterError("('lab --help' lists the commands, 'lab COMMAND --help' its options)")
    .enablePositionalOptions()
    .helpCommand('help [command]', 'Explain a command');
  for (const command of await commandsFor(process.argv.slice(2)))
    lab.addCommand(command.copyInheritedSettings(lab));
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

/**
 * What files say (names of columns, titles, labels) is printed, and must not steer the terminal. Other readers get every byte.
 * Progress goes to stderr, with escapes of its own.
 */
function writeOutSteering(): void {
  setNoticeSink((sentence) => process.stderr.write(`${writtenOut(sentence, steering)}\n`));
  if (!process.stdout.isTTY) return;
  const write = process.stdout.write.bind(process.stdout) as (chunk: unknown, ...rest: unknown[]) => boolean;
  process.stdout.write = ((chunk: unknown, ...rest: unknown[]) =>
    write(
      typeof chunk === 'string' ? writtenOut(chunk, steering) : chunk,
      ...rest,
    )) as typeof process.stdout.write;
}

/** What is loaded on demand may be missing or damaged, too; anything else as it is. */
function unloadable(error: unknown): unknown {
  const { code = '', message = '' } = (error ?? {}) as NodeJS.ErrnoException;
  if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_DLOPEN_FAILED') return error;
  return new LabError(
    `A part of the lab does not load (${message.split('\n')[0]}): npx lab doctor names what is broken and how to mend it.`,
  );
}

async function main(): Promise<void> {
  settleLabHome();
  setProgressRenderer(terminalProgress());
  stopOnRequest();
  writeOutSteering();
  // A reader that stops reading (| head) is no defect.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    await (await program()).parseAsync(process.argv);
  } catch (thrown) {
    const file = (thrown as NodeJS.ErrnoException | undefined)?.path;
    const error = file === undefined ? unloadable(thrown) : writeRefusal(file, thrown);
    if (error instanceof StoppedError) process.exitCode = stoppedStatus;
    else process.exitCode = error instanceof CommanderError ? error.exitCode : 1;
    if (error instanceof LabError) process.stderr.write(`${error.message}\n`);
    else if (!(error instanceof CommanderError))
      process.stderr.write(`${writtenOut(inspect(error), steering)}\n`);
  }
}

void main();
