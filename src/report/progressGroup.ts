/** Bars that are active together: the first is the work itself, those that start meanwhile are parts of it. */
import type { Progress, ProgressOptions } from '../progress';
import { ProgressMeter } from './progressMeter';

export interface GroupedBar {
  readonly meter: ProgressMeter;
  /** Nothing else was active when it started: its last state stays on show. */
  readonly outermost: boolean;
  finished: boolean;
}

/** Draws a group; called on every change, so it must limit its own rate. */
export interface GroupDrawing {
  /** @param urgent a bar started or finished: draw now */
  draw(bars: readonly GroupedBar[], urgent: boolean): void;
  /** A line that stays, above what is drawn. */
  print?(line: string): void;
  /** Every bar is finished; nothing follows. */
  end(bars: readonly GroupedBar[]): void;
}

export class ProgressGroups {
  private bars: GroupedBar[] = [];
  private drawing: GroupDrawing | undefined;

  constructor(private readonly newDrawing: () => GroupDrawing) {}

  start(options: ProgressOptions): Progress {
    if (this.bars.length === 0) this.drawing = this.newDrawing();
    const drawing = this.drawing!;
    const bar: GroupedBar = {
      meter: new ProgressMeter(options),
      outermost: this.bars.length === 0,
      finished: false,
    };
    this.bars.push(bar);
    drawing.draw(this.bars, true);
    return {
      update: (done, note) => {
        if (bar.finished) return;
        bar.meter.update(done, note);
        if (this.drawing === drawing) drawing.draw(this.bars, false);
      },
      finish: (note) => {
        if (bar.finished) return;
        if (note !== undefined) bar.meter.note = note;
        bar.finished = true;
        if (this.drawing === drawing) this.afterFinish(bar);
      },
      print: (line) => drawing.print?.(line),
    };
  }

  /** Forgets bars that were never finished (the work failed or was stopped); what is drawn stays. */
  abandon(): void {
    this.bars = [];
    this.drawing = undefined;
  }

  private afterFinish(bar: GroupedBar): void {
    if (!bar.outermost) this.bars = this.bars.filter((other) => other !== bar);
    if (this.bars.every((other) => other.finished)) {
      this.drawing!.end(this.bars);
      this.abandon();
    } else {
      this.drawing!.draw(this.bars, true);
    }
  }
}
