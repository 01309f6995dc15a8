/** Runs cells one at a time; after a failure the cells that were already waiting are aborted, later ones are not. */
import type { Reply } from './channels';
import type { Message } from './wire';

export interface Execution {
  readonly request: Message;
  readonly reply: Reply;
}

/** How long to look for requests still on their way from ZeroMQ after a cell that kept the process busy, in ms. */
const arrivalTime = 10;

export class ExecutionQueue {
  private waiting: Execution[] = [];
  private running = false;

  /**
   * @param run runs one cell; gives how to answer, and whether waiting cells must be aborted. The answer is sent
   *   after the abort, so that a client that sends its next cell on receiving it never loses that cell.
   * @param abort answers a cell that is not run
   */
  constructor(
    private readonly run: (execution: Execution) => Promise<{ answer: () => void; abortWaiting: boolean }>,
    private readonly abort: (execution: Execution) => void,
  ) {}

  add(execution: Execution): void {
    this.waiting.push(execution);
    if (!this.running) void this.drain();
  }

  private async drain(): Promise<void> {
    this.running = true;
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      const { answer, abortWaiting } = await this.run(next);
      if (abortWaiting) await new Promise((resolve) => setTimeout(resolve, arrivalTime));
      const aborted = abortWaiting ? this.waiting.splice(0) : [];
      answer();
      for (const execution of aborted) this.abort(execution);
    }
    this.running = false;
  }
}
