/**
 * Failures that no cell awaits: rejections, errors in timers, process.exit. They fail the cell that is running;
 * a cell is over only when what it left behind in the next moments is over too. Long work that goes on longer is told.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { onSafePoint } from '../stop';
import { ProcessExit } from './cellErrors';

/** How long after its end a cell may be held open by timers and requests it started, in milliseconds. */
const longestSettling = 2000;

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Work that will call back once, by itself, soon: seen in process.getActiveResourcesInfo(). */
const shortLived = /Req|ConnectWrap/;

interface CellContext {
  readonly timers: Set<unknown>;
  /** Promises that the cell's code let go of, with their lines, until they settle. */
  readonly pending: Map<Promise<unknown>, number | undefined>;
  /** Tells, once, that work of the cell goes on although its code has ended. */
  readonly goesOn: (lines: readonly number[]) => void;
  ended: boolean;
  told: boolean;
}

export class Background {
  private fail: ((error: unknown) => void) | undefined;
  private leftBehind: unknown[] = [];
  private readonly cell = new AsyncLocalStorage<CellContext>();

  /** Takes over the process's last-resort events, its exits, and its timers. Called once. */
  install(): void {
    process.on('uncaughtException', (error) => this.report(error));
    process.on('unhandledRejection', (reason) => this.report(reason));
    const exit = (how: string) => (): never => {
      const error = new ProcessExit(
        `${how} was called. A cell cannot end the kernel; throw an error instead.`,
      );
      this.report(error); // as well, so that a catch-all in the cell cannot hide it
      throw error;
    };
    process.exit = exit('process.exit()') as typeof process.exit;
    process.abort = exit('process.abort()') as typeof process.abort;
    this.watchTimers();
    onSafePoint(() => this.tellIfEnded());
  }

  /**
   * Errors left by earlier cells after these were over; they are then forgotten. That work stopped on request is no
   * news to who requested it.
   */
  takeLeftBehind(): unknown[] {
    const errors = this.leftBehind.filter((error) => (error as Error | undefined)?.name !== 'StoppedError');
    this.leftBehind = [];
    return errors;
  }

  /**
   * Runs a cell's work to its end, including what it left behind.
   * @param goesOn called at most once: a promise that the cell let go of is still open when the cell ends, or long work
   *   of the cell comes to a safe point after that. Gets the lines of such promises.
   * @throws what the work throws, or the first background failure meanwhile
   */
  async watch<T>(
    work: () => Promise<T>,
    interrupted: Promise<never>,
    goesOn: CellContext['goesOn'],
  ): Promise<T> {
    const failed = new Promise<never>((_, reject) => {
      this.fail = reject;
    });
    failed.catch(() => {});
    const context: CellContext = {
      timers: new Set(),
      pending: new Map(),
      goesOn,
      ended: false,
      told: false,
    };
    const before = requests();
    try {
      const result = this.cell.run(context, work);
      result.catch(() => {}); // it may lose the race and fail later: the failure is then told already
      const value = await Promise.race([result, failed, interrupted]);
      context.ended = true;
      await Promise.race([settle(context.timers, before), failed, interrupted]);
      if (context.pending.size > 0) tell(context);
      return value;
    } catch (error) {
      context.ended = true;
      await nextTurn(); // a rejection of the same moment belongs to this cell too, not to the next one
      throw error;
    } finally {
      this.fail = undefined;
    }
  }

  /** Resolves when long work has come to its next safe point, and what that threw has been told. */
  async safePoints(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await nextTurn();
  }

  /** Minds a promise that a cell's code lets go of. That it is rejected is told as before. */
  follow(promise: Promise<unknown>, line: number | undefined): void {
    const context = this.cell.getStore();
    if (!context) return;
    context.pending.set(promise, line);
    const settled = () => context.pending.delete(promise);
    promise.then(settled, (error) => {
      settled();
      throw error;
    });
  }

  private tellIfEnded(): void {
    const context = this.cell.getStore();
    if (context?.ended) tell(context);
  }

  private report(error: unknown): void {
    if (this.fail) this.fail(error);
    else this.leftBehind.push(error);
  }

  /** Timers that a cell sets and does not wait for hold it open until they first fire, if that is soon. */
  private watchTimers(): void {
    const track = <Timer extends typeof setTimeout | typeof setInterval>(original: Timer): Timer => {
      const tracked = (callback: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) => {
        const timers = this.cell.getStore()?.timers;
        if (!timers || typeof callback !== 'function' || (delay ?? 0) > longestSettling) {
          return original(callback, delay, ...args);
        }
        const timer: NodeJS.Timeout = original(
          (...given: unknown[]) => {
            // After the callback, so that what it starts or throws still counts.
            setImmediate(() => timers.delete(timer));
            callback(...given);
          },
          delay,
          ...args,
        );
        timers.add(timer);
        return timer;
      };
      return Object.assign(tracked, original) as unknown as Timer;
    };
    globalThis.setTimeout = track(globalThis.setTimeout);
    globalThis.setInterval = track(globalThis.setInterval);
  }
}

function tell(context: CellContext): void {
  if (context.told) return;
  context.told = true;
  const lines = [...new Set(context.pending.values())].filter((line) => line !== undefined);
  context.goesOn(lines.sort((a, b) => a - b));
}

function requests(): number {
  return process.getActiveResourcesInfo().filter((kind) => shortLived.test(kind)).length;
}

async function settle(timers: Set<unknown>, requestsBefore: number): Promise<void> {
  const end = performance.now() + longestSettling;
  const active = () =>
    [...timers].some((timer) => {
      const { _destroyed: cleared } = timer as { _destroyed?: boolean };
      return !cleared && (timer as NodeJS.Timeout).hasRef();
    });
  do {
    await nextTurn();
    await nextTurn();
    if (!active() && requests() <= requestsBefore) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  } while (performance.now() < end);
}
