/**
 * The kernel's process: `node dist/kernel/launcher.js --config-path=<connection file>`.
 *
 * TypeScript cells are compiled by tslab; talking to Jupyter is our own, because tslab answers a failing cell
 * without error name, message and traceback, so that every tool but the eye takes it for a success.
 */
import '../engine/nodeCompatibility';
import * as fs from 'node:fs';
import { parseArgs } from 'node:util';
import { Background } from './background';
import { Cells } from './cells';
import { Channels } from './channels';
import { createCompiler } from './compiler';
import { Kernel } from './kernel';
import { redirectOutput } from './outputStreams';
import { refuseStandardInput } from './standardInput';

/** tfjs calls itself many levels deep; the cell's own line must not fall off the end of the stack. */
const stackDepth = 60;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'config-path': { type: 'string' } } });
  const connectionFile = values['config-path'];
  if (!connectionFile) {
    process.stderr.write(
      'Jupyter starts this kernel: choose "TypeScript (pretraining-lab)" in a notebook.\n',
    );
    process.exitCode = 1;
    return;
  }
  Error.stackTraceLimit = stackDepth;
  const end = process.exit.bind(process);
  const background = new Background();
  background.install();

  let channels: Channels | undefined;
  const leave = () => {
    // A moment, so that the last status message is on its way too.
    setImmediate(async () => {
      await channels?.close();
      end(0);
    });
  };
  const failed = (error: Error) => {
    fs.writeSync(2, `The kernel has no connection to Jupyter: ${error.message}\n`);
    end(1);
  };
  // The thread of the channels starts while this one compiles.
  const opening = Channels.open(
    connectionFile,
    (request, reply) => kernel.handle(request, reply),
    failed,
  ).catch(failed);
  const cells = new Cells(createCompiler(), process.cwd(), (promise, line) =>
    background.follow(promise, line),
  );
  let endOutput = () => {};
  const kernel = new Kernel(
    () => channels!,
    cells,
    background,
    leave,
    () => endOutput(),
  );
  channels = (await opening) as Channels;
  endOutput = redirectOutput((name, text) => kernel.print(name, text));
  refuseStandardInput();
  channels.publish('status', { execution_state: 'starting' });
  process.on('SIGINT', () => kernel.interrupt());
}

void main();
