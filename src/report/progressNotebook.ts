/** Progress in a notebook: one output that updates itself and ends as one line. */
import type { Progress, ProgressOptions } from '../progress';
import { Display, type MimeBundle } from './display';
import { html } from './html';
import { type GroupDrawing, type GroupedBar, ProgressGroups } from './progressGroup';
import { type ProgressState, progressLine } from './progressMeter';

/** Seconds between two updates of an output. */
const pause = 0.25;

/** What the program that runs the notebook is told of a bar, to draw it its own way. */
export interface ProgressReport extends ProgressOptions {
  readonly done: number;
  readonly note: string;
  readonly finished: boolean;
}

export class NotebookProgress {
  private readonly groups = new ProgressGroups(() => new NotebookDrawing());

  start(options: ProgressOptions): Progress {
    return this.groups.start(options);
  }

  /** A cell begins or ends: bars that an earlier one left unfinished are not part of it. */
  newCell(): void {
    this.groups.abandon();
  }
}

class NotebookDrawing implements GroupDrawing {
  private readonly output = new Display();
  private drawnAt = Number.NEGATIVE_INFINITY;

  draw(bars: readonly GroupedBar[], urgent: boolean): void {
    const now = performance.now() / 1000;
    // Many short parts start and finish too: only the very first drawing cannot wait.
    const first = this.drawnAt === Number.NEGATIVE_INFINITY;
    if (now - this.drawnAt < pause && !(urgent && first)) return;
    this.drawnAt = now;
    this.send(bars, barBundle);
  }

  end(bars: readonly GroupedBar[]): void {
    this.send(bars, lineBundle);
  }

  private send(bars: readonly GroupedBar[], bundle: (states: ProgressState[]) => MimeBundle): void {
    const reports = bars.map(
      ({ meter, finished }): ProgressReport => ({
        ...meter.options,
        done: meter.done,
        note: meter.note,
        finished,
      }),
    );
    this.output.update(bundle(bars.map(({ meter, finished }) => meter.state(finished))), {
      progress: reports,
    });
  }
}

/** Colours come from the page, so that bars suit light, dark and printed notebooks. */
function barBundle(states: ProgressState[]): MimeBundle {
  const rows = states.map((state) => {
    const { label, fraction, counts, rate, elapsed, left, note } = state;
    const text = [counts, rate, elapsed, left && `${left} left`, note].filter(Boolean).join(' · ');
    const width = fraction === undefined ? '' : `width:${(fraction * 100).toFixed(1)}%;`;
    const bar = html`<div style="flex:0 0 12em;height:0.6em;border-radius:0.3em;overflow:hidden;background:rgba(128,128,128,0.25)"><div style="${width}height:100%;background:#1f77b4"></div></div>`;
    return html`<div style="display:flex;gap:0.8em;align-items:center;font-size:90%;line-height:1.6"><div style="flex:0 0 11em;font-weight:600">${label}</div>${bar}<div style="font-variant-numeric:tabular-nums">${text}</div></div>`;
  });
  return {
    'text/html': html`${rows}`.toString(),
    'text/plain': states.map((state) => progressLine(state)).join('\n'),
  };
}

function lineBundle(states: ProgressState[]): MimeBundle {
  const plain = states.map((state) => progressLine(state, true)).join('\n');
  const broken = plain.split('\n').map((line, k) => (k > 0 ? html`<br>${line}` : html`${line}`));
  const shown = html`<div style="font-size:90%;opacity:0.8">${broken}</div>`;
  return { 'text/html': shown.toString(), 'text/plain': plain };
}
