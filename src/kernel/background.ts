/**
 * Failures that no cell awaits: rejections, errors in timers, process.exit. They fail the cell that is running;
 * a cell is over only when what it left behind in the next moments is over too.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { ProcessExit } from './cellErrors';

/** How long after its end a cell may be held open by timers and requests it started, in milliseconds. */
const longestSettling = 2000;

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Work that will call back once, by itself, soon: seen in process.getActiveResourcesInfo(). */
const shortLived = /Req|ConnectWrap/;

export class Background {
  private fail: ((error: unknown) => void) | undefined;
  private leftBehind: unknown[] = [];
  private readonly cell = new AsyncLocalStorage<{ timers: Set<unknown> }>();

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
  }

  /** An error left by an earlier cell after that cell was over, if there is one; it is then forgotten. */
  takeLeftBehind(): unknown[] {
    const errors = this.leftBehind;
    this.leftBehind = [];
    return errors;
  }

  /**
   * Runs a cell's work to its end, including what it left behind.
   * @throws what the work throws, or the first background failure meanwhile
   */
  async watch<T>(work: () => Promise<T>, interrupted: Promise<never>): Promise<T> {
    const failed = new Promise<never>((_, reject) => {
      this.fail = reject;
    });
    failed.catch(() => {});
    const timers = new Set<unknown>();
    const before = requests();
    try {
      const result = this.cell.run({ timers }, work);
      result.catch(() => {}); // it may lose the race and fail later: the failure is then told already
      const value = await Promise.race([result, failed, interrupted]);
      await Promise.race([settle(timers, before), failed, interrupted]);
      return value;
    } catch (error) {
      await nextTurn(); // a rejection of the same moment belongs to this cell too, not to the next one
      throw error;
    } finally {
      this.fail = undefined;
    }
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

function requests(): number {
  return process.getActiveResourcesInfo().filter((kind) => shortLived.test(kind)).length;
}

async function settle(timers: Set<unknown>, requestsBefore: number): Promise<void> {
  const end = Date.now() + longestSettling;
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
  } while (Date.now() < end);
}
