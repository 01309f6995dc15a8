/**
 * Gathers what cells print into few messages: a client needs about as long for a message of one character as for one of
 * a million, and front ends that get thousands stop responding.
 */
import { endsInHalf } from './wellFormed';

export type StreamName = 'stdout' | 'stderr';

export interface StreamLimits {
  /** How long printed text may wait, in milliseconds. */
  readonly interval: number;
  /** Characters (UTF-16) that are sent without waiting further; no message has more. */
  readonly size: number;
  /** Characters of one cell that are sent as they come; of what follows only the end is kept. */
  readonly most: number;
  /** Characters that are kept of the end. */
  readonly end: number;
}

/** For a program that runs a notebook, and for a reader whose page must show the text as it comes. */
export const runnerLimits: StreamLimits = { interval: 100, size: 2 ** 20, most: 2 ** 24, end: 2 ** 16 };
export const readerLimits: StreamLimits = { ...runnerLimits, size: 2 ** 19, most: 2 ** 21 };

export class StreamBatch<Parent extends { readonly msg_id: string }> {
  private limits = runnerLimits;
  private name: StreamName = 'stdout';
  private text = '';
  private parent: Parent | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** First halves of characters whose second half has not been printed yet. */
  private readonly halves = { stdout: '', stderr: '' };
  /** Characters that the cell has printed. */
  private printed = 0;
  /** What a flood printed last, and how much of it was dropped before. */
  private kept: { name: StreamName; text: string }[] = [];
  private keptLength = 0;
  private dropped = 0;

  /** @param send publishes text under the request that printed it */
  constructor(private readonly send: (name: StreamName, text: string, parent: Parent | undefined) => void) {}

  /** What is printed from now on belongs to `parent`. */
  begin(parent: Parent | undefined, limits: StreamLimits): void {
    if (parent?.msg_id === this.parent?.msg_id) return;
    this.end();
    this.parent = parent;
    this.limits = limits;
  }

  add(name: StreamName, printed: string): void {
    for (let from = 0; from < printed.length; from += this.limits.size) {
      this.addPart(name, printed.slice(from, from + this.limits.size));
    }
  }

  private addPart(name: StreamName, printed: string): void {
    this.printed += printed.length;
    if (this.printed > this.limits.most) {
      this.keep(name, printed);
      return;
    }
    if (name !== this.name) this.flush();
    this.name = name;
    this.text += this.halves[name] + printed;
    this.halves[name] = '';
    if (this.text.length >= this.limits.size) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), this.limits.interval);
  }

  /** Sends what waits: before anything else that is shown, so that the order stays. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    let text = this.text;
    this.text = '';
    if (endsInHalf(text)) {
      this.halves[this.name] = text.slice(-1);
      text = text.slice(0, -1);
    }
    if (text !== '') this.send(this.name, text, this.parent);
  }

  /**
   * The cell is over: sends everything that waits, halves and the end of a flood too.
   * @param parent whose cell it is; the text of another one only stops waiting
   */
  end(parent: Parent | undefined = this.parent): void {
    this.flush();
    if (parent?.msg_id !== this.parent?.msg_id) return;
    for (const name of ['stdout', 'stderr'] as const) {
      if (this.halves[name] !== '') this.send(name, this.halves[name], this.parent);
      this.halves[name] = '';
    }
    if (this.dropped > 0) {
      const note = `\n[${this.dropped} characters are left out here: a cell shows ${this.limits.most} and the end. Write long output to a file.]\n`;
      this.send('stderr', note, this.parent);
    }
    for (const { name, text } of this.kept) this.send(name, text, this.parent);
    this.kept = [];
    this.keptLength = 0;
    this.dropped = 0;
    this.printed = 0;
  }

  private keep(name: StreamName, text: string): void {
    const last = this.kept.at(-1);
    if (last?.name === name) last.text += text;
    else this.kept.push({ name, text });
    this.keptLength += text.length;
    // Cut rarely: cutting at every line would copy the whole end each time.
    if (this.keptLength < 2 * this.limits.end) return;
    for (let surplus = this.keptLength - this.limits.end; surplus > 0; ) {
      const first = this.kept[0]!;
      let cut = Math.min(surplus, first.text.length);
      if (endsInHalf(first.text.slice(0, cut))) cut += 1;
      first.text = first.text.slice(cut);
      if (first.text === '') this.kept.shift();
      surplus -= cut;
      this.keptLength -= cut;
      this.dropped += cut;
    }
  }
}
