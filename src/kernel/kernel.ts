/** Answers Jupyter's requests. */

import { StoppedError } from '../errors';
import { setProgressRenderer } from '../progress';
import {
  Display,
  encodedBundle,
  type KernelHost,
  kernelHostKey,
  metadataOf,
  mimeBundleOf,
} from '../report/display';
import { NotebookProgress } from '../report/progressNotebook';
import { clearStop, requestStop } from '../stop';
import type { Background } from './background';
import { Interrupted } from './cellErrors';
import type { Cells } from './cells';
import type { Channels, Reply } from './channels';
import { type Execution, ExecutionQueue } from './executionQueue';
import { History } from './history';
import type { StreamName } from './streamBatch';
import { describeError, type JupyterError } from './traceback';
import { type Content, type Message, protocolVersion } from './wire';

/** A cell that has not stopped by itself this long after an interrupt is given up, in milliseconds. */
const patience = 5000;

/** What {@link StoppedError} says of commands is not true of cells: they keep no more than they were told to. */
const stoppedInCell =
  'Stopped on request. Finished runs of a study, and training that was given a checkpoint, go on from there when the cell runs again. Other training starts at its first step, on the weights as they are now: run the cell that makes the model first, or give the training a checkpoint ({ file, everySteps }).';

export class Kernel {
  /** Numbers the cells of a session from one. */
  private executionCount = 0;
  /** The request whose cell is running or ran last: it gets the output. */
  private parent: Message | undefined;
  private giveUp: (() => void) | undefined;
  private stopRequested = false;
  /** Work that earlier cells left was asked to stop since the last cell. */
  private stopsBetween = false;
  private readonly history = new History();
  private readonly progress = new NotebookProgress();
  private readonly queue = new ExecutionQueue(
    (execution) => this.execute(execution),
    (execution) => this.abort(execution),
  );

  constructor(
    private readonly channels: () => Channels,
    private readonly cells: Cells,
    private readonly background: Background,
    private readonly exit: () => void,
    /** Sends what the running cell printed in part. */
    private readonly endOutput: () => void,
  ) {
    const host: KernelHost = {
      display: (content, update) => this.publish(update ? 'update_display_data' : 'display_data', content),
    };
    (globalThis as Record<symbol, unknown>)[kernelHostKey] = host;
    setProgressRenderer((options) => this.progress.start(options));
    // tslab's own display functions write through this variable.
    const jupyter = require('tslab/dist/jupyter') as { lastWriteDisplayData: KernelHost['display'] };
    jupyter.lastWriteDisplayData = host.display;
  }

  /** Sends to all clients, under the current cell. */
  publish(type: string, content: Content): void {
    this.channels().publish(type, content, this.parent);
  }

  /** Shows printed text under the current cell. */
  print(name: StreamName, text: string): void {
    this.channels().print(name, text, this.parent);
  }

  handle(request: Message, reply: Reply): void {
    if (request.header.msg_type === 'execute_request') {
      this.queue.add({ request, reply });
      return;
    }
    this.status('busy', request);
    try {
      this.answer(request, reply);
    } catch (error) {
      const type = request.header.msg_type.replace(/_request$/, '_reply');
      reply(type, { status: 'error', ...describeError(error, this.cells) });
    }
    this.status('idle', request);
  }

  /**
   * First asks the running cell to stop at its next safe point; a second interrupt, or time, gives it up. Between cells
   * it stops the work that earlier ones left.
   */
  interrupt(): void {
    if (!this.giveUp) {
      requestStop();
      this.stopsBetween = true;
      return;
    }
    if (this.stopRequested) {
      this.giveUp();
      return;
    }
    this.stopRequested = true;
    requestStop();
    setTimeout(this.giveUp, patience).unref();
  }

  private answer(request: Message, reply: Reply): void {
    const { header, content } = request;
    switch (header.msg_type) {
      case 'kernel_info_request':
        reply('kernel_info_reply', this.info());
        break;
      case 'comm_info_request':
        reply('comm_info_reply', { status: 'ok', comms: {} });
        break;
      case 'history_request':
        reply('history_reply', { status: 'ok', history: this.history.entries(content) });
        break;
      case 'comm_open': // no widget has a counterpart here: the protocol answers such a comm by closing it
        this.channels().publish('comm_close', { comm_id: content.comm_id, data: {} }, request);
        break;
      case 'debug_request':
        reply('debug_reply', refusedDebugging(content));
        break;
      case 'is_complete_request': {
        const { isCompleteCode } = require('tslab/dist/converter') as typeof import('tslab/dist/converter');
        const { completed, indent } = isCompleteCode(String(content.code));
        reply('is_complete_reply', completed ? { status: 'complete' } : { status: 'incomplete', indent });
        break;
      }
      case 'complete_request': {
        const code = String(content.code);
        const { start, end, candidates } = this.cells.complete(code, toUtf16(code, content.cursor_pos));
        const span = { cursor_start: toCodePoints(code, start), cursor_end: toCodePoints(code, end) };
        reply('complete_reply', { status: 'ok', matches: candidates, ...span, metadata: {} });
        break;
      }
      case 'inspect_request': {
        const code = String(content.code);
        const text = this.cells.inspect(code, toUtf16(code, content.cursor_pos));
        const data = text ? { 'text/plain': text } : {};
        reply('inspect_reply', { status: 'ok', found: text !== undefined, data, metadata: {} });
        break;
      }
      case 'shutdown_request':
        reply('shutdown_reply', { status: 'ok', restart: content.restart === true });
        this.exit();
        break;
      default: // messages to a comm that was closed at once need no answer
    }
  }

  private info(): Content {
    const { typescriptVersion } = this.cells.compiler;
    return {
      status: 'ok',
      protocol_version: protocolVersion,
      implementation: 'pretraining-lab',
      implementation_version: (require('../../package.json') as { version: string }).version,
      language_info: {
        name: 'typescript',
        version: typescriptVersion,
        mimetype: 'text/typescript',
        file_extension: '.ts',
        pygments_lexer: 'typescript',
        // JupyterLab reads mode; the classic notebook reads name and typescript.
        codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
        nbconvert_exporter: 'script',
      },
      debugger: false,
      supported_features: [],
      banner: `TypeScript ${typescriptVersion} on Node ${process.version} (pretraining-lab)`,
      help_links: [],
    };
  }

  private async execute({
    request,
    reply,
  }: Execution): Promise<{ answer: () => void; abortWaiting: boolean }> {
    const code = String(request.content.code);
    const silent = request.content.silent === true;
    const stopOnError = request.content.stop_on_error !== false;
    if (!silent && request.content.store_history !== false) this.executionCount += 1;
    const execution_count = this.executionCount;
    this.parent = request;
    this.status('busy', request);
    if (!silent) this.publish('execute_input', { code, execution_count });

    const { failure, result, expressions } = await this.runCell(request, silent, stopOnError);
    this.endOutput();
    if (!silent && request.content.store_history !== false) {
      this.history.add(execution_count, code, result);
    }
    if (failure) this.publish('error', { ...failure });
    const rest = { execution_count, user_expressions: expressions, payload: [] };
    const content = failure ? { status: 'error', ...failure, ...rest } : { status: 'ok', ...rest };
    return {
      abortWaiting: failure !== undefined && stopOnError,
      answer: () => {
        reply('execute_reply', content);
        this.status('idle', request);
      },
    };
  }

  private async runCell(request: Message, silent: boolean, stopOnError: boolean): Promise<Ran> {
    if (this.stopsBetween) await this.background.safePoints();
    this.stopsBetween = false;
    clearStop();
    this.stopRequested = false;
    this.progress.newCell();
    const interrupted = new Promise<never>((_, reject) => {
      this.giveUp = () =>
        reject(
          new Interrupted(
            'The cell was given up, but what it started may go on: restart the kernel to end it.',
          ),
        );
    });
    interrupted.catch(() => {});
    const ran: Ran = { result: null, expressions: {} };
    const left = this.background.takeLeftBehind();
    try {
      if (left.length > 0 && stopOnError)
        return { ...ran, failure: this.describeLeftBehind(left, 'This cell was not run: run it again.') };
      const work = async () => {
        const value = await this.cells.run(this.cellName(), String(request.content.code));
        ran.expressions = await this.evaluate(request.content.user_expressions);
        return value;
      };
      const value = await this.background.watch(work, interrupted, (lines) =>
        this.tellGoesOn(request, lines),
      );
      if (value !== undefined && value !== null && !(value instanceof Display) && !silent) {
        const data = encodedBundle(mimeBundleOf(value));
        ran.result = String(data['text/plain']);
        const metadata = metadataOf(value);
        this.publish('execute_result', { execution_count: this.executionCount, data, metadata });
      }
      return left.length > 0
        ? { ...ran, failure: this.describeLeftBehind(left, 'This cell itself ran without error.') }
        : ran;
    } catch (error) {
      const stopped = error instanceof StoppedError && error.message === new StoppedError().message;
      return {
        ...ran,
        failure: describeError(stopped ? new StoppedError(stoppedInCell) : error, this.cells),
      };
    } finally {
      this.giveUp = undefined;
      this.progress.newCell();
    }
  }

  /** The values of expressions that a client wants to know when the cell has run. */
  private async evaluate(expressions: unknown): Promise<Content> {
    const answers: Content = {};
    for (const [name, expression] of Object.entries((expressions ?? {}) as Record<string, unknown>)) {
      try {
        const value = await this.cells.evaluate(`expression ${name}`, String(expression));
        answers[name] = { status: 'ok', data: encodedBundle(mimeBundleOf(value)), metadata: {} };
      } catch (error) {
        answers[name] = { status: 'error', ...describeError(error, this.cells) };
      }
    }
    return answers;
  }

  /** @param lines of the cell where work began that nothing awaits, as far as they are known */
  private tellGoesOn(request: Message, lines: readonly number[]): void {
    const where = lines.length > 0 ? ` in line ${lines.join(' and ')}` : '';
    const text = `What this cell started${where} goes on after the cell's end, unseen, because nothing awaits it: write 'await' before the call. An interrupt stops the lab's own work.\n`;
    this.channels().print('stderr', text, request);
  }

  /** Unique also for silent requests, which share their number with the cell before. */
  private cellName(): string {
    this.ran += 1;
    return this.ran === this.executionCount
      ? `cell ${this.ran}`
      : `cell ${this.executionCount} (run ${this.ran})`;
  }
  private ran = 0;

  private describeLeftBehind(errors: readonly unknown[], consequence: string): JupyterError {
    const error = describeError(errors[0], this.cells);
    const note = `Nothing waited for this error: it came after its cell had ended. ${consequence}`;
    return { ...error, traceback: [...error.traceback, note] };
  }

  private abort({ request, reply }: Execution): void {
    this.status('busy', request);
    reply('execute_reply', { status: 'aborted' });
    this.status('idle', request);
  }

  private status(execution_state: 'busy' | 'idle', request: Message): void {
    this.channels().publish('status', { execution_state }, request);
  }
}

/** What running a cell came to. */
interface Ran {
  readonly failure?: JupyterError;
  /** The text of the value it gave. */
  result: string | null;
  expressions: Content;
}

/** As the Debug Adapter Protocol answers a request that cannot be met. */
function refusedDebugging({ seq, command }: Content): Content {
  return {
    type: 'response',
    request_seq: seq ?? 0,
    success: false,
    command: command ?? '',
    message: 'This kernel has no debugger.',
  };
}

/** Jupyter counts characters in code points, JavaScript in UTF-16 units. */
function toUtf16(code: string, codePoints: unknown): number {
  return [...code].slice(0, Number(codePoints)).join('').length;
}

function toCodePoints(code: string, utf16: number): number {
  return [...code.slice(0, utf16)].length;
}
