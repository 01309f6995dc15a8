import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { breathe } from '../stop';

/** The process ended or could not start: its message is one sentence, the reason. */
export class ProcessFailure extends Error {}

const keptErrorOutput = 16_384;
/** Milliseconds between two looks at whether a stop was requested. */
const patience = 50;

/** A process that is ready to run rounds of steps; see protocol.ts. */
export class BenchmarkProcess {
  private readonly messages: unknown[] = [];
  private errorOutput = '';
  private failure: string | undefined;
  private readonly kill = () => this.child.kill('SIGKILL');

  private constructor(private readonly child: ChildProcessWithoutNullStreams) {
    // Whatever else a library prints on stdout is not for us.
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) this.messages.push(JSON.parse(line));
    });
    child.stderr.on('data', (text: Buffer) => {
      this.errorOutput = (this.errorOutput + text.toString()).slice(-keptErrorOutput);
    });
    // A request to a process that has just ended: its end is what is reported.
    child.stdin.on('error', () => {});
    child.on('error', (error) => {
      this.failure = `It did not start: ${error.message}.`;
    });
    child.on('close', (status, signal) => {
      this.failure ??= `It ended with ${signal ?? `status ${status}`}${this.lastWords()}`;
      process.off('exit', this.kill);
    });
    process.once('exit', this.kill);
  }

  /** Starts a process and gives it its task. It is ready once `receive` has given its first message. */
  static start(command: string, args: readonly string[], environment: NodeJS.ProcessEnv): BenchmarkProcess {
    return new BenchmarkProcess(spawn(command, args, { env: environment, stdio: 'pipe' }));
  }

  /**
   * The next message.
   * @throws ProcessFailure if the process ends before it
   * @throws StoppedError if the user asks to stop meanwhile
   */
  async receive<T>(): Promise<T> {
    for (;;) {
      await breathe();
      if (this.messages.length > 0) return this.messages.shift() as T;
      if (this.failure !== undefined) throw new ProcessFailure(this.failure);
      await pause(patience);
    }
  }

  /** Sends a request and waits for the answer; see {@link receive}. */
  ask<T>(request: object): Promise<T> {
    this.child.stdin.write(`${JSON.stringify(request)}\n`);
    return this.receive<T>();
  }

  /** Ends the process at once. */
  end(): void {
    this.kill();
  }

  /** What the process said last on stderr: the line of an error if there is one. */
  private lastWords(): string {
    const lines = this.errorOutput.split('\n').filter((line) => line.trim() !== '');
    const words = lines.findLast((line) => /^[\w.]*(Error|Exception)\b/.test(line)) ?? lines.at(-1);
    return words ? `: ${words.trim().replace(/\.$/, '')}.` : '.';
  }
}
