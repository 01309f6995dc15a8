/** One bar of progress. `done` counts in the unit given at the start; `note` is short and changes (a loss, a file). */
export interface Progress {
  update(done: number, note?: string): void;
  finish(note?: string): void;
  /** Prints a line that stays, above the bars; absent where nothing can stay. */
  print?(line: string): void;
}

export interface ProgressOptions {
  /** What is being done, in two or three words: 'Masked LM', 'Download sst2'. */
  label: string;
  /** How many units make the whole. */
  total: number;
  /** Plural name of the unit, for the rate: 'steps', 'tokens', 'bytes', 'trials'. */
  unit: string;
  /** Seconds left, where units take unlike times; by default they follow from the rate. */
  secondsLeft?: () => number | undefined;
}

/** Draws progress somewhere: a terminal, a notebook cell, nowhere. */
export type ProgressRenderer = (options: ProgressOptions) => Progress;

const silent: ProgressRenderer = () => ({ update() {}, finish() {} });

let renderer: ProgressRenderer = silent;

/** Chooses where progress is drawn. Commands and the kernel call it once; libraries never do. */
export function setProgressRenderer(next: ProgressRenderer): void {
  renderer = next;
}

/** Starts a bar with a rate and the time left. Silent unless a renderer was chosen. */
export function startProgress(options: ProgressOptions): Progress {
  return renderer(options);
}
