/**
 * The kernel's process: `node dist/kernel/launcher.js --config-path=<connection file>`.
 *
 * TypeScript cells are compiled by tslab; talking to Jupyter is our own, because tslab answers a failing cell
 * without error name, message and traceback, so that every tool but the eye takes it for a success.
 */
import '../engine/nodeCompatibility';
import { parseArgs } from 'node:util';
import { Background } from './background';
import { Cells } from './cells';
import { Channels } from './channels';
import { createCompiler } from './compiler';
import { Kernel } from './kernel';
import { redirectOutput } from './outputStreams';

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
  const cells = new Cells(createCompiler(), process.cwd());
  const kernel = new Kernel(() => channels!, cells, background, leave);
  channels = await Channels.open(connectionFile, (request, reply) => kernel.handle(request, reply));
  channels.publish('status', { execution_state: 'starting' });
  redirectOutput((name, text) => kernel.publish('stream', { name, text }));
  process.on('SIGINT', () => kernel.interrupt());
  endWithJupyter(end);
}

/** A kernel whose Jupyter was killed must not stay for ever. */
function endWithJupyter(end: (code: number) => void): void {
  const jupyter = process.ppid;
  if (process.env.JPY_PARENT_PID !== String(jupyter)) return;
  setInterval(() => {
    if (process.ppid !== jupyter) end(1);
  }, 1000).unref();
}

void main();
