/** Progress on stderr: live bars in a terminal, a line now and then in a log. */
import { MultiBar, type SingleBar } from 'cli-progress';
import type { ProgressRenderer } from '../progress';
import { type GroupDrawing, type GroupedBar, ProgressGroups } from './progressGroup';
import { progressLine } from './progressMeter';

/** Seconds between two lines in a log. */
const logPause = 10;
const framesPerSecond = 10;
const barWidth = 24;

type Sink = NodeJS.WritableStream & { isTTY?: boolean; columns?: number };

/** @param stream where to draw; live if it is a terminal */
export function terminalProgress(stream: Sink = process.stderr): ProgressRenderer {
  const clock = { loggedAt: Number.NEGATIVE_INFINITY };
  const groups = new ProgressGroups(() =>
    stream.isTTY ? new LiveDrawing(stream) : new LogDrawing(stream, clock),
  );
  return (options) => groups.start(options);
}

/** Its redrawing timer must not keep alive a command whose work failed between start and finish. */
class BackgroundMultiBar extends MultiBar {
  override update(): void {
    super.update();
    (this as unknown as { timer?: NodeJS.Timeout }).timer?.unref();
  }
}

class LiveDrawing implements GroupDrawing {
  private readonly lines = new Map<GroupedBar, SingleBar>();
  private readonly screen: MultiBar;

  constructor(private readonly stream: Sink) {
    this.screen = new BackgroundMultiBar({
      stream,
      fps: framesPerSecond,
      hideCursor: true,
      clearOnComplete: false,
      stopOnComplete: false,
      gracefulExit: false, // Ctrl-C belongs to the command, which stops at a safe point
      format: (_options, _parameters, payload: { bar?: GroupedBar }) => this.line(payload.bar!),
    });
    process.once('exit', this.stop); // gives the cursor back whatever happened
  }

  draw(bars: readonly GroupedBar[]): void {
    for (const bar of bars) {
      if (!this.lines.has(bar)) this.lines.set(bar, this.screen.create(1, 0, { bar }));
    }
    for (const [bar, line] of this.lines) {
      if (bars.includes(bar)) {
        line.update(bar.meter.state().fraction ?? 0);
      } else {
        this.screen.remove(line);
        this.lines.delete(bar);
      }
    }
  }

  print(line: string): void {
    this.screen.log(`${line}\n`);
  }

  end(bars: readonly GroupedBar[]): void {
    this.draw(bars);
    this.screen.update();
    process.off('exit', this.stop);
    this.stop();
  }

  private readonly stop = () => this.screen.stop();

  private line({ meter, finished }: GroupedBar): string {
    const state = meter.state(finished);
    if (finished) return this.cut(progressLine(state, true));
    const filled = Math.round((state.fraction ?? 0) * barWidth);
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
    const text = [state.counts, state.rate, state.elapsed, state.left && `${state.left} left`, state.note];
    return this.cut(`${state.label} ${bar} ${text.filter(Boolean).join(' · ')}`);
  }

  /** A line that wraps would be drawn anew below itself. */
  private cut(line: string): string {
    return line.slice(0, (this.stream.columns ?? 80) - 1);
  }
}

class LogDrawing implements GroupDrawing {
  constructor(
    private readonly stream: Sink,
    private readonly clock: { loggedAt: number },
  ) {}

  draw(bars: readonly GroupedBar[]): void {
    const now = performance.now() / 1000;
    if (this.clock.loggedAt === Number.NEGATIVE_INFINITY) this.clock.loggedAt = now; // the first after a pause too
    if (now - this.clock.loggedAt < logPause) return;
    this.clock.loggedAt = now;
    this.stream.write(
      `${bars.map(({ meter, finished }) => progressLine(meter.state(finished))).join(' | ')}\n`,
    );
  }

  print(line: string): void {
    this.stream.write(`${line}\n`);
  }

  end(bars: readonly GroupedBar[]): void {
    this.clock.loggedAt = performance.now() / 1000;
    for (const { meter } of bars) this.stream.write(`${progressLine(meter.state(true), true)}\n`);
  }
}
