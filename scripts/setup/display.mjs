// @ts-check
/** How set-up talks: a line a step with its seconds; in a terminal, the step at work ticks. */

/** @typedef {import('./runner.mjs').Outcome} Outcome */

export class Display {
  /**
   * @param {{ stream?: NodeJS.WriteStream, format?: 'text' | 'json' | 'quiet' }} [options]
   *   quiet prints failures alone; json prints one object a step
   */
  constructor(options = {}) {
    this.stream = options.stream ?? process.stdout;
    this.format = options.format ?? 'text';
    this.live = this.format === 'text' && Boolean(this.stream.isTTY);
    this.title = '';
    this.started = 0;
    this.latest = '';
    /** @type {NodeJS.Timeout | undefined} */
    this.timer = undefined;
  }

  /** @param {string} text */
  line(text) {
    if (this.format !== 'text') return;
    this.#erase();
    this.stream.write(`${text}\n`);
  }

  /** @param {string} title */
  start(title) {
    this.title = title;
    this.latest = '';
    this.started = performance.now();
    if (this.live) {
      this.#draw();
      this.timer = setInterval(() => this.#draw(), 250);
      this.timer.unref();
    }
  }

  /** @param {string} line what the child at work printed last */
  detail(line) {
    this.latest = line;
  }

  /**
   * @param {Outcome} outcome
   * @param {string} [note]
   */
  finish(outcome, note = '') {
    this.end();
    if (this.format === 'json') {
      const seconds = Math.round(outcome.seconds * 1000) / 1000;
      this.stream.write(`${JSON.stringify({ ...outcome, seconds, ...(note && { note }) })}\n`);
      return;
    }
    const mark = outcome.state === 'skipped' ? '-' : '✓';
    const state = outcome.state === 'done' ? '' : `  ${note || outcome.state}`;
    this.line(
      `${mark} ${outcome.title.padEnd(52)} ${outcome.seconds.toFixed(outcome.seconds < 1 ? 3 : 1).padStart(7)} s${state}`,
    );
  }

  end() {
    clearInterval(this.timer);
    this.timer = undefined;
    this.#erase();
  }

  #draw() {
    const width = Math.max(40, (this.stream.columns ?? 80) - 1);
    const seconds = ((performance.now() - this.started) / 1000).toFixed(0);
    const text = `… ${this.title}  ${seconds} s  ${this.latest}`;
    this.stream.write(`\r\x1b[2K${text.slice(0, width)}`);
  }

  #erase() {
    if (this.live) this.stream.write('\r\x1b[2K');
  }
}
