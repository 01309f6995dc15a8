/**
 * Sends no faster than a browser can show. Jupyter's server drops what comes at more than a megabyte a second (over three
 * seconds), the end of it too, and a page that gets more stops responding.
 */

export interface Pace {
  /** Bytes that may go at once. */
  readonly burst: number;
  /** Bytes a second after that. */
  readonly perSecond: number;
}

interface Waiting {
  readonly bytes: number;
  readonly send: () => void;
}

const defaults: Pace = { burst: 1e6, perSecond: 6e5 };

export class PacedQueue {
  private readonly waiting: Waiting[] = [];
  private credit: number;
  private countedAt = performance.now();
  private timer: NodeJS.Timeout | undefined;
  private bytes = 0;

  /** @param sent called whenever something that had to wait was sent */
  constructor(
    private readonly sent: () => void,
    private readonly pace: Pace = defaults,
  ) {
    this.credit = pace.burst;
  }

  /** Bytes that wait. */
  get backlog(): number {
    return this.bytes;
  }

  /** Sends in order: at once if nothing waits and the pace allows it, or `paced` is false. */
  add(bytes: number, paced: boolean, send: () => void): void {
    if (this.waiting.length === 0 && (!paced || this.allows(bytes))) {
      this.credit -= bytes;
      send();
      return;
    }
    this.bytes += bytes;
    this.waiting.push({ bytes, send });
    this.drain();
  }

  /** Sends all that waits, whatever the pace. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const { send } of this.waiting.splice(0)) send();
    this.bytes = 0;
    this.sent();
  }

  private drain(): void {
    if (this.timer) return;
    for (let next = this.waiting[0]; next; next = this.waiting[0]) {
      if (!this.allows(next.bytes)) {
        const missing = Math.min(next.bytes, this.pace.burst) - this.credit;
        this.timer = setTimeout(
          () => {
            this.timer = undefined;
            this.drain();
          },
          (1000 * missing) / this.pace.perSecond + 1,
        );
        return;
      }
      this.waiting.shift();
      this.credit -= next.bytes;
      this.bytes -= next.bytes;
      next.send();
      this.sent();
    }
  }

  /** More than the burst may go once the whole burst is free. */
  private allows(bytes: number): boolean {
    const now = performance.now();
    this.credit = Math.min(
      this.pace.burst,
      this.credit + ((now - this.countedAt) * this.pace.perSecond) / 1000,
    );
    this.countedAt = now;
    return this.credit >= Math.min(bytes, this.pace.burst);
  }
}
